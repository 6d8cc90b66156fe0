// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from "node:crypto";
import type { Json, JsonObject } from "../json";
import { badRequest, conflict, notFound } from "../neutron/errors";
import { boolean, string } from "../neutron/validators";
import type { Collection, Scope } from "./collection";
import { coreCollection, refuseUnderDevice, stamps } from "./core";
import { ports } from "./ports";

const INTERFACE = "network:router_interface";

export const routers: Collection = coreCollection({
  member: "router",
  collection: "routers",
  columns: ["id", "name", "tenant_id", "project_id", "status", "admin_state_up"],
  attributes: {
    id: { post: false, put: false },
    name: { post: true, put: true, default: "", validate: string(255) },
    description: { post: true, put: true, default: "", validate: string(255) },
    admin_state_up: { post: true, put: true, default: true, validate: boolean },
    tenant_id: { post: true, put: false, validate: string(255) },
    external_gateway_info: { post: true, put: true, default: null },
    routes: { post: true, put: true, default: [] },
  },
  table: ({ state }) => state.routers,
  create: (_, { name, tenant_id, admin_state_up, external_gateway_info, description, routes }) => ({
    id: randomUUID(),
    name: name as Json,
    tenant_id: tenant_id as Json,
    admin_state_up: admin_state_up as Json,
    status: "ACTIVE",
    external_gateway_info: external_gateway_info as Json,
    description: description as Json,
    routes: routes as Json,
    ...stamps(),
  }),
  release(scope, { id }) {
    if (scope.state.ports.has("device", id)) throw conflict("RouterInUse", `Router ${id} still has ports`);
    refuseUnderDevice(scope, "router_vtep", "router", id);
  },
});

/** `PUT /routers/{id}/add_router_interface` and its opposite, as the vendor's recipe of a site uses them. */
export function routerInterface(scope: Scope, id: string, verb: "add" | "remove", body: JsonObject): JsonObject {
  const router = routers.get(scope, id);
  const { subnet_id, port_id } = body;
  if (subnet_id === undefined && port_id === undefined)
    throw badRequest("Bad router request: Either subnet_id or port_id must be specified.", "BadRequest");
  const port = verb === "add" ? attach(scope, id, subnet_id, port_id, String(router.tenant_id)) : attached(scope, id, subnet_id, port_id);
  if (verb === "remove") scope.state.ports.delete(String(port.id));
  const fixed = (port.fixed_ips as JsonObject[])[0]?.subnet_id ?? null;
  return {
    id,
    tenant_id: router.tenant_id as Json,
    port_id: port.id as Json,
    network_id: port.network_id as Json,
    subnet_id: fixed,
    subnet_ids: [fixed],
    project_id: router.tenant_id as Json,
  };
}

function attach(scope: Scope, id: string, subnetId: Json | undefined, portId: Json | undefined, tenant: string): JsonObject {
  if (portId !== undefined) return ports.update(scope, ports.get(scope, String(portId)), { device_id: id, device_owner: INTERFACE });
  const subnet = scope.state.subnets.get(String(subnetId));
  if (subnet === undefined) throw notFound("SubnetNotFound", `Subnet ${subnetId} could not be found.`);
  return ports.create(scope, {
    network_id: subnet.network_id as Json,
    tenant_id: tenant,
    device_id: id,
    device_owner: INTERFACE,
    fixed_ips: [{ subnet_id: subnet.id, ip_address: subnet.gateway_ip ?? null }],
  });
}

function attached({ state }: Scope, id: string, subnetId: Json | undefined, portId: Json | undefined): JsonObject {
  const port = state.ports
    .find("device", id)
    .find((row) => row.id === portId || (row.fixed_ips as JsonObject[]).some((fixed) => fixed.subnet_id === subnetId));
  if (port === undefined)
    throw notFound("RouterInterfaceNotFoundForSubnet", `Router ${id} has no interface on subnet ${subnetId ?? portId}`);
  return port;
}
