// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from "node:crypto";
import { collated, columnInteger } from "../database";
import type { Json, JsonObject } from "../json";
import { badRequest, conflict, crash, notFound, Refusal } from "../neutron/errors";
import { ipAddress, macAddress, nonNegative, string } from "../neutron/validators";
import type { Row } from "../table";
import { type Collection, readable, type Scope } from "./collection";

/** networking-midonet@1dcb2d2 midonet/neutron/extensions/gateway_device.py `SUB_RESOURCE_ATTRIBUTE_MAP` and midonet/neutron/services/gw_device/plugin.py. */
export const remoteMacEntries: Collection = {
  names: { member: "remote_mac_entry", collection: "remote_mac_entries", bulk: true },
  attributes: {
    id: { post: false, put: false },
    vtep_address: { post: true, put: false, default: null, validate: ipAddress },
    mac_address: { post: true, put: false, validate: macAddress },
    segmentation_id: { post: true, put: false, validate: nonNegative },
    tenant_id: { post: true, put: false, validate: string(255) },
  },
  columns: ["id", "mac_address", "vtep_address", "segmentation_id"],
  pages: false,
  rows(scope) {
    const rows = scope.state.remoteMacEntries.find("device", scope.parent ?? "");
    if (rows.length > 0) refuseNonAdmin(scope);
    return rows;
  },
  show: (_, row) => showRemoteMac(row),
  get(scope, id) {
    const row = scope.state.remoteMacEntries.get(id);
    if (row === undefined) throw notFound("RemoteMacEntryNotFound", `Remote MAC entry ${id} does not exist`);
    if (row.device_id !== scope.parent)
      throw badRequest(`Remote MAC entry ${id} does not belong to gateway device ${scope.parent}`, "RemoteMacEntryWrongGatewayDevice");
    refuseNonAdmin(scope);
    return row;
  },
  create({ state, caller, parent = "" }, values) {
    const device = readable(state.gatewayDevices.get(parent), caller);
    if (device === undefined) throw notFound("GatewayDeviceNotFound", `Gateway device ${parent} does not exist`);
    if (device.type === "network_vlan")
      throw conflict("OperationRemoteMacEntryNotSupported", "Unable to operate remote_mac_entry for gateway device network_vlan type.");
    const segment = columnInteger(values.segmentation_id as Json);
    if (state.remoteMacEntries.has("mac", collated(values.mac_address)))
      throw conflict("DuplicateRemoteMacEntry", `Request contains duplicate remote mac address entry: mac_address ${values.mac_address}.`);
    const row = state.remoteMacEntries.put({
      id: randomUUID(),
      device_id: parent,
      mac_address: values.mac_address as Json,
      vtep_address: values.vtep_address as Json,
      segmentation_id: segment,
    });
    return { ...showRemoteMac(row), segmentation_id: values.segmentation_id as Json };
  },
  update() {
    throw crash();
  },
  remove(scope, id) {
    remoteMacEntries.get(scope, id);
    scope.state.remoteMacEntries.delete(id);
  },
};

export function showRemoteMac({ id, mac_address, vtep_address, segmentation_id }: Row): JsonObject {
  return { id, mac_address: mac_address as Json, vtep_address: vtep_address as Json, segmentation_id: segmentation_id as Json };
}

/** The policy check of a member looks for a tenant on the entry, which has none, and fails. An admin is not checked. */
function refuseNonAdmin({ caller }: Scope): void {
  if (caller.admin) return;
  const match = "tenant_id:%(tenant_id)s";
  throw new Refusal(
    500,
    "PolicyCheckError",
    `Failed to check policy ${match} because Unable to verify match:%(tenant_id)s as the parent resource: tenant was not found.`,
  );
}
