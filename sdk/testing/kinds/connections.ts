// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from "node:crypto";
import { columnInteger } from "../database";
import { isObject, type Json, type JsonObject } from "../json";
import { adminRequired, conflict, crash, invalidInput, notFound } from "../neutron/errors";
import { int, repr, truthy } from "../neutron/python";
import { string } from "../neutron/validators";
import type { Row } from "../table";
import type { Collection, Scope } from "./collection";

/** What both forms of connection share: networking-l2gw networking_l2gw/extensions/l2gatewayconnection.py and networking_l2gw/db/l2gateway/l2gateway_db.py. */
export const connections: Omit<Collection, "create" | "remove"> = {
  names: { member: "l2_gateway_connection", collection: "l2_gateway_connections" },
  attributes: {
    id: { post: false, put: false },
    l2_gateway_id: { post: true, put: false, default: "", validate: string() },
    network_id: { post: true, put: false, validate: string() },
    segmentation_id: { post: true, put: false, default: "", validate: string() },
    tenant_id: { post: true, put: false, validate: string() },
  },
  columns: ["id", "l2_gateway_id", "network_id", "segmentation_id", "tenant_id", "project_id"],
  standardAttributes: true,
  rows({ state, caller }) {
    if (!caller.admin) throw adminRequired("GET");
    return state.connections.all();
  },
  show: (_, row) => showConnection(row),
  get({ state, caller }, id) {
    if (!caller.admin) throw adminRequired("GET");
    const row = state.connections.get(id);
    if (row === undefined) throw notFound("L2GatewayConnectionNotFound", "The connection  not found on the l2 gateway");
    return row;
  },
  update() {
    throw crash();
  },
};

/** The checks of a new connection that come first on both servers (`validate_l2_gateway_connection_for_create`). */
export function refuseCommon({ state, caller }: Scope, values: JsonObject, refuseRange: (segment: Json) => void): void {
  if (!caller.admin) throw adminRequired("CREATE");
  const { network_id = "", l2_gateway_id = "", segmentation_id = "" } = values;
  if (!state.networks.get(String(network_id))) throw notFound("NetworkNotFound", `Network ${network_id} could not be found.`);
  const onGateway = hasSegment(state.l2Gateways.get(String(l2_gateway_id)));
  if (truthy(segmentation_id)) {
    if (onGateway)
      throw invalidInput("default segmentation_id should not be provided when segmentation_id is assigned during l2gateway creation");
    refuseRange(segmentation_id);
  } else if (!onGateway) throw invalidInput("Segmentation id must be specified in create l2gateway connections");
  const same = state.connections.find("gateway", String(l2_gateway_id)).some((row) => row.network_id === network_id);
  if (same) {
    const mapping = repr({ network_id, l2_gateway_id, segmentation_id });
    throw conflict("L2GatewayConnectionExists", `The specified mapping '${mapping}' exists on network gateway '${l2_gateway_id}'.`);
  }
}

/** Stores a connection, of the gateway's project, and answers it as the server does: with the segmentation id as it was sent. */
export function insertConnection({ state }: Scope, values: JsonObject, gateway: Row): JsonObject {
  const segment = String(values.segmentation_id ?? "");
  const row = state.connections.put({
    id: randomUUID(),
    network_id: values.network_id as Json,
    l2_gateway_id: gateway.id,
    tenant_id: gateway.tenant_id as Json,
    segmentation_id: segment === "" ? 0 : columnInteger(segment),
  });
  return { ...row, segmentation_id: segment };
}

/** Reading gives a number, or "" where the segmentation id is on the gateway (stored as 0). */
function showConnection(row: Row): JsonObject {
  const { id, network_id = "", l2_gateway_id = "", tenant_id = "", segmentation_id = 0 } = row;
  return { id, network_id, l2_gateway_id, tenant_id, segmentation_id: segmentation_id === 0 ? "" : segmentation_id };
}

/** Whether any interface of a gateway has a segmentation id over 0, in either form. */
function hasSegment(gateway: Row | undefined): boolean {
  const devices = (gateway?.devices ?? []) as JsonObject[];
  return devices.some((device) => {
    const interfaces = (Array.isArray(device.interfaces) ? device.interfaces : []).filter(isObject);
    const segments = [device.segmentation_id, ...interfaces.flatMap((item) => item.segmentation_id as Json[])];
    return segments.some((segment) => (int(segment) ?? 0) > 0);
  });
}
