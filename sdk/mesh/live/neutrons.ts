// SPDX-License-Identifier: Apache-2.0
// Two site names may lead to the same Neutron, because a cloud entry for each project or role is common.
import { isSameNeutron, type NeutronAddress } from "../../../provider/client/config/neutronAddress";
import type { Runtime } from "../../../provider/kinds/definition";
import type { Neutrons, Site } from "../model/mesh";

/** Finds the sites that lead to the same Neutron, by the endpoints of open sites and the configuration of others. */
export function neutronsOf(sites: Iterable<Pick<Site, "home">>, runtime: Runtime): Neutrons {
  const known: Array<{ readonly home: string; readonly address: NeutronAddress }> = [];
  const neutrons = new Map<string, string>();
  for (const { home } of sites) {
    if (neutrons.has(home)) continue;
    const address = runtime.neutronAddress(home);
    const first = known.find((other) => isSameNeutron(other.address, address));
    if (first === undefined) known.push({ home, address });
    neutrons.set(home, first?.home ?? home);
  }
  return neutrons;
}
