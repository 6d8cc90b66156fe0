// SPDX-License-Identifier: Apache-2.0
import { repeat } from "../attempts";
import type { Proof, Scope, Scoped } from "../config/siteConfig";
import { type Exchange, SiteError } from "../errors";
import { isRecord, page, parse } from "../http/answers";
import type { Answer } from "../http/exchange";
import { type Call, newRequestId, type SiteHttp } from "../http/siteHttp";
import { Secret } from "../secret";
import { catalogOf } from "./catalog";
import type { Login } from "./login";
import { loginAdvice, projectAdvice } from "./loginAdvice";

/** What all login methods that end at Keystone's v3 API have in common: the exchange of proofs for a token. */
export class TokenRequests {
  /** Keystone's address with its version. openrc files of old end in /v2.0 where v3 has long been served beside it. */
  readonly api: string;

  constructor(
    readonly http: SiteHttp,
    private readonly authUrl: string,
    private readonly who: string,
    private readonly scale: number,
  ) {
    this.api = `${authUrl.replace(/\/(v2\.0|v3)$/, "")}/v3`;
  }

  /** @throws SiteError */
  async token(proofs: readonly Proof[], scope: Scope): Promise<Login> {
    const identity = {
      methods: proofs.map(({ method }) => method),
      ...Object.fromEntries(proofs.map((proof) => [proof.method, proofBody(proof)])),
    };
    const outcome = await this.#outcome(this.#posted(`${this.api}/auth/tokens`, { body: { auth: { identity, ...scopeBody(scope) } } }));
    if ("answer" in outcome) return this.granted(outcome.answer);
    const advice = outcome.refusal.status === 401 ? await this.#adviceFor(proofs, scope) : undefined;
    throw this.#refused(outcome.refusal, advice);
  }

  /** One request of a login. A login that is made twice does no harm: it is repeated like a GET. @throws SiteError for any answer but success */
  async post(url: string, more: Pick<Call, "body" | "headers">): Promise<Answer> {
    return this.#send(this.#posted(url, more));
  }

  async get(url: string): Promise<Answer> {
    return this.#send(this.#got(url));
  }

  #posted(url: string, more: Pick<Call, "body" | "headers">): Call {
    return { ...this.#got(url), method: "POST", confidential: true, ...more };
  }

  #got(url: string): Call {
    return { method: "GET", url, path: new URL(url).pathname, requestId: newRequestId(), timeoutMs: 60_000 };
  }

  granted(answer: Answer): Login {
    const header = answer.header("x-subject-token");
    const parsed = parse(answer.text);
    const body = parsed.ok && isRecord(parsed.value) && isRecord(parsed.value.token) ? parsed.value.token : undefined;
    if (header === undefined || body === undefined)
      throw this.failure(`the answer holds no token: ${parsed.ok ? "this is not Keystone's v3 API" : page(this.http.cleaned(answer))}`);
    const token = new Secret(header);
    this.http.redactor.learn(token);
    const lifetimeMs = lifetimeOf(body, answer.header("date"));
    const text = (from: unknown, key: string) => (isRecord(from) && typeof from[key] === "string" ? from[key] : undefined);
    return {
      headers: { "X-Auth-Token": token },
      token,
      lifetimeMs,
      projectId: text(body.project, "id"),
      projectName: text(body.project, "name"),
      userName: text(body.user, "name"),
      roles: Array.isArray(body.roles) ? body.roles.flatMap((role: unknown) => text(role, "name") ?? []) : [],
      catalog: catalogOf(body.catalog),
    };
  }

  failure(reason: string, advice?: string): SiteError {
    return new SiteError(
      this.http.site,
      `site ${this.http.site}: login as ${this.who} at ${this.authUrl} failed: ${this.http.redactor.clean(reason)}${advice === undefined ? "" : `. ${advice}`}`,
    );
  }

  async #send(call: Call): Promise<Answer> {
    const outcome = await this.#outcome(call);
    if ("answer" in outcome) return outcome.answer;
    throw this.#refused(outcome.refusal);
  }

  /** The answer of a success, or the last exchange that was none. */
  async #outcome(call: Call): Promise<{ readonly answer: Answer } | { readonly refusal: Exchange }> {
    const outcome = await repeat("GET", this.scale, this.http.interrupted, (attempt) => this.http.attempt({ ...call, attempt }));
    if ("givenUp" in outcome) return { refusal: outcome.givenUp.last.exchange };
    const answer = outcome.result;
    return answer.status >= 200 && answer.status < 300 ? { answer } : { refusal: this.http.exchange(call, answer) };
  }

  #refused({ status, reason, requestId }: Exchange, advice?: string): SiteError {
    if (status === undefined) return this.failure(reason);
    return this.failure(`${reason} (${status}, request id ${requestId})`, advice);
  }

  /** A password is not tried a second time, as accounts are locked for that. A token can be used to ask for the projects that it is good for. */
  async #adviceFor(proofs: readonly Proof[], scope: Scope): Promise<string> {
    const [proof, ...others] = proofs;
    if (proof?.method === "token" && others.length === 0 && scope.kind === "project") {
      const listed = await this.#outcome({ ...this.#got(`${this.api}/auth/projects`), headers: { "X-Auth-Token": proof.token } });
      const advice = "answer" in listed ? projectAdvice(scope.project, this.http.cleaned(listed.answer).text) : undefined;
      if (advice !== undefined) return advice;
    }
    return loginAdvice(proofs, scope);
  }
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

function scopeBody(scope: Scope): Record<string, unknown> {
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

/**
 * By the server's clock alone: from when it issued the token, or from its Date header. Keystone's Fernet tokens and the header hold whole seconds, cut
 * off: the token may end up to a second before the difference says.
 */
function lifetimeOf(token: Record<string, unknown>, date: string | undefined): number | undefined {
  const expires = Date.parse(String(token.expires_at));
  const issued = Date.parse(String(token.issued_at));
  const from = Number.isNaN(issued) ? Date.parse(String(date)) : issued;
  const cutOff = from % 1000 === 0 ? 1000 : 0;
  return Number.isNaN(expires) || Number.isNaN(from) ? undefined : Math.max(0, expires - from - cutOff);
}
