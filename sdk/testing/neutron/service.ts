// SPDX-License-Identifier: Apache-2.0
import { isObject, type Json, type JsonObject } from "../json";
import type { Scope } from "../kinds/collection";
import { routerInterface } from "../kinds/routers";
import { readBody } from "./attributes";
import { badRequest, notFound, Refusal } from "./errors";
import { extensionsOf } from "./extensions";
import { answerList, showFields } from "./query";
import { type Target, targetOf } from "./routes";

/** One request to the network service, below its endpoint. */
export interface NetworkRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Body as it came; empty text where there was none. */
  readonly body: string;
  /** The header `If-Match`; empty where there is none. */
  readonly ifMatch: string;
  /** The media types that the client accepts. Empty if the request has no Accept header. */
  readonly accept: string;
  /** Address of the site, for links. */
  readonly url: string;
}

export interface Answer {
  readonly status: number;
  readonly body?: object;
  /** A body that is not JSON, with its content type. */
  readonly text?: string;
  readonly type?: string;
}

const nothingHere = () => notFound("HTTPNotFound", "The resource could not be found.");

/**
 * Answers one request to the network service. The change is made when this returns.
 * @throws Refusal what the server answers instead
 */
export function answer(request: NetworkRequest, scope: Scope): Answer {
  const { path, url } = request;
  if (path === "/") {
    const links = [{ rel: "self", href: `${url}/v2.0/` }];
    return { status: 200, body: { versions: [{ id: "v2.0", status: "CURRENT", links }] } };
  }
  if (path === "/v2.0/") return { status: 200, body: { resources: resources(url) } };
  if (path === "/v2.0") throw nothingHere();
  if (!path.startsWith("/v2.0/"))
    return request.accept === "application/json"
      ? { status: 404, body: { code: 404, title: "Not Found", description: null } }
      : frameworkNotFound(request.accept);
  const below = path.slice("/v2.0".length);
  if (below.startsWith("/extensions")) return extensions(below, request.accept, scope);
  if (below === "/quotas" || below === "/agents") return { status: 200, body: { [below.slice(1)]: [] } };
  const target = targetOf(scope.options.kind, below);
  if (target === undefined) throw nothingHere();
  const revision = /revision_number=(\d+)/.exec(request.ifMatch)?.[1];
  return answerTarget(request, target, {
    ...scope,
    ...(target.parent === undefined ? {} : { parent: target.parent }),
    ...(revision === undefined ? {} : { revision: Number(revision) }),
  });
}

function answerTarget(request: NetworkRequest, target: Target, scope: Scope): Answer {
  const { collection, id, parent } = target;
  const { names, attributes } = collection;
  const one = (shown: JsonObject, status = 200): Answer => ({ status, body: { [names.member]: shown } });
  if (target.action !== undefined) return routerAction(request, target, scope);
  switch (request.method) {
    case "GET":
    case "OPTIONS":
      if (id === undefined) return { status: 200, body: answerList(collection, scope, request.url + request.path, request.query) };
      return one(showFields(collection, scope, collection.get(scope, id), request.query));
    case "POST":
      // Also on the path of an object, whose id is then not looked at.
      return one(collection.create(scope, readBody(parse(request.body), names, attributes, scope.caller, "post")), 201);
    case "PUT": {
      // On the collection itself the id is missing, and Neutron looks for None (or for the parent, one level down).
      const values = readBody(parse(request.body), names, attributes, scope.caller, "put");
      return one(collection.update(scope, collection.get(scope, id ?? parent ?? "None"), values));
    }
    case "DELETE":
      if (request.body !== "") throw badRequest("Request body is not supported in DELETE.");
      collection.remove(scope, id ?? parent ?? "None");
      return { status: 204 };
    default:
      throw new Refusal(
        405,
        "HTTPMethodNotAllowed",
        "The server could not comply with the request since it is either malformed or otherwise incorrect.",
      );
  }
}

function routerAction({ method, body }: NetworkRequest, { id = "", action }: Target, scope: Scope): Answer {
  const verb = action === "add_router_interface" ? "add" : action === "remove_router_interface" ? "remove" : undefined;
  if (verb === undefined || method !== "PUT") throw nothingHere();
  const values = parse(body);
  return { status: 200, body: routerInterface(scope, id, verb, isObject(values) ? values : {}) };
}

function extensions(below: string, accept: string, { options }: Scope): Answer {
  const known = extensionsOf(options.kind);
  const alias = below.replace(/\.json$/, "").split("/")[2];
  if (alias === undefined || alias === "") return { status: 200, body: { extensions: known } };
  const extension = known.find((item) => item.alias === alias);
  if (extension !== undefined) return { status: 200, body: { extension } };
  return frameworkNotFound(accept, `Extension with alias ${alias} does not exist`);
}

/** A 404 of the web framework below Neutron, in the form that the client accepts; HTML where it takes anything. */
function frameworkNotFound(accept: string, detail = ""): Answer {
  const title = "404 Not Found";
  const sentence = "The resource could not be found.";
  if (/^$|\*\/\*|text\/html/.test(accept)) {
    const body = ` <body>\n  <h1>${title}</h1>\n  ${sentence}<br /><br />\n${detail}\n\n\n </body>`;
    return {
      status: 404,
      text: `<html>\n <head>\n  <title>${title}</title>\n </head>\n${body}\n</html>`,
      type: "text/html; charset=UTF-8",
    };
  }
  if (accept.includes("application/json"))
    return { status: 404, body: { message: `${sentence}<br /><br />\n${detail}\n\n`, code: title, title: "Not Found" } };
  return { status: 404, text: `${title}\n\n${sentence}\n\n ${detail}   `, type: "text/plain; charset=UTF-8" };
}

function resources(url: string): JsonObject[] {
  return ["network", "subnet", "subnetpool", "port"].map((name) => ({
    name,
    collection: `${name}s`,
    links: [{ rel: "self", href: `${url}/v2.0/${name}s` }],
  }));
}

function parse(body: string): Json | undefined {
  if (body === "") return undefined;
  try {
    return JSON.parse(body) as Json;
  } catch {
    throw badRequest("Malformed request body: Cannot understand JSON.", "MalformedRequestBody");
  }
}
