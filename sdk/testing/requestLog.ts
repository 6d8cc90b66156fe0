// SPDX-License-Identifier: Apache-2.0
import type { Json } from "./json";

/** A request that a site received, including requests to its Keystone. */
export interface LoggedRequest {
  /** HTTP method. */
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  /** Query as sent, without the question mark. Empty if there was none. */
  readonly query: string;
  /** Status of the response, or 0 if none was sent (connection closed or request held). */
  readonly status: number;
  /** Body of the request, parsed if it was JSON. It contains passwords sent to Keystone. */
  readonly body?: Json;
  /** Time at which the request arrived, in milliseconds since the epoch. */
  readonly at: number;
}

/** The body of a request as a property, parsed if it is JSON. */
export function bodyOf(text: string): { body?: Json } {
  if (text === "") return {};
  try {
    return { body: JSON.parse(text) as Json };
  } catch {
    return { body: text };
  }
}
