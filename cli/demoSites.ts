// SPDX-License-Identifier: Apache-2.0
// The contents of the sites of `emulate --demo`: what the program in the README needs to exist.
import type { EmulatedSite } from "../sdk/testing/index";

/** Networks of every demo site, each with two ports of instances. */
const NETWORKS = ["web", "db"];
const PORTS_PER_NETWORK = 2;

/** Adds a router and networks with ports to each site, unless an earlier run has saved them. @returns one line for each object */
export function fillDemoSites(sites: readonly EmulatedSite[]): Map<string, string[]> {
  return new Map(sites.map((site, index) => [site.name, fill(site, index + 1)]));
}

function fill(site: EmulatedSite, siteNumber: number): string[] {
  const idOf = (objectNumber: number) => `${hex(siteNumber, 8)}-0000-4000-8000-${hex(objectNumber, 12)}`;
  const routerId = idOf(1);
  if (!exists(site, "routers", routerId)) site.addRouter({ id: routerId, name: "edge" });
  const lines = [`router  edge   ${routerId}`];
  for (const [index, name] of NETWORKS.entries()) {
    const networkId = idOf(index + 2);
    if (!exists(site, "networks", networkId)) site.addNetwork({ id: networkId, name });
    lines.push(`network ${name.padEnd(6)} ${networkId}`);
    for (let port = 1; port <= PORTS_PER_NETWORK; port += 1) {
      const id = idOf((index + 1) * 16 + port);
      const mac_address = `02:00:5e:${hex(siteNumber, 4).replace(/(..)(..)/, "$1:$2")}:${index + 1}${port}`;
      const row = { id, name: `${name}-${port}`, network_id: networkId, mac_address, device_owner: "compute:nova" };
      if (!exists(site, "ports", id)) site.insert("ports", row);
      lines.push(`port    ${row.name.padEnd(6)} ${id}  ${mac_address}`);
    }
  }
  return lines;
}

const exists = (site: EmulatedSite, kind: "routers" | "networks" | "ports", id: string): boolean =>
  site.objects(kind).some((object) => object.id === id);

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");
