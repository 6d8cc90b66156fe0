// SPDX-License-Identifier: Apache-2.0
import type { Secret } from "../secret";

/** Name of a thing in Keystone: by id, or by name within a domain. */
export interface Scoped {
  readonly id?: string;
  readonly name?: string;
  readonly domainId?: string;
  readonly domainName?: string;
}

/** One proof of who we are, as Keystone's `identity` takes it. */
export type Proof =
  | { readonly method: "password"; readonly user: Scoped; readonly password: Secret }
  | { readonly method: "totp"; readonly user: Scoped; readonly passcode: Secret }
  | { readonly method: "token"; readonly token: Secret }
  | {
      readonly method: "application_credential";
      readonly id?: string;
      readonly name?: string;
      readonly user: Scoped;
      readonly secret: Secret;
    };

/** What the token is for. */
export type Scope =
  | { readonly kind: "project"; readonly project: Scoped }
  | { readonly kind: "domain"; readonly domain: Scoped }
  | { readonly kind: "system" }
  | { readonly kind: "trust"; readonly id: string }
  /** The credential's own, or the user's default project. */
  | { readonly kind: "none" };

export type AuthConfig =
  | { readonly type: "none" }
  | { readonly type: "http_basic"; readonly username: string; readonly password: Secret }
  | { readonly type: "admin_token"; readonly token: Secret }
  | { readonly type: "keystone"; readonly authUrl: string; readonly proofs: readonly Proof[]; readonly scope: Scope }
  | {
      readonly type: "oidc";
      readonly authUrl: string;
      readonly identityProvider: string;
      readonly protocol: string;
      readonly grant: OidcGrant;
      readonly scope: Scope;
    };

/** Where the access token of an OpenID Connect login is from. */
export type OidcGrant =
  | { readonly kind: "given"; readonly accessToken: Secret }
  | {
      readonly kind: "client";
      readonly clientId: string;
      readonly clientSecret: Secret;
      readonly endpoint: { readonly url: string } | { readonly discovery: string };
      /** OAuth scopes to ask for. */
      readonly scope: string;
      /** The field of the provider's answer that holds the token. */
      readonly tokenType: string;
    };

/** Everything needed to use one site, validated. */
export interface SiteConfig {
  readonly name: string;
  /** Where most of it is from. */
  readonly source: string;
  readonly auth: AuthConfig;
  /** Network endpoint that replaces the catalog's. */
  readonly endpoint?: string;
  readonly region?: string;
  /** Catalog interfaces in order of preference. */
  readonly interfaces: readonly string[];
  readonly verify: boolean;
  /** Paths, or PEM texts. */
  readonly cacert?: string;
  readonly cert?: string;
  readonly key?: Secret;
  /** Milliseconds for one exchange. */
  readonly timeoutMs?: number;
  /** Type and name of the network service in the catalog, where they are not the usual ones. */
  readonly serviceType?: string;
  readonly serviceName?: string;
  /** Requests to the site at a time. */
  readonly concurrency: number;
}
