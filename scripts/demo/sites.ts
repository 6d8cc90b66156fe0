// SPDX-License-Identifier: Apache-2.0
// The two emulated sites that examples/two-sites uses, and its stack configuration for them.
import type { EmulatedSite } from "../../sdk/testing/index";
import { startSites } from "../../sdk/testing/index";

/** The initial objects of each site: an edge router, a network, and a host on it. The root Pulumi.yaml contains the same ids. */
export const existing = {
  tokyo: {
    routerId: "70c70000-0000-4000-8000-000000000001",
    networkId: "70c70000-0000-4000-8000-000000000002",
    hostMac: "02:00:5e:10:01:01",
  },
  osaka: {
    routerId: "05a4a000-0000-4000-8000-000000000001",
    networkId: "05a4a000-0000-4000-8000-000000000002",
    hostMac: "02:00:5e:10:02:01",
  },
} as const;

export type SiteName = keyof typeof existing;

/** Port of tokyo in `npm run sites`. Osaka uses the next port. */
export const SITES_PORT = 19696;

/** @param port port of the first site, or 0 for free ports */
export async function startDemoSites(port: number): Promise<EmulatedSite[]> {
  const names = Object.keys(existing) as SiteName[];
  const sites = await startSites({ sites: names, auth: "keystone", port });
  for (const [index, name] of names.entries()) {
    sites[index]?.addRouter({ id: existing[name].routerId, name: `${name}-edge` });
    sites[index]?.addNetwork({ id: existing[name].networkId, name: "blue" });
  }
  return sites;
}

/** The stack configuration of the example for these sites, with values as in Pulumi.yaml. */
export function exampleConfig(sites: readonly EmulatedSite[]): Record<string, unknown> {
  return {
    "border-gateway:sites": Object.fromEntries(sites.map((site) => [site.name, site.cloud])),
    ...Object.fromEntries(Object.entries(existing).map(([name, value]) => [`two-sites:${name}`, value])),
  };
}
