// SPDX-License-Identifier: Apache-2.0
import type { Json, JsonObject } from "../json";
import type { Options } from "../options";
import { DOMAIN, PROJECTS } from "./directory";
import { IdentityError, login } from "./login";
import { showToken, type Token, type Tokens } from "./tokens";

/** Where Keystone is, below the site's address. */
export const IDENTITY = "/identity";

export const REGION = "RegionOne";

export interface IdentityRequest {
  readonly method: string;
  readonly path: string;
  readonly body: Json | undefined;
  readonly authToken: string | undefined;
  readonly subjectToken: string | undefined;
  readonly url: string;
}

export interface IdentityAnswer {
  readonly status: number;
  readonly body?: JsonObject;
  readonly headers?: Record<string, string>;
}

/** Answers a request to the emulated Keystone: version documents, logging in, looking at and revoking a token, its catalog and projects. */
export function answerIdentity(request: IdentityRequest, tokens: Tokens, options: Options): IdentityAnswer {
  try {
    return route(request, tokens, options);
  } catch (error) {
    if (!(error instanceof IdentityError)) throw error;
    const title = { 400: "Bad Request", 401: "Unauthorized", 404: "Not Found" }[error.status];
    return { status: error.status, body: { error: { code: error.status, message: error.message, title } } };
  }
}

function route(request: IdentityRequest, tokens: Tokens, { tokenLifetimeMs }: Options): IdentityAnswer {
  const { url } = request;
  const version = {
    id: "v3.14",
    status: "stable",
    updated: "2020-04-07T00:00:00Z",
    links: [{ rel: "self", href: `${url}${IDENTITY}/v3/` }],
    "media-types": [{ base: "application/json", type: "application/vnd.openstack.identity-v3+json" }],
  };
  const path = request.path.slice(IDENTITY.length).replace(/\/$/, "");
  switch (`${request.method} ${path}`) {
    case "GET ":
      return { status: 300, body: { versions: { values: [version] } } };
    case "GET /v3":
      return { status: 200, body: { version } };
    case "POST /v3/auth/tokens": {
      const token = login(request.body, tokens, tokenLifetimeMs);
      return { status: 201, body: { token: showToken(token, catalog(url)) }, headers: { "X-Subject-Token": token.id } };
    }
    case "GET /v3/auth/tokens": {
      holder(request, tokens);
      const subject = tokens.get(request.subjectToken ?? "");
      if (subject === undefined) throw new IdentityError(404, "Failed to validate token");
      return { status: 200, body: { token: showToken(subject, catalog(url)) }, headers: { "X-Subject-Token": subject.id } };
    }
    case "DELETE /v3/auth/tokens":
      holder(request, tokens);
      tokens.revoke(request.subjectToken ?? "");
      return { status: 204 };
    case "GET /v3/auth/catalog":
      holder(request, tokens);
      return { status: 200, body: { catalog: catalog(url) } };
    case "GET /v3/auth/projects": {
      const { user } = holder(request, tokens);
      const projects = PROJECTS.filter(({ id, enabled }) => enabled && id in user.roles);
      return { status: 200, body: { projects: projects.map((project) => ({ ...project, domain_id: DOMAIN.id })) } };
    }
    default:
      throw new IdentityError(404, `Could not find: ${path}.`);
  }
}

function holder({ authToken }: IdentityRequest, tokens: Tokens): Token {
  const token = tokens.get(authToken ?? "");
  if (token === undefined) throw new IdentityError(401, "The request you have made requires authentication.");
  return token;
}

function catalog(url: string): JsonObject[] {
  const service = (type: string, name: string, address: string): JsonObject => ({
    id: `service-${type}`,
    type,
    name,
    endpoints: ["public", "internal", "admin"].map((kind) => ({
      id: `${type}-${kind}`,
      interface: kind,
      region: REGION,
      region_id: REGION,
      url: address,
    })),
  });
  return [service("identity", "keystone", `${url}${IDENTITY}`), service("network", "neutron", url)];
}
