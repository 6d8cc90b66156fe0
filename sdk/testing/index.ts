// SPDX-License-Identifier: Apache-2.0
import { stringify } from "yaml";
import { EmulatedSite } from "./emulatedSite";
import type { Options, SiteAuth, SiteKind } from "./options";

export { EmulatedSite } from "./emulatedSite";
export type { Fault, FaultAction, FaultMatch } from "./faults";
export type { Json, JsonObject } from "./json";
export { totp } from "./keystone/totp";
export type { ObjectKind } from "./objects";
export type { SiteAuth, SiteKind } from "./options";
export type { LoggedRequest } from "./requestLog";

export interface StartSites<Names extends readonly string[] = readonly string[]> {
  /** Names of the sites, in the order of their ports. */
  readonly sites: Names;
  /** `border` where absent. */
  readonly kind?: SiteKind;
  /** `tokens` where absent. */
  readonly auth?: SiteAuth;
  /** Port of the first site, the others follow; free ports where absent or 0. */
  readonly port?: number;
  /** Directory to keep what the sites hold; in memory where absent. */
  readonly dir?: string;
  /** Milliseconds until the 500 that answers a taken tunnel address; 50 where absent. Real servers take 153,000 to 163,000. */
  readonly takenTunnelAddressMs?: number;
  /** Milliseconds added to each answer; 0 where absent. */
  readonly latencyMs?: number;
  /** Milliseconds that a token of the emulated Keystone lives; an hour where absent. */
  readonly tokenLifetimeMs?: number;
}

/**
 * Starts emulated sites: local servers that behave like a Neutron with border gateways, for tests and demonstrations.
 *
 * @example
 * const [tokyo] = await startSites({ sites: ["tokyo"] });
 * const network = tokyo.addNetwork({ name: "blue" });
 * // …point your program at tokyo.cloud, then look at tokyo.objects("l2_gateways") and tokyo.requests()
 * await tokyo.stop();
 */
export async function startSites<const Names extends readonly string[]>({
  sites,
  port = 0,
  dir,
  ...rest
}: StartSites<Names>): Promise<{ -readonly [Name in keyof Names]: EmulatedSite }> {
  const options: Options = {
    kind: "border",
    auth: "tokens",
    takenTunnelAddressMs: 50,
    latencyMs: 0,
    tokenLifetimeMs: 3_600_000,
    ...rest,
  };
  const started: EmulatedSite[] = [];
  try {
    for (const [index, name] of sites.entries()) started.push(await EmulatedSite.start(name, options, port === 0 ? 0 : port + index, dir));
  } catch (error) {
    await Promise.all(started.map((site) => site.stop()));
    throw error;
  }
  return started as { -readonly [Name in keyof Names]: EmulatedSite };
}

/** A clouds.yaml with one cloud for each site, named as the site is. */
export function cloudsYaml(sites: readonly EmulatedSite[]): string {
  return stringify({ clouds: Object.fromEntries(sites.map((site) => [site.name, site.cloud])) });
}
