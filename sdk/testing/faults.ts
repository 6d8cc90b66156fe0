// SPDX-License-Identifier: Apache-2.0
import type { JsonObject } from "./json";

/** Which requests a fault hits. What is left out matches every request. */
export interface FaultMatch {
  readonly method?: string;
  /** Tested against the path with its query. */
  readonly path?: RegExp;
  /** The first matching request that is hit, from 1; 1 where absent. */
  readonly nth?: number;
  /** How many matching requests from there on are hit; 1 where absent, `Infinity` for all. */
  readonly times?: number;
}

/** What happens to a request that is hit. */
export interface FaultAction {
  /** Answer this instead of doing what was asked; with `done`, after doing it. */
  readonly status?: number;
  /** Body of that answer: an object goes out as JSON, text as it is. */
  readonly body?: JsonObject | string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds to wait before anything else. */
  readonly delayMs?: number;
  /** Never answer. Nothing is done, but with `done`. */
  readonly hang?: true;
  /** Cut the connection, before what was asked is done or after. */
  readonly cut?: "before" | "after";
  /** With `status` or `cut: "before"`: do what was asked all the same, this many milliseconds after that answer, as a slow server behind a proxy does. */
  readonly commitAfterMs?: number;
  /** With `status` or `hang`: do what was asked, then answer that status, or never. */
  readonly done?: true;
}

export interface Fault {
  readonly match: FaultMatch;
  readonly action: FaultAction;
}

/** The faults of a site. Of several that match a request, the first that is due is taken. */
export class Faults {
  #faults: (Fault & { seen: number })[] = [];

  add(fault: Fault): void {
    this.#faults.push({ ...fault, seen: 0 });
  }

  clear(): void {
    this.#faults = [];
  }

  /** Counts the request and answers what is to happen to it. */
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
