// SPDX-License-Identifier: Apache-2.0
import type { Request } from "./session";

type Method = Request["method"];

/** What went wrong with one attempt, as far as repeating it is concerned. */
export type Failure =
  /** No connection was established (refused, unknown host, connect time-out), or a front end rejected the request unread (421, 425). */
  | "notSent"
  /** The connection broke after the request may have left, or a front end answered in place of Neutron (502, 503, ...). */
  | "lost"
  /** 500 and any other 5xx that is not final. Neutron may have done the work before it failed. */
  | "serverError"
  /** 429: rejected before any work. */
  | "tooMany"
  /** 409 of type OVSDBError: the site's L2 gateway agent did not answer, nothing was changed. */
  | "agentUnreachable"
  /** Sent, and no answer in time: our own limit, or that of a content delivery network (524). */
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

/** The one retry table. A failure that is not in it is an answer. `docs/retries.md` explains each row and each status. */
export const retryTable: Readonly<Record<Failure, Readonly<Record<Method, Cell>>>> = {
  notSent: { GET: "retry", POST: "retry", PUT: "retry", DELETE: "retry" },
  lost: { GET: "retry", POST: "lookThenRepeat", PUT: "retry", DELETE: "retry" },
  serverError: { GET: "retryOnce", POST: "lookThenReport", PUT: "lookThenReport", DELETE: "lookThenRepeat" },
  tooMany: { GET: "retry", POST: "retry", PUT: "retry", DELETE: "retry" },
  agentUnreachable: { GET: "retry", POST: "retry", PUT: "retry", DELETE: "retry" },
  timeout: { GET: "retry", POST: "lookThenReport", PUT: "lookThenRepeat", DELETE: "lookThenRepeat" },
};

/**
 * The row of each HTTP status that a front end, a middleware or Neutron sends in place of the result. `docs/retries.md` names the sender and
 * the reason for each; `test/provider/client/retryStatuses.test.ts` compares the two.
 */
const statusFailures: ReadonlyMap<number, Failure> = new Map([
  [408, "lost"],
  [421, "notSent"],
  [425, "notSent"],
  [429, "tooMany"],
  [499, "lost"],
  [500, "serverError"],
  [502, "lost"],
  [503, "lost"],
  [504, "lost"],
  [520, "lost"],
  [521, "lost"],
  [522, "lost"],
  [523, "lost"],
  [524, "timeout"],
  [525, "lost"],
  [527, "lost"],
  [530, "lost"],
]);

/** Server errors that no repetition cures: the method, the protocol version, a loop, a captive portal, the server's certificate. */
const finalServerErrors: ReadonlySet<number> = new Set([501, 505, 506, 508, 510, 511, 526]);

/**
 * The retry table's row of an answer; `undefined` if the status is an answer.
 * @param neutronType returns the type of Neutron's own error body, if the answer has one
 */
export function failureOf(status: number, neutronType: () => string | undefined): Failure | undefined {
  // networking-l2gw@b20b90d networking_l2gw/services/l2gateway/exceptions.py, OVSDBError: a 409 that is not a conflict.
  if (status === 409) return neutronType() === "OVSDBError" ? "agentUnreachable" : undefined;
  const known = statusFailures.get(status);
  if (known !== undefined) return known;
  return status >= 500 && status <= 599 && !finalServerErrors.has(status) ? "serverError" : undefined;
}

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
