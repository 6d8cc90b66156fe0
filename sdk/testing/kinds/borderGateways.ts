// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from "node:crypto";
import { columnInteger } from "../database";
import { isObject, type Json, type JsonObject } from "../json";
import { adminRequired, conflict, crash, notFound, Refusal } from "../neutron/errors";
import { text, truthy } from "../neutron/python";
import { string, type Validator } from "../neutron/validators";
import type { Row } from "../table";
import type { Collection, Scope } from "./collection";
import { limitOf, refuseSegment } from "./segmentation";

/** networking-midonet@1dcb2d2 midonet/neutron/services/l2gateway/common/l2gw_midonet_validators.py `validate_gwdevice_list`. */
const devices: Validator = (value) => {
  if (!truthy(value)) return "Cannot create a gateway with an empty device list";
  if (typeof value === "number" || typeof value === "boolean") throw crash();
  const items = isObject(value) ? Object.keys(value) : [...(value as string | Json[])];
  if (items.length > 1) return "Exactly one device must be specified to create a gateway";
  const device = items[0] as Json;
  if (!isObject(device)) return `'${text(device)}' is not a dictionary`;
  if (!truthy(device.device_id)) return "Cannot create a gateway with an empty device_id";
  if (truthy(device.interfaces)) return "Interfaces are not allowed in MidoNet L2GW";
  return undefined;
};

/** L2 gateways in the border form: networking-midonet@1dcb2d2 midonet/neutron/db/l2gateway_midonet.py over networking-l2gw networking_l2gw/db/l2gateway/l2gateway_db.py. */
export const borderGateways: Collection = {
  names: { member: "l2_gateway", collection: "l2_gateways" },
  attributes: {
    id: { post: false, put: false },
    name: { post: true, put: true, default: "", validate: string() },
    devices: { post: true, put: true, validate: devices },
    tenant_id: { post: true, put: false, validate: string() },
  },
  columns: ["id", "name", "tenant_id", "project_id"],
  standardAttributes: true,
  rows({ state, caller }) {
    if (!caller.admin) throw adminRequired("GET");
    return state.l2Gateways.all();
  },
  show(_, row, fields = []) {
    if (fields.length === 0 || fields.includes("devices")) refusePoisoned(row);
    const { id, name = "", devices = [], tenant_id = "" } = row;
    return { id, name, devices, tenant_id };
  },
  get: getGateway,
  create({ state, caller, options: _ }, values) {
    if (!caller.admin) throw adminRequired("CREATE");
    const sent = (values.devices as JsonObject[])[0] as JsonObject;
    const deviceId = text(sent.device_id);
    const device = state.gatewayDevices.get(deviceId);
    if (device === undefined) throw notFound("GatewayDeviceNotFound", `Gateway device ${deviceId} does not exist`);
    const segment = sent.segmentation_id;
    const limit = limitOf(device.type);
    if (truthy(segment) && limit !== undefined) refuseSegment(segment as Json, limit);
    // `str()` of what was sent goes into the answer, cut at the first blank; a number goes into the database.
    const sentText = truthy(segment) ? text(segment) : undefined;
    const number = sentText === undefined ? undefined : columnInteger(sentText);
    if (String(values.name).length > 255 || String(values.tenant_id).length > 255) throw crash();
    const row = state.l2Gateways.put({
      id: randomUUID(),
      name: values.name as Json,
      devices: [{ device_id: deviceId, ...(number === undefined ? {} : { segmentation_id: String(number) }) }],
      tenant_id: values.tenant_id as Json,
    });
    const echo = sentText === undefined ? {} : { segmentation_id: sentText.trim() };
    return { ...row, devices: [{ device_id: deviceId, ...echo }] };
  },
  update(_, row, values) {
    refusePoisoned(row);
    // The validation of the base class looks for `device_name`; without devices the driver is reached, which has no update.
    if ("devices" in values) throw crash();
    throw new Refusal(501, "NotImplementedError", "");
  },
  remove(scope, id) {
    refusePoisoned(getGateway(scope, id));
    refuseInUse(scope, id);
    scope.state.l2Gateways.delete(id);
  },
};

export function getGateway(scope: Scope, id: string): Row {
  const { state, caller } = scope;
  if (!caller.admin) throw adminRequired("GET");
  const row = state.l2Gateways.get(id);
  if (row === undefined) throw notFound("L2GatewayNotFound", `L2 Gateway ${id} could not be found`);
  return row;
}

export function refuseInUse({ state }: Scope, id: string): void {
  if (state.connections.has("gateway", id))
    throw conflict("L2GatewayInUse", `L2 Gateway '${id}' still has active mappings with one or more neutron networks.`);
}

/**
 * A stored segmentation id of 0 poisons the row: the base class makes "" of it, splits that into an empty list, and the border form takes its first item.
 * @throws Refusal 500, also out of a list that holds the row
 */
export function refusePoisoned(row: Row): void {
  for (const device of row.devices as JsonObject[]) if (device.segmentation_id === "0") throw crash();
}
