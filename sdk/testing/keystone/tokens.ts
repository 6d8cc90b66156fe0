// SPDX-License-Identifier: Apache-2.0
import { randomBytes, randomUUID } from "node:crypto";
import type { JsonObject } from "../json";
import type { Caller } from "../neutron/caller";
import { DOMAIN, PROJECTS, type User } from "./directory";

/** What a token is good for. */
export type TokenScope = { readonly project: string } | { readonly domain: true } | { readonly system: true } | undefined;

export interface Token {
  readonly id: string;
  readonly user: User;
  readonly methods: readonly string[];
  readonly scope: TokenScope;
  readonly roles: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** The tokens that a Keystone has given out. They are lost when it stops, and a login follows. */
export class Tokens {
  readonly #tokens = new Map<string, Token>();

  issue(token: Omit<Token, "id" | "issuedAt" | "expiresAt">, lifetimeMs: number, until = Number.POSITIVE_INFINITY): Token {
    const now = Date.now();
    const id = `gAAAA${randomBytes(32).toString("base64url")}`;
    const issued = { ...token, id, issuedAt: now, expiresAt: Math.min(now + lifetimeMs, until) };
    this.#tokens.set(id, issued);
    return issued;
  }

  get(id: string): Token | undefined {
    const token = this.#tokens.get(id);
    return token === undefined || token.expiresAt <= Date.now() ? undefined : token;
  }

  revoke(id: string): boolean {
    return this.#tokens.delete(id);
  }

  revokeAll(): void {
    this.#tokens.clear();
  }

  caller(id: string): Caller | undefined {
    const token = this.get(id);
    if (token === undefined) return undefined;
    const admin = token.roles.includes("admin");
    return token.scope !== undefined && "project" in token.scope ? { projectId: token.scope.project, admin } : { admin };
  }
}

/** A token as Keystone shows it, with the catalog where it has a scope. */
export function showToken(token: Token, catalog: JsonObject[]): JsonObject {
  const { user, scope } = token;
  const time = (ms: number) => new Date(ms).toISOString().replace("Z", "000Z");
  const domain = { ...DOMAIN };
  const shown: JsonObject = {
    methods: [...token.methods],
    user: { id: user.id, name: user.name, domain, password_expires_at: null },
    audit_ids: [randomUUID()],
    issued_at: time(token.issuedAt),
    expires_at: time(token.expiresAt),
  };
  if (scope === undefined) return shown;
  shown.roles = token.roles.map((name) => ({ id: `role-${name}`, name }));
  shown.catalog = catalog;
  if ("domain" in scope) return { ...shown, domain };
  if ("system" in scope) return { ...shown, system: { all: true } };
  const name = PROJECTS.find((project) => project.id === scope.project)?.name ?? "";
  return { ...shown, project: { id: scope.project, name, domain }, is_domain: false };
}
