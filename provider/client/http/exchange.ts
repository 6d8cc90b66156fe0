// SPDX-License-Identifier: Apache-2.0
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import axios, { type AxiosInstance } from "axios";
import type { Failure } from "../retry";
import { reveal, type Secret, wireJson } from "../secret";
import type { Settings } from "../settings";
import { packageVersion } from "../version";
import type { Agents } from "./agents";
import { TimeLimit } from "./timeLimit";
import { isTlsFailure } from "./tlsFailures";

export interface Outgoing {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string | Secret>>;
  /** Sent as JSON, or as a form where it is URLSearchParams. */
  readonly body?: unknown;
  /** Milliseconds for the whole exchange. */
  readonly timeoutMs: number;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  header(name: string): string | undefined;
}

/** No answer came. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";

  constructor(
    readonly failure: Extract<Failure, "notSent" | "lost" | "timeout"> | "tls",
    /** What happened, in words: "the connection was refused". */
    readonly reason: string,
    /** Node's or OpenSSL's code, such as ECONNREFUSED. */
    readonly code: string | undefined,
  ) {
    super(reason);
  }
}

/** Milliseconds that a request has left once the user has interrupted the operation, for an answer that is about to come. */
const GRACE_MS = 20_000;

const answerLimitBytes = 256 * 1024 * 1024;

/** Sends one request over the wire, once, following nothing. Headers and bodies leave their `Secret` wrapping here and only here. */
export class Wire {
  readonly #axios: AxiosInstance;
  readonly #underWay = new Set<TimeLimit>();

  /** @param settings what ends requests early: see {@link Settings.interrupted} */
  constructor(
    private readonly agents: Agents,
    private readonly connectTimeoutMs: number,
    private readonly settings: Pick<Settings, "delayScale" | "interrupted"> = {},
  ) {
    settings.interrupted?.addEventListener("abort", () => {
      for (const limit of this.#underWay) limit.shorten(this.#graceMs);
    });
    this.#axios = axios.create({
      // Proxies, redirects, statuses and JSON are ours to judge, each in one place.
      proxy: false,
      maxRedirects: 0,
      validateStatus: () => true,
      responseType: "text",
      transformRequest: [(data) => data],
      transformResponse: [(data) => data],
      maxContentLength: answerLimitBytes,
      headers: { common: { Accept: "application/json", "User-Agent": `pulumi-border-gateway/${packageVersion()}` } },
    });
  }

  /** @throws Unanswered */
  async exchange({ method, url, headers, body, timeoutMs }: Outgoing): Promise<Answer> {
    const connection = { made: false };
    const limit = new TimeLimit(this.#isInterrupted ? Math.min(timeoutMs, this.#graceMs) : timeoutMs);
    this.#underWay.add(limit);
    const form = body instanceof URLSearchParams;
    const agent = this.agents.for(url);
    try {
      const response = await this.#axios.request<string>({
        method,
        url,
        headers: {
          ...(body === undefined ? {} : { "Content-Type": form ? "application/x-www-form-urlencoded" : "application/json" }),
          ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, reveal(value) as string])),
        },
        ...(body === undefined ? {} : { data: form ? body.toString() : wireJson(body) }),
        httpAgent: agent,
        httpsAgent: agent,
        transport: watched(connection, this.connectTimeoutMs),
        signal: limit.signal,
      });
      return {
        status: response.status,
        text: typeof response.data === "string" ? response.data : "",
        header: (name) => {
          const value: unknown = response.headers[name.toLowerCase()];
          return typeof value === "string" ? value : undefined;
        },
      };
    } catch (error) {
      throw unanswered(error, connection.made, limit.passed, this.agents.route(url));
    } finally {
      limit.lift();
      this.#underWay.delete(limit);
    }
  }

  get #isInterrupted(): boolean {
    return this.settings.interrupted?.aborted === true;
  }

  get #graceMs(): number {
    return GRACE_MS * (this.settings.delayScale ?? 1);
  }
}

/** Node's own request, with an eye on whether a connection came about: what was never connected was never sent. */
function watched(connection: { made: boolean }, connectTimeoutMs: number): object {
  const request = (options: { protocol?: string }, onResponse: () => void) => {
    const made = (options.protocol === "https:" ? httpsRequest : httpRequest)(options, onResponse);
    const timer = setTimeout(() => {
      made.destroy(Object.assign(new Error(`no connection within ${connectTimeoutMs / 1000} s`), { code: "ECONNECTTIMEOUT" }));
    }, connectTimeoutMs);
    const done = () => {
      connection.made = true;
      clearTimeout(timer);
    };
    made.once("close", () => clearTimeout(timer));
    made.once("socket", (socket) => {
      if (made.reusedSocket || !(socket.connecting || ("secureConnecting" in socket && socket.secureConnecting))) done();
      else socket.once("secureConnecting" in socket ? "secureConnect" : "connect", done);
    });
    return made;
  };
  return { request };
}

/** Codes of a connection that did not come about. Any other failure is taken for one after sending: that costs a look, the other error a duplicate. */
const neverConnected: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ENOTFOUND: "there is no host of that name",
  EAI_AGAIN: "the host name could not be looked up",
  ECONNECTTIMEOUT: "no connection came about in time",
  EHOSTUNREACH: "there is no route to the host",
  ENETUNREACH: "there is no route to the network",
};

function unanswered(error: unknown, connected: boolean, limitPassed: string | undefined, route: string): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const { code, cause } = error as { code?: string; cause?: { code?: string } };
  const cleanCode = tlsCode(error.message) ?? code ?? cause?.code;
  if (limitPassed !== undefined) return new Unanswered("timeout", `no answer within ${limitPassed}, from ${route}`, "ETIMEDOUT");
  if (cleanCode !== undefined && isTlsFailure(cleanCode, connected)) return new Unanswered("tls", error.message, cleanCode);
  const known = cleanCode === undefined || connected ? undefined : neverConnected[cleanCode];
  if (known !== undefined) return new Unanswered("notSent", `${known} (${cleanCode}), from ${route}`, cleanCode);
  return new Unanswered("lost", `the connection broke (${cleanCode ?? error.message}), from ${route}`, cleanCode);
}

/** OpenSSL's reason as a code, from where Node hides it: `write EPROTO 40A7...:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:...`. */
function tlsCode(message: string): string | undefined {
  const reason = /SSL routines:[^:]*:([^:]+):/.exec(message)?.[1];
  return reason === undefined ? undefined : `ERR_SSL_${reason.trim().toUpperCase().replaceAll(" ", "_")}`;
}
