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

/** Options of {@link startSites}. */
export interface StartSites<Names extends readonly string[] = readonly string[]> {
  /** Names of the sites. The sites use consecutive ports in this order. */
  readonly sites: Names;
  /** Server to emulate. Defaults to `border`. */
  readonly kind?: SiteKind;
  /** Authentication of the sites. Defaults to `tokens`. */
  readonly auth?: SiteAuth;
  /** Port of the first site; the other sites use the following ports. Defaults to 0, which selects free ports. */
  readonly port?: number;
  /** Directory in which the sites keep their contents. If omitted, they keep them in memory only. */
  readonly dir?: string;
  /** Delay of the 500 response to a duplicate tunnel address, in milliseconds. Defaults to 50. Real servers take 153,000 to 163,000. */
  readonly takenTunnelAddressMs?: number;
  /** Delay added to each response of the network service, in milliseconds. Defaults to 0. */
  readonly latencyMs?: number;
  /** Lifetime of a token of the emulated Keystone, in milliseconds. Defaults to one hour. */
  readonly tokenLifetimeMs?: number;
}

/**
 * Starts emulated sites for tests and demonstrations: local servers that behave like a Neutron with border gateways.
 *
 * @throws Error if a port is in use. No site is left running then.
 * @example
 * const [tokyo] = await startSites({ sites: ["tokyo"] });
 * const network = tokyo.addNetwork({ name: "blue" });
 * // Configure your program with tokyo.cloud, run it, and inspect tokyo.objects("l2_gateways") and tokyo.requests().
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

/** The text of a clouds.yaml with one cloud for each site, under the name of the site. */
export function cloudsYaml(sites: readonly EmulatedSite[]): string {
  return stringify({ clouds: Object.fromEntries(sites.map((site) => [site.name, site.cloud])) });
}
