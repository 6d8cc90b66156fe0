// SPDX-License-Identifier: Apache-2.0
import type { Json } from "./json";

/** One request as the site saw it, Keystone's included. */
export interface LoggedRequest {
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  /** Query as sent, without the question mark; empty where there was none. */
  readonly query: string;
  /** Status of the answer; 0 where none was given (connection cut, or held for ever). */
  readonly status: number;
  /** Body of the request, parsed where it was JSON. Passwords sent to Keystone are in it. */
  readonly body?: Json;
  /** Milliseconds since the epoch when the request came in. */
  readonly at: number;
}

export function bodyOf(text: string): { body?: Json } {
  if (text === "") return {};
  try {
    return { body: JSON.parse(text) as Json };
  } catch {
    return { body: text };
  }
}
