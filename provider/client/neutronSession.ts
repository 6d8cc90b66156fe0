// SPDX-License-Identifier: Apache-2.0
import { type FailedAttempt, type GivenUp, repeat } from "./attempts";
import type { Login } from "./auth/login";
import type { LoginKeeper } from "./auth/loginKeeper";
import { ApiError, SiteError, UncertainError } from "./errors";
import { page, parse, refusalOf } from "./http/answers";
import type { Answer } from "./http/exchange";
import { type Call, newRequestId, type SiteHttp } from "./http/siteHttp";
import type { Request, Session } from "./session";
import type { Settings } from "./settings";

export class NeutronSession implements Session {
  readonly site: string;

  constructor(
    private readonly http: SiteHttp,
    private readonly keeper: LoginKeeper,
    readonly endpoint: string,
    private readonly project: Pick<Login, "projectId" | "projectName">,
    private readonly timeoutMs: number,
    private readonly settings: Pick<Settings, "abandoned" | "delayScale" | "now">,
  ) {
    this.site = http.site;
  }

  get projectId(): string | undefined {
    return this.project.projectId;
  }

  get viewer(): string {
    const project = this.project.projectName ?? this.project.projectId;
    return project === undefined ? this.who : `${this.who}, project ${project}`;
  }

  /** Who is logged in. */
  get who(): string {
    return this.keeper.method.who;
  }

  /** The current login. */
  login(): Promise<Login> {
    return this.keeper.current();
  }

  now(): number {
    return this.settings.now?.() ?? performance.now();
  }

  /** How far the site's clock is ahead of ours, in milliseconds, by its last answer. */
  get clockSkewMs(): number | undefined {
    return this.http.clockSkewMs;
  }

  async send(request: Request): Promise<unknown> {
    const path = request.path + queryOf(request);
    const call: Call = {
      method: request.method,
      url: this.endpoint + path,
      path,
      requestId: newRequestId(),
      timeoutMs: request.timeoutMs ?? this.timeoutMs,
      ...(request.body === undefined ? {} : { body: request.body }),
    };
    const once = (attempt: number) => this.#attempt({ ...call, attempt });
    const outcome = await repeat(request.method, this.settings.delayScale ?? 1, this.http.interrupted, once);
    if ("givenUp" in outcome) throw this.#failed(outcome.givenUp);
    return this.#bodyOf(call, outcome.result);
  }

  async #attempt(call: Call): Promise<Answer> {
    const login = await this.keeper.current();
    if (this.settings.abandoned?.())
      throw new SiteError(this.site, `site ${this.site}: Pulumi has ended, so ${call.method} ${call.path} is not sent`);
    // A GET may look for what a write has done whose answer was lost: it keeps the object in the state.
    if (this.http.interrupted?.aborted && call.method !== "GET")
      throw new SiteError(this.site, `site ${this.site}: the operation was interrupted, so ${call.method} ${call.path} is not sent`);
    const answer = await this.http.attempt({ ...call, headers: login.headers });
    if (answer.status !== 401) return answer;
    if (!this.keeper.method.renewable) throw this.#refused(call, answer);
    const renewed = await this.keeper.after(login);
    const again = await this.http.attempt({ ...call, headers: renewed.headers });
    if (again.status === 401) throw this.#refused(call, again);
    return again;
  }

  #bodyOf(call: Call, answer: Answer): unknown {
    if (answer.status === 407)
      throw new SiteError(
        this.site,
        `site ${this.site}: the proxy on the way to ${this.endpoint} wants a login of its own: put user and password into the proxy's URL`,
      );
    if (answer.status < 200 || answer.status > 299) {
      const refused = this.http.exchange(call, answer);
      // A page of a front end may follow a commit: only Neutron's own error is an answer to a write.
      throw call.method === "GET" || refusalOf(answer).isNeutrons ? new ApiError(refused) : new UncertainError(refused, "report");
    }
    const parsed = parse(answer.text);
    // Both servers answer what they have deleted with 204 (`test/contract/rules/`): any other yes is somebody else's, and would take an object out of the state that is still there.
    const isNeutrons = call.method !== "DELETE" || answer.status === 204;
    if (parsed.ok && isNeutrons) return parsed.value;
    const reason = parsed.ok
      ? `Neutron answers 204 to a DELETE; is something else answering at ${this.endpoint}?`
      : page(this.http.cleaned(answer));
    const exchange = this.http.exchangeSaying(call, answer, reason);
    throw call.method === "GET" ? new ApiError(exchange) : new UncertainError(exchange, "report");
  }

  #refused(call: Call, answer: Answer): SiteError {
    const { reason, requestId } = this.http.exchange(call, answer);
    const renewed = this.keeper.method.renewable ? " even with a new token" : "";
    return new SiteError(
      this.site,
      `site ${this.site}: ${this.endpoint} refuses the login of ${this.viewer}${renewed}: ${reason} (401, request id ${requestId})`,
    );
  }

  #failed({ last, cell, doubt }: GivenUp): Error {
    const { failure } = last;
    const hint = hintOf(last);
    const exchange =
      hint === undefined ? last.exchange : { ...last.exchange, reason: `${last.exchange.reason} (from ${this.endpoint}: ${hint})` };
    if (doubt) return new UncertainError(exchange, cell === "lookThenRepeat" ? "repeat" : "report");
    if (exchange.status !== undefined) return new ApiError(exchange);
    const what = failure === "notSent" ? "cannot be reached" : "does not answer";
    return new SiteError(this.site, `site ${this.site} ${what}: ${exchange.method} ${exchange.path}: ${exchange.reason}`);
  }
}

/** What to look at if a status of the retry table does not go away. */
function hintOf({ failure, exchange: { status, method } }: FailedAttempt): string | undefined {
  if (status === undefined) return undefined;
  if (status === 408) return "a proxy in front of it did not receive the whole request in time; is the proxy overloaded?";
  if (status === 500) return method === "GET" ? "is its database there?" : undefined;
  return failure === "lost" || failure === "timeout" || failure === "serverError" ? "is it up, or still starting?" : undefined;
}

function queryOf({ query }: Request): string {
  return query === undefined || query.length === 0
    ? ""
    : `?${new URLSearchParams(query.map(([name, value]): [string, string] => [name, value]))}`;
}
