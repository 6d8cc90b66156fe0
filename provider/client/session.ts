// SPDX-License-Identifier: Apache-2.0
import type { Settings } from "./settings";

export interface Request {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Path below the network endpoint, with its version: `/v2.0/l2-gateways`. */
  readonly path: string;
  /** Query parameters in order; a name may occur several times (`id=a&id=b`). */
  readonly query?: ReadonlyArray<readonly [string, string]>;
  readonly body?: unknown;
  /** Milliseconds for the whole exchange; 60,000 where absent. */
  readonly timeoutMs?: number;
}

/** An open site: logged in, its network endpoint known. One for each site and process; all requests to the site go through it. */
export interface Session {
  /** The site's resolved name. */
  readonly site: string;
  /** Network endpoint without version and trailing slash, as outputs record it. */
  readonly endpoint: string;
  /** Whose login it is, for messages: `user "alice" (domain Default), project ops`. */
  readonly viewer: string;
  /** Project of the token; absent where the login has none (auth type none). */
  readonly projectId?: string | undefined;
  /** As {@link Settings.now}. */
  now(): number;
  /**
   * Sends one request and answers the parsed JSON body (`undefined` for an empty one).
   * Applies the cells of the retry table (`retry.ts`) that need no look at the site: everything of GET, 429, agent unreachable.
   * @throws ApiError the site said no
   * @throws UncertainError what the site did is not known
   * @throws SiteError the site cannot be used: login refused, TLS, not a Neutron
   */
  send(request: Request): Promise<unknown>;
}
