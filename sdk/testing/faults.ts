// SPDX-License-Identifier: Apache-2.0
import type { JsonObject } from "./json";

/** The requests that a fault affects. An omitted property matches every request. */
export interface FaultMatch {
  /** HTTP method, in any letter case. */
  readonly method?: string;
  /** Regular expression for the path including the query. */
  readonly path?: RegExp;
  /** Number of the first matching request to affect, starting at 1. Defaults to 1. */
  readonly nth?: number;
  /** Number of consecutive matching requests to affect. Defaults to 1; `Infinity` affects all of them. */
  readonly times?: number;
}

/** The effect of a fault on a request. */
export interface FaultAction {
  /** Status of the response. The request is not executed unless `done` is set. */
  readonly status?: number;
  /** Body of that response. An object is sent as JSON, a string unchanged. */
  readonly body?: JsonObject | string;
  /** Additional headers of that response. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Delay before anything else happens, in milliseconds. */
  readonly delayMs?: number;
  /** Never send a response. The request is not executed unless `done` is set. */
  readonly hang?: true;
  /** Close the connection, before or after the request is executed. */
  readonly cut?: "before" | "after";
  /** With `status` or `cut: "before"`: execute the request this many milliseconds after that response, like a slow server behind a proxy. */
  readonly commitAfterMs?: number;
  /** With `status` or `hang`: execute the request first. */
  readonly done?: true;
}

/** A fault that a site injects into requests. */
export interface Fault {
  /** The requests to affect. */
  readonly match: FaultMatch;
  /** The effect on them. */
  readonly action: FaultAction;
}

/** The faults of a site. If several faults apply to a request, the first one added takes effect. */
export class Faults {
  #faults: (Fault & { seen: number })[] = [];

  /** Adds a fault. */
  add(fault: Fault): void {
    this.#faults.push({ ...fault, seen: 0 });
  }

  /** Removes all faults. */
  clear(): void {
    this.#faults = [];
  }

  /** Counts the request and returns the effect on it, if any. */
  next(method: string, pathAndQuery: string): FaultAction | undefined {
    let due: FaultAction | undefined;
    for (const fault of this.#faults) {
      const { method: wanted, path, nth = 1, times = 1 } = fault.match;
      if (wanted !== undefined && wanted.toUpperCase() !== method) continue;
      if (path !== undefined && pathAndQuery.search(path) === -1) continue;
      fault.seen += 1;
      if (fault.seen >= nth && fault.seen < nth + times) due ??= fault.action;
    }
    return due;
  }
}
