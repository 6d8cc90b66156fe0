// SPDX-License-Identifier: Apache-2.0
import type { AuthConfig, Proof } from "../config/siteConfig";
import type { SiteHttp } from "../http/siteHttp";
import type { Login, LoginMethod } from "./login";
import { TokenRequests } from "./tokenRequest";

/** Login with proofs that Keystone itself checks: password, token, application credential, TOTP, or several of them. */
export class Keystone implements LoginMethod {
  readonly who: string;
  /** A TOTP passcode is good for one login: a second try would count as a wrong one. */
  readonly renewable: boolean;
  readonly #requests: TokenRequests;

  constructor(
    http: SiteHttp,
    private readonly config: Extract<AuthConfig, { type: "keystone" }>,
    scale: number,
  ) {
    this.who = whoOf(config.proofs);
    this.renewable = config.proofs.every(({ method }) => method !== "totp");
    this.#requests = new TokenRequests(http, config.authUrl, this.who, scale);
  }

  logIn(): Promise<Login> {
    return this.#requests.token(this.config.proofs, this.config.scope);
  }
}

function whoOf(proofs: readonly Proof[]): string {
  for (const proof of proofs) {
    if (proof.method === "token") continue;
    const user = proof.user.name ?? proof.user.id;
    const domain = proof.user.domainName ?? proof.user.domainId;
    if (proof.method === "application_credential")
      return `application credential "${proof.name ?? proof.id}"${user === undefined ? "" : ` of user "${user}"`}`;
    return `user "${user}"${domain === undefined ? "" : ` (domain ${domain})`}`;
  }
  return "the holder of the given token";
}
