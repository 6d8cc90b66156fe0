// SPDX-License-Identifier: Apache-2.0
import type { ExecutionContext } from "ava";
import type { Settings } from "../../provider/client/settings";
import { kinds } from "../../provider/kinds";
import { type EmulatedSite, type SiteAuth, type SiteKind, startSites } from "../../sdk/testing/index";
import { type Kept, Life } from "./life";
import { settingsOf } from "./settings";

/** Emulated sites of the test's own, and lives of resources against them, each in a provider process of its own unless told otherwise. */
export async function withSites(
  t: ExecutionContext,
  options: { sites?: readonly string[]; kind?: SiteKind; auth?: SiteAuth; stack?: Record<string, unknown> } = {},
) {
  const { sites: names = ["tokyo"], kind = "border", auth = "tokens", stack = {} } = options;
  const sites = await startSites({ sites: names, kind, auth });
  t.teardown(() => Promise.all(sites.map((site) => site.stop())));
  const site = sites[0] as EmulatedSite;
  const settings = settingsOf({
    "border-gateway:sites": Object.fromEntries(sites.map((one) => [one.name, one.cloud])),
    "border-gateway:defaultSite": site.name,
    ...stack,
  });
  return {
    sites,
    site,
    settings,
    life: (name: keyof typeof kinds, state?: Kept, more: Partial<Settings> = {}) =>
      new Life(kinds[name] as never, { ...settings, ...more }, state),
  };
}

/** What was asked of a site: `POST /v2.0/l2-gateways`, in order, without the query. */
export function asked(site: EmulatedSite, methods: readonly string[] = ["GET", "POST", "PUT", "DELETE"]): string[] {
  return site.requests().flatMap(({ method, path }) => (methods.includes(method) ? [`${method} ${path.split("?")[0]}`] : []));
}

export const WRITES = ["POST", "PUT", "DELETE"] as const;
