// SPDX-License-Identifier: Apache-2.0
// Rules for the tunnels between linked sites.
import type { Findings } from "../finding";
import type { Mesh, Segment, Site } from "../model/mesh";
import { textOf } from "../model/reading";
import { hasTunnel } from "../plan";
import { noTunnelEnd, plainIp } from "./addresses";

/** Checks that linked sites have tunnel addresses of one IP family, because the two addresses of a VXLAN packet belong to the same family. */
export function tunnelRules({ segments }: Mesh, findings: Findings): void {
  const reported = new Set<string>();
  for (const segment of segments.values()) {
    const [first, ...others] = mixedPairs(segment).filter((pair) => !reported.has(pair));
    if (first === undefined) continue;
    for (const pair of [first, ...others]) reported.add(pair);
    const more = others.length === 0 ? "" : ` (and ${others.length} more ${others.length === 1 ? "pair" : "pairs"} of sites)`;
    findings.error(
      "tunnel-family",
      segment.path,
      `no tunnel is possible between the linked sites ${first}${more}: one tunnel address is IPv4 and the other is IPv6. Use addresses of one family, or remove the link.`,
    );
  }
}

function mixedPairs({ at, links }: Segment): string[] {
  const addresses = new Map([...at.values()].flatMap(({ site }) => (hasTunnel(site.type) ? addressOf(site) : [])));
  const isIpv6 = (site: string) => addresses.get(site)?.includes(":");
  // Most segments have one family: 200 sites have 19,900 links.
  if (new Set([...addresses.keys()].map(isIpv6)).size < 2) return [];
  const pairs = links.pairs().filter(([one, other]) => addresses.has(one) && addresses.has(other) && isIpv6(one) !== isIpv6(other));
  return pairs.map((pair) => pair.map((site) => `${site} (${addresses.get(site)})`).join(" and "));
}

function addressOf({ name, draft }: Site): Array<readonly [string, string]> {
  const address = textOf(draft.tunnelIp);
  // An address that cannot be a tunnel address already has its own finding.
  return address === undefined || noTunnelEnd(address) !== undefined ? [] : [[name, plainIp(address)]];
}
