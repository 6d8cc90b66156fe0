// SPDX-License-Identifier: Apache-2.0

/** Which server a site plays: `border` is networking-midonet with its Border GW API, `upstream` is networking-l2gw over the RPC driver. */
export type SiteKind = "border" | "upstream";

/** `keystone`: a Keystone v3 at `/identity/v3`. `tokens`: fixed tokens such as `admin` and `member:PROJECT`. `none`: no login, every caller is admin. */
export type SiteAuth = "keystone" | "tokens" | "none";

export interface Options {
  readonly kind: SiteKind;
  readonly auth: SiteAuth;
  /** Milliseconds until the 500 that answers a taken tunnel address; the real server needs 153,000 to 163,000. */
  readonly takenTunnelAddressMs: number;
  /** Milliseconds added to every answer of the network service. */
  readonly latencyMs: number;
  /** Milliseconds that a token of the emulated Keystone lives. */
  readonly tokenLifetimeMs: number;
}
