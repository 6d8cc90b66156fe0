// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from "node:crypto";
import pLimit, { type LimitFunction } from "p-limit";
import { FailedAttempt } from "../attempts";
import { type Exchange, SiteError } from "../errors";
import type { Redactor } from "../redactor";
import { failureOf, retryAfterMs } from "../retry";
import type { Secret } from "../secret";
import type { Trace } from "../trace";
import { refusalOf } from "./answers";
import { type Answer, type Outgoing, Unanswered, type Wire } from "./exchange";
import { redirectTarget } from "./redirects";
import { explainTlsFailure } from "./tlsFailures";

export interface Call extends Omit<Outgoing, "headers"> {
  /** The login; without it the request goes out bare. */
  readonly headers?: Readonly<Record<string, Secret>>;
  /** Path and query for messages. */
  readonly path: string;
  /** Sent as X-Openstack-Request-Id; the same for all attempts of one request. */
  readonly requestId: string;
  /** Which attempt this is, from 1, for the trace. */
  readonly attempt?: number;
  /** True where the answer holds secrets: the trace leaves it out. */
  readonly confidential?: boolean;
}

export function newRequestId(): string {
  return `req-${randomUUID()}`;
}

const mostRedirects = 5;

/** HTTP with one site: limited in concurrency, redirects followed with care, failures told apart. Never repeats a request. */
export class SiteHttp {
  readonly #limit: LimitFunction;
  /** How far the site's clock is ahead of ours, by the Date of its last answer. */
  clockSkewMs: number | undefined;

  constructor(
    readonly site: string,
    private readonly wire: Wire,
    concurrency: number,
    readonly redactor: Redactor,
    private readonly trace: Trace = () => {},
    /** Aborted once the user has interrupted the operation. */
    readonly interrupted?: AbortSignal,
  ) {
    this.#limit = pLimit(concurrency);
  }

  /**
   * One attempt. Any answer that the retry table does not know is returned as it is.
   * @throws FailedAttempt a failure of the retry table
   * @throws SiteError TLS, or a redirect that cannot be followed
   */
  async attempt(call: Call): Promise<Answer> {
    const answer = await this.#limit(() => this.#follow(call));
    const failure = failureOf(answer.status, () => refusalOf(answer).type);
    if (failure === undefined) return answer;
    const waitMs = retryAfterMs(answer.header("retry-after"));
    throw new FailedAttempt(failure, this.exchange(call, answer), waitMs);
  }

  /** What errors say of this exchange. */
  exchange(call: Call, answer: Answer): Exchange {
    const { type, reason } = refusalOf(this.cleaned(answer));
    return { ...this.exchangeSaying(call, answer, reason), ...(type === undefined ? {} : { type }) };
  }

  /** The same with words of ours in place of the server's. */
  exchangeSaying(call: Call, answer: Answer, reason: string): Exchange {
    const theirs = answer.header("x-openstack-request-id");
    return {
      ...this.#unanswered(call, reason),
      status: answer.status,
      requestId: theirs === undefined ? call.requestId : this.redactor.clean(theirs),
    };
  }

  /** The answer without our secrets. To be quoted it is cleaned before it is shortened: half a secret would not be known as one. */
  cleaned(answer: Answer): Answer {
    return { ...answer, text: this.redactor.clean(answer.text) };
  }

  #unanswered({ method, path, requestId }: Call, reason: string): Exchange {
    return { site: this.site, method, path, reason: this.redactor.clean(reason), requestId };
  }

  async #follow(call: Call): Promise<Answer> {
    let { url } = call;
    for (let hop = 0; hop <= mostRedirects; hop++) {
      const answer = await this.#send({ ...call, url });
      const target = redirectTarget(url, answer);
      if (target === undefined) return answer;
      if (!target.safe)
        throw new SiteError(
          this.site,
          `site ${this.site}: ${call.method} ${url} redirects to ${this.redactor.clean(target.url)}: the login is not sent there; if that is the right address, put it in the site's configuration`,
        );
      url = target.url;
    }
    throw new SiteError(this.site, `site ${this.site}: ${call.method} ${call.url} redirects in a circle`);
  }

  async #send(call: Call): Promise<Answer> {
    const startedAt = performance.now();
    for (const header of Object.values(call.headers ?? {})) this.redactor.learn(header);
    try {
      const answer = await this.wire.exchange({ ...call, headers: { ...call.headers, "X-Openstack-Request-Id": call.requestId } });
      this.#traced(call, startedAt, answer.status, answer);
      const date = Date.parse(answer.header("date") ?? "");
      if (!Number.isNaN(date)) this.clockSkewMs = date - Date.now();
      return answer;
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      this.#traced(call, startedAt, error.code ?? error.failure);
      if (error.failure !== "tls") throw new FailedAttempt(error.failure, this.#unanswered(call, error.reason));
      const { hostname, origin } = new URL(call.url);
      throw new SiteError(this.site, `site ${this.site}: ${origin}: ${explainTlsFailure(error.code ?? "", hostname)}`);
    }
  }

  #traced(call: Call, startedAt: number, outcome: number | string, answer?: Answer): void {
    this.trace({
      method: call.method,
      path: call.path,
      outcome,
      ms: performance.now() - startedAt,
      requestId: answer?.header("x-openstack-request-id") ?? call.requestId,
      attempt: call.attempt ?? 1,
      sent: call.body,
      ...(answer === undefined ? {} : { received: call.confidential ? "(not shown)" : answer.text }),
    });
  }
}
