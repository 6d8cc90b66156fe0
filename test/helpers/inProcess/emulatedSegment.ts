// SPDX-License-Identifier: Apache-2.0
import type { ExecutionContext } from "ava";
import { type EmulatedSite, type SiteAuth, startSites } from "../../../sdk/testing/index";
import { placeAt, segment } from "../../e2e/topology";
import { asked, WRITES } from "../sites";
import { InProcessStack } from "./inProcessStack";

export { did, drift } from "../../e2e/topology";

interface Options {
  readonly auth?: SiteAuth;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly tokenLifetimeMs?: number;
}

/** Two emulated border sites with a router and a network each, and a stack that is configured for them. */
export async function emulatedSegment(t: ExecutionContext, { auth = "tokens", config = {}, ...rest }: Options = {}) {
  const sites = await startSites({ sites: ["tokyo", "osaka"], auth, ...rest });
  const ends = [placeAt(sites[0], 0), placeAt(sites[1], 1)] as const;
  const clouds = Object.fromEntries(sites.map((site) => [site.name, site.cloud]));
  const stack = new InProcessStack(t, { "border-gateway:sites": clouds, ...config });
  t.teardown(() => Promise.all(sites.map((site) => site.stop())));
  const declare = (segmentationId: number) => {
    stack.resources = segment(ends, { segmentationId });
  };
  return { sites, ends, stack, declare, clouds };
}

export const writesOf = (site: EmulatedSite): string[] => asked(site, WRITES);

/** Ids of everything of ours at a site, as the state writes them. */
export function idsAt(site: EmulatedSite): string[] {
  const devices = site.objects("gateway_devices");
  const entries = devices.flatMap(({ id, remote_mac_entries: list }) =>
    (list as Array<{ id: string }>).map((entry) => `${String(id)}/${entry.id}`),
  );
  const others = [...site.objects("l2_gateways"), ...site.objects("l2_gateway_connections")];
  return [...[...devices, ...others].map(({ id }) => String(id)), ...entries].sort();
}

/** What the state holds of our resources, in the order of their names: a run writes them in the order in which it meets them. */
export const remembered = (stack: InProcessStack) =>
  stack
    .kept()
    .map(({ urn, id, inputs, outputs }) => ({ urn, id, inputs, outputs }))
    .sort((a, b) => (a.urn < b.urn ? -1 : 1));

/** The state names what the sites hold, each object once, and nothing else. */
export function assertNothingLostNorDoubled(t: ExecutionContext, stack: InProcessStack, sites: readonly EmulatedSite[]): void {
  t.deepEqual(
    stack
      .kept()
      .map(({ id }) => id)
      .sort(),
    sites.flatMap(idsAt).sort(),
    "the state and the sites",
  );
}
