// SPDX-License-Identifier: Apache-2.0
import { repeat } from "../attempts";
import type { AuthConfig, Proof, Scope, Scoped } from "../config/siteConfig";
import { SiteError } from "../errors";
import { isRecord, page, parse, refusalOf } from "../http/answers";
import type { Answer } from "../http/exchange";
import { type Call, newRequestId, type SiteHttp } from "../http/siteHttp";
import { Secret } from "../secret";
import { catalogOf } from "./catalog";
import type { Login, LoginMethod } from "./login";

type KeystoneConfig = Extract<AuthConfig, { type: "keystone" }>;

/** Login with Keystone's v3 API. */
export class Keystone implements LoginMethod {
  readonly who: string;
  readonly renewable = true;

  constructor(
    private readonly http: SiteHttp,
    private readonly config: KeystoneConfig,
    private readonly scale: number,
  ) {
    this.who = whoOf(config.proofs);
  }

  async logIn(): Promise<Login> {
    const url = `${versioned(this.config.authUrl)}/auth/tokens`;
    const call: Call = {
      method: "POST",
      url,
      path: new URL(url).pathname,
      requestId: newRequestId(),
      timeoutMs: 60_000,
      body: { auth: { identity: identityOf(this.config.proofs), ...scopeOf(this.config.scope) } },
    };
    // A login that is made twice does no harm: it is repeated like a GET.
    const outcome = await repeat("GET", this.scale, () => this.http.attempt(call));
    if ("givenUp" in outcome) throw this.#failure(outcome.givenUp.last.exchange.reason);
    const answer = outcome.result;
    const token = answer.header("x-subject-token");
    if (answer.status === 201 && token !== undefined) return this.#granted(new Secret(token), answer);
    throw this.#refused(call, answer);
  }

  #granted(token: Secret, answer: Answer): Login {
    this.http.redactor.learn(token);
    const parsed = parse(answer.text);
    const body = parsed.ok && isRecord(parsed.value) && isRecord(parsed.value.token) ? parsed.value.token : undefined;
    if (body === undefined) throw this.#failure("the answer holds no token: this is not Keystone's v3 API");
    const lifetimeMs = lifetimeOf(body, answer.header("date"));
    const project = isRecord(body.project) ? body.project : {};
    const user = isRecord(body.user) ? body.user : {};
    return {
      headers: { "X-Auth-Token": token },
      ...(lifetimeMs === undefined ? {} : { lifetimeMs }),
      ...(typeof project.id === "string" ? { projectId: project.id } : {}),
      ...(typeof project.name === "string" ? { projectName: project.name } : {}),
      ...(typeof user.name === "string" ? { userName: user.name } : {}),
      roles: Array.isArray(body.roles)
        ? body.roles.flatMap((role: unknown) => (isRecord(role) && typeof role.name === "string" ? [role.name] : []))
        : [],
      catalog: catalogOf(body.catalog),
    };
  }

  #refused(call: Call, answer: Answer): SiteError {
    const { requestId } = this.http.exchange(call, answer);
    const { reason } = parse(answer.text).ok ? refusalOf(answer) : { reason: page(answer) };
    return this.#failure(`${this.http.redactor.clean(reason)} (${answer.status}, request id ${requestId})`);
  }

  #failure(reason: string): SiteError {
    return new SiteError(this.http.site, `site ${this.http.site}: login as ${this.who} at ${this.config.authUrl} failed: ${reason}`);
  }
}

/** Keystone's address with its version. openrc files of old end in /v2.0 where v3 has long been served beside it. */
function versioned(authUrl: string): string {
  return `${authUrl.replace(/\/(v2\.0|v3)$/, "")}/v3`;
}

function identityOf(proofs: readonly Proof[]): Record<string, unknown> {
  return { methods: proofs.map(({ method }) => method), ...Object.fromEntries(proofs.map((proof) => [proof.method, proofBody(proof)])) };
}

function proofBody(proof: Proof): Record<string, unknown> {
  switch (proof.method) {
    case "password":
      return { user: { ...named(proof.user), password: proof.password } };
    case "totp":
      return { user: { ...named(proof.user), passcode: proof.passcode } };
    case "token":
      return { id: proof.token };
    case "application_credential":
      if (proof.id !== undefined) return { id: proof.id, secret: proof.secret };
      return { name: proof.name, secret: proof.secret, user: named(proof.user) };
  }
}

function named({ id, name, domainId, domainName }: Scoped): Record<string, unknown> {
  if (id !== undefined) return { id };
  if (domainId !== undefined) return { name, domain: { id: domainId } };
  return domainName === undefined ? { name } : { name, domain: { name: domainName } };
}

function scopeOf(scope: Scope): Record<string, unknown> {
  switch (scope.kind) {
    case "project":
      return { scope: { project: named(scope.project) } };
    case "domain":
      return { scope: { domain: named(scope.domain) } };
    case "system":
      return { scope: { system: { all: true } } };
    case "trust":
      return { scope: { "OS-TRUST:trust": { id: scope.id } } };
    case "none":
      return {};
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

/** By the server's clock alone: from when it issued the token, or from its Date header. */
function lifetimeOf(token: Record<string, unknown>, date: string | undefined): number | undefined {
  const expires = Date.parse(String(token.expires_at));
  const issued = Date.parse(String(token.issued_at));
  const from = Number.isNaN(issued) ? Date.parse(String(date)) : issued;
  return Number.isNaN(expires) || Number.isNaN(from) ? undefined : Math.max(0, expires - from);
}
