// SPDX-License-Identifier: Apache-2.0
import { isObject, type Json, type JsonObject } from "../json";
import type { Caller } from "./caller";
import { badRequest, crash } from "./errors";
import { text } from "./python";
import type { Validator } from "./validators";

/** One attribute of a resource, as Neutron's attribute maps have it. */
export interface Attribute {
  readonly post: boolean;
  readonly put: boolean;
  /** Value where a POST leaves it out; without one the attribute is required. */
  readonly default?: Json;
  readonly validate?: Validator;
}

export type AttributeMap = Readonly<Record<string, Attribute>>;

/** What a collection calls one of its objects and many of them. */
export interface Names {
  readonly member: string;
  readonly collection: string;
  /** Whether the server was told that the collection takes many at once (sub-resources were, and still do not). */
  readonly bulk?: boolean;
}

/**
 * Reads the body of a POST or PUT as Neutron does: envelope, project, unknown attributes, defaults, validators, in this order.
 * The rules are `neutron/api/v2/base.py` `prepare_request_body` and neutron-lib `api/attributes.py`.
 * @throws Refusal 400
 */
export function readBody(body: Json | undefined, names: Names, map: AttributeMap, caller: Caller, verb: "post" | "put"): JsonObject {
  if (body === undefined || body === null || (typeof body === "object" && Object.keys(body).length === 0))
    throw badRequest("Resource body required");
  // A POST's body is looked at once more, by a hook, before this code fails on it.
  if (!isObject(body)) throw verb === "post" ? badRequest("Body contains invalid data") : crash();
  if (names.collection in body && !names.bulk && verb === "post") throw badRequest("Bulk operation not supported");
  const member = body[names.member];
  if (member === undefined || member === null) throw badRequest(`Unable to find '${names.member}' in request body`);
  if (!isObject(member)) throw badRequest(`Object '${names.member}' contains invalid data`);
  const sent = withProject({ ...member }, caller, verb);
  const unknown = Object.keys(sent).filter((name) => !(name in map));
  if (unknown.length > 0) throw badRequest(`Unrecognized attribute(s) '${unknown.join(", ")}'`);
  const values = verb === "post" ? fillDefaults(sent, map) : refuseReadOnly(sent, map);
  for (const [name, attribute] of Object.entries(map)) {
    const value = values[name];
    if (value === undefined) continue;
    const reason = attribute.validate?.(value);
    if (reason !== undefined) throw badRequest(`Invalid input for ${name}. Reason: ${reason}.`);
  }
  return values;
}

function withProject(sent: JsonObject, caller: Caller, verb: "post" | "put"): JsonObject {
  const { project_id, tenant_id } = sent;
  if (project_id !== undefined && tenant_id !== undefined && project_id !== tenant_id)
    throw badRequest("'project_id' and 'tenant_id' do not match");
  delete sent.project_id;
  const project = tenant_id === undefined ? project_id : tenant_id;
  if (project !== undefined) sent.tenant_id = project;
  if (verb === "put") return sent;
  if (project !== undefined && text(project) !== caller.projectId && !caller.admin)
    throw badRequest(
      "Specifying 'project_id' or 'tenant_id' other than the authenticated project in request requires admin or advsvc privileges",
    );
  if (project === undefined) {
    if (caller.projectId === undefined) throw badRequest("Running without keystone AuthN requires that tenant_id is specified");
    sent.tenant_id = caller.projectId;
  }
  return sent;
}

function fillDefaults(sent: JsonObject, map: AttributeMap): JsonObject {
  const values: JsonObject = {};
  for (const [name, attribute] of Object.entries(map)) {
    const value = sent[name];
    if (!attribute.post) {
      if (value !== undefined) throw badRequest(`Attribute '${name}' not allowed in POST`);
      continue;
    }
    if (value === undefined && attribute.default === undefined)
      throw badRequest(`Failed to parse request. Required attribute '${name}' not specified`);
    values[name] = value ?? (value === null ? null : (attribute.default as Json));
  }
  return values;
}

function refuseReadOnly(sent: JsonObject, map: AttributeMap): JsonObject {
  for (const [name, attribute] of Object.entries(map))
    if (name in sent && !attribute.put) throw badRequest(`Cannot update read-only attribute ${name}`);
  return sent;
}
