// SPDX-License-Identifier: Apache-2.0
import { isObject, type Json, type JsonObject } from "../json";
import { APPLICATION_CREDENTIALS, type ApplicationCredential, DOMAIN, PROJECTS, USERS, type User } from "./directory";
import type { Token, TokenScope, Tokens } from "./tokens";
import { isPasscode } from "./totp";

/** Keystone's refusals: a status and a sentence. */
export class IdentityError extends Error {
  constructor(
    readonly status: 400 | 401 | 404,
    message: string,
  ) {
    super(message);
  }
}

const unauthorized = () => new IdentityError(401, "The request you have made requires authentication.");

interface Identified {
  readonly user: User;
  readonly credential?: ApplicationCredential;
  readonly token?: Token;
}

/** Answers `POST /v3/auth/tokens`. @throws IdentityError */
export function login(body: Json | undefined, tokens: Tokens, lifetimeMs: number): Token {
  const auth = at(body, "auth");
  const identity = at(auth, "identity");
  const methods = (isObject(identity) && Array.isArray(identity.methods) ? identity.methods : []).map(String);
  if (!isObject(identity) || methods.length === 0) throw new IdentityError(400, "Expecting to find auth.identity in the request body.");
  const found = methods.map((method) => identify(method, identity[method], tokens));
  const [first] = found;
  if (first === undefined || found.some(({ user }) => user.id !== first.user.id) || !first.user.enabled) throw unauthorized();
  if (first.token === undefined && first.user.required?.some((method) => !methods.includes(method))) throw unauthorized();
  const wanted = isObject(auth) ? auth.scope : undefined;
  const credential = found.find((item) => item.credential)?.credential;
  if (credential !== undefined && wanted !== undefined) throw new IdentityError(401, "Application credentials cannot request a scope.");
  const scope = credential === undefined ? scopeOf(wanted) : { project: credential.projectId };
  const roles = credential?.roles ?? rolesOn(first.user, scope);
  if (scope !== undefined && roles.length === 0) throw unauthorized();
  const until = first.token?.expiresAt ?? Number.POSITIVE_INFINITY;
  return tokens.issue({ user: first.user, methods, scope, roles }, lifetimeMs, until);
}

function identify(method: string, given: Json | undefined, tokens: Tokens): Identified {
  if (method === "token") {
    const token = tokens.get(String(at(given, "id")));
    if (token === undefined) throw unauthorized();
    return { user: token.user, token };
  }
  if (method === "application_credential") return byCredential(given);
  const user = userOf(at(given, "user"));
  const sent = at(given, "user");
  if (method === "password" && user?.password === at(sent, "password")) return { user: user as User };
  if (method === "totp" && user?.totpSecret !== undefined && isPasscode(user.totpSecret, String(at(sent, "passcode")), Date.now()))
    return { user };
  throw unauthorized();
}

function byCredential(given: Json | undefined): Identified {
  const owner = userOf(at(given, "user"));
  const credential = APPLICATION_CREDENTIALS.find(
    ({ id, name, userId }) => id === at(given, "id") || (owner?.id === userId && name === at(given, "name")),
  );
  const user = USERS.find(({ id }) => id === credential?.userId);
  const expired = credential?.expiresAt !== undefined && credential.expiresAt.getTime() <= Date.now();
  if (credential === undefined || user === undefined || expired || credential.secret !== at(given, "secret")) throw unauthorized();
  return { user, credential };
}

function userOf(given: Json | undefined): User | undefined {
  const byName = (name: string) => (isDefaultDomain(at(given, "domain")) ? USERS.find((user) => user.name === name) : undefined);
  const id = at(given, "id");
  return typeof id === "string" ? USERS.find((user) => user.id === id) : byName(String(at(given, "name")));
}

function scopeOf(wanted: Json | undefined): TokenScope {
  if (wanted === undefined || wanted === "unscoped" || (isObject(wanted) && "unscoped" in wanted)) return undefined;
  if (at(wanted, "system") !== undefined) return { system: true };
  if (at(wanted, "domain") !== undefined) {
    if (!isDefaultDomain(at(wanted, "domain"))) throw unauthorized();
    return { domain: true };
  }
  const given = at(wanted, "project");
  const project = PROJECTS.find(
    ({ id, name }) => id === at(given, "id") || (name === at(given, "name") && isDefaultDomain(at(given, "domain"))),
  );
  if (project === undefined || !project.enabled) throw unauthorized();
  return { project: project.id };
}

function rolesOn(user: User, scope: TokenScope): readonly string[] {
  if (scope === undefined) return [];
  return user.roles["project" in scope ? scope.project : "domain" in scope ? "domain" : "system"] ?? [];
}

const isDefaultDomain = (given: Json | undefined): boolean => at(given, "id") === DOMAIN.id || at(given, "name") === DOMAIN.name;

function at(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) ? (value as JsonObject)[name] : undefined;
}
