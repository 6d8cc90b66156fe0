// SPDX-License-Identifier: Apache-2.0
// The two emulated sites that the example examples/two-sites speaks to, and the stack configuration that leads it there.
import type { EmulatedSite } from "../../sdk/testing/index";
import { startSites } from "../../sdk/testing/index";

/** What each site has before the example comes: a router at its edge, a network, and a host on it. The root Pulumi.yaml names the same. */
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

/** The port of tokyo in `npm run sites`; osaka has the next. */
export const SITES_PORT = 19696;

/** @param port of the first site; free ports where 0 */
export async function startDemoSites(port: number): Promise<EmulatedSite[]> {
  const names = Object.keys(existing) as SiteName[];
  const sites = await startSites({ sites: names, auth: "keystone", port });
  for (const [index, name] of names.entries()) {
    sites[index]?.addRouter({ id: existing[name].routerId, name: `${name}-edge` });
    sites[index]?.addNetwork({ id: existing[name].networkId, name: "blue" });
  }
  return sites;
}

/** The stack configuration of the example on these sites: values as in a Pulumi.yaml. */
export function exampleConfig(sites: readonly EmulatedSite[]): Record<string, unknown> {
  return {
    "border-gateway:sites": Object.fromEntries(sites.map((site) => [site.name, site.cloud])),
    ...Object.fromEntries(Object.entries(existing).map(([name, value]) => [`two-sites:${name}`, value])),
  };
}
