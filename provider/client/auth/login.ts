// SPDX-License-Identifier: Apache-2.0
import type { Secret } from "../secret";

export interface CatalogEndpoint {
  readonly interface: string;
  readonly region?: string;
  readonly url: string;
}

export interface CatalogService {
  readonly type: string;
  readonly name?: string;
  readonly endpoints: readonly CatalogEndpoint[];
}

/** A granted login. */
export interface Login {
  /** Headers that every request to the site carries. */
  readonly headers: Readonly<Record<string, Secret>>;
  /** Keystone's token; absent where the login is not Keystone's. */
  readonly token?: Secret;
  /** Milliseconds from now until the login ends, by the server's own clock; absent where it has no end. */
  readonly lifetimeMs?: number | undefined;
  readonly projectId?: string | undefined;
  readonly projectName?: string | undefined;
  readonly userName?: string | undefined;
  readonly roles?: readonly string[];
  readonly catalog: readonly CatalogService[];
}

/** One way to log in to one site. */
export interface LoginMethod {
  /** Who logs in, for messages: `user "alice" (domain Default), project "ops"`. */
  readonly who: string;
  /** False where a refused login cannot be renewed, as with a fixed token. */
  readonly renewable: boolean;
  /** @throws SiteError */
  logIn(): Promise<Login>;
}
