// SPDX-License-Identifier: Apache-2.0
import type { Request } from "./session";

type Method = Request["method"];

/** What went wrong with one attempt, as far as repeating it is concerned. */
export type Failure =
  /** No connection came about (refused, no such host, connect time-out): certainly not sent. */
  | "notSent"
  /** The connection broke after the request may have left, or a proxy answered 502, 503 or 504. */
  | "lost"
  /** 500. Neutron may have done the work before it failed. */
  | "serverError"
  /** 429: refused before any work. */
  | "tooMany"
  /** 409 of type OVSDBError: the site's L2 gateway agent did not answer, nothing was changed. */
  | "agentUnreachable"
  /** Sent, and no answer in time. */
  | "timeout";

export type Cell =
  /** Sent again at once, within the row's limits. */
  | "retry"
  /** Sent again, but only once. */
  | "retryOnce"
  /** Handed up: look at the site, and if nothing was done, send again. */
  | "lookThenRepeat"
  /** Handed up: look at the site, and if nothing was done, report the failure. */
  | "lookThenReport";

/** The one retry table. A failure that is not in it is an answer: the site said no. */
export const retryTable: Readonly<Record<Failure, Readonly<Record<Method, Cell>>>> = {
  notSent: { GET: "retry", POST: "retry", PUT: "retry", DELETE: "retry" },
  lost: { GET: "retry", POST: "lookThenRepeat", PUT: "retry", DELETE: "retry" },
  serverError: { GET: "retryOnce", POST: "lookThenReport", PUT: "lookThenReport", DELETE: "lookThenRepeat" },
  tooMany: { GET: "retry", POST: "retry", PUT: "retry", DELETE: "retry" },
  agentUnreachable: { GET: "retry", POST: "retry", PUT: "retry", DELETE: "retry" },
  timeout: { GET: "retry", POST: "lookThenReport", PUT: "lookThenRepeat", DELETE: "lookThenRepeat" },
};

export interface Limit {
  /** Repeats of one request after this failure, the first attempt not counted. */
  readonly repeats: number;
  /** Milliseconds since the first attempt after which no further one starts. */
  readonly withinMs: number;
}

/** How long a row goes on. Long enough for a restart of a server or a rate window, short enough that a wrong address is told soon. */
export const retryLimits: Readonly<Record<Failure, Limit>> = {
  notSent: { repeats: 3, withinMs: 15_000 },
  lost: { repeats: 4, withinMs: 60_000 },
  serverError: { repeats: 1, withinMs: 60_000 },
  tooMany: { repeats: 10, withinMs: 300_000 },
  agentUnreachable: { repeats: 3, withinMs: 180_000 },
  timeout: { repeats: 1, withinMs: 150_000 },
};

/** Back-off between attempts, in milliseconds: doubled each time, jittered by a factor of 1 to 2. */
export const backOff = { firstMs: 250, factor: 2, mostMs: 20_000 } as const;

/** True where an attempt that failed so may have changed the site. */
export function leavesDoubt(failure: Failure, method: Method): boolean {
  return method !== "GET" && (failure === "lost" || failure === "serverError" || failure === "timeout");
}

/** The wait that a Retry-After header asks for, in milliseconds; `undefined` where it is absent or not understood. */
export function retryAfterMs(header: string | undefined, now = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
