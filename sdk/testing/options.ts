// SPDX-License-Identifier: Apache-2.0

/** The server that a site emulates. `border` is networking-midonet with its Border GW API, `upstream` is networking-l2gw with the RPC driver. */
export type SiteKind = "border" | "upstream";

/** The authentication of a site. `keystone` is a Keystone v3 at `/identity/v3`, `tokens` accepts fixed tokens such as `admin` and `member:PROJECT`, and `none` treats every caller as admin. */
export type SiteAuth = "keystone" | "tokens" | "none";

/** The options of an emulated site, with all defaults applied. */
export interface Options {
  /** The server to emulate. */
  readonly kind: SiteKind;
  /** The authentication of the site. */
  readonly auth: SiteAuth;
  /** Delay of the 500 response to a duplicate tunnel address, in milliseconds. The real server takes 153,000 to 163,000. */
  readonly takenTunnelAddressMs: number;
  /** Delay added to each response of the network service, in milliseconds. */
  readonly latencyMs: number;
  /** Lifetime of a token of the emulated Keystone, in milliseconds. */
  readonly tokenLifetimeMs: number;
}
