// SPDX-License-Identifier: Apache-2.0
import type { AuthConfig } from "../config/siteConfig";
import { isRecord, parse } from "../http/answers";
import type { Answer } from "../http/exchange";
import type { SiteHttp } from "../http/siteHttp";
import { Secret } from "../secret";
import type { Login, LoginMethod } from "./login";
import { TokenRequests } from "./tokenRequest";

type OidcConfig = Extract<AuthConfig, { type: "oidc" }>;

/**
 * Login with an OpenID Connect provider: an access token, given or fetched with client credentials, is exchanged for an unscoped token of
 * Keystone, and that for a scoped one. keystoneauth@9c28aa6 keystoneauth1/identity/v3/oidc.py, get_unscoped_auth_ref; federation.py, get_auth_ref.
 */
export class Oidc implements LoginMethod {
  readonly who: string;
  readonly renewable: boolean;
  readonly #requests: TokenRequests;

  constructor(
    private readonly http: SiteHttp,
    private readonly config: OidcConfig,
    scale: number,
  ) {
    const { grant, identityProvider } = config;
    this.who = `${grant.kind === "client" ? `client "${grant.clientId}"` : "the holder of the given access token"} of identity provider "${identityProvider}"`;
    this.renewable = grant.kind === "client";
    this.#requests = new TokenRequests(http, config.authUrl, this.who, scale);
  }

  async logIn(): Promise<Login> {
    const { identityProvider, protocol, scope } = this.config;
    const access = await this.#accessToken();
    const url = `${this.#requests.api}/OS-FEDERATION/identity_providers/${encodeURIComponent(identityProvider)}/protocols/${encodeURIComponent(protocol)}/auth`;
    const unscoped = this.#requests.granted(
      await this.#requests.post(url, { headers: { Authorization: new Secret(`Bearer ${access.reveal()}`) } }),
    );
    if (scope.kind === "none" || unscoped.token === undefined) return unscoped;
    return this.#requests.token([{ method: "token", token: unscoped.token }], scope);
  }

  async #accessToken(): Promise<Secret> {
    const { grant } = this.config;
    if (grant.kind === "given") return grant.accessToken;
    const form = new URLSearchParams({ grant_type: "client_credentials", scope: grant.scope });
    const basic = new Secret(`Basic ${Buffer.from(`${grant.clientId}:${grant.clientSecret.reveal()}`).toString("base64")}`);
    const answer = await this.#requests.post(await this.#tokenEndpoint(grant.endpoint), { body: form, headers: { Authorization: basic } });
    const token = textOf(answer, grant.tokenType);
    if (token === undefined) throw this.#requests.failure(`the identity provider's answer holds no ${grant.tokenType}`);
    const secret = new Secret(token);
    this.http.redactor.learn(secret);
    return secret;
  }

  async #tokenEndpoint(endpoint: { readonly url: string } | { readonly discovery: string }): Promise<string> {
    if ("url" in endpoint) return endpoint.url;
    const found = textOf(await this.#requests.get(endpoint.discovery), "token_endpoint");
    if (found === undefined || !URL.canParse(found)) throw this.#requests.failure(`${endpoint.discovery} names no token_endpoint`);
    return found;
  }
}

function textOf({ text }: Answer, key: string): string | undefined {
  const parsed = parse(text);
  const value = parsed.ok && isRecord(parsed.value) ? parsed.value[key] : undefined;
  return typeof value === "string" ? value : undefined;
}
