// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from "node:crypto";
import { collated, columnInteger } from "../database";
import { isObject, type Json, type JsonObject } from "../json";
import type { AttributeMap } from "../neutron/attributes";
import { badRequest, conflict, crash, notFound } from "../neutron/errors";
import { text, truthy } from "../neutron/python";
import { ipAddress, oneOf, orNone, range, string } from "../neutron/validators";
import type { Row } from "../table";
import { type Collection, readable, type Scope, visible } from "./collection";
import { showRemoteMac } from "./remoteMacEntries";

/** networking-midonet@1dcb2d2 midonet/neutron/extensions/gateway_device.py `RESOURCE_ATTRIBUTE_MAP`. */
const attributes: AttributeMap = {
  id: { post: false, put: false },
  name: { post: true, put: true, default: "", validate: string(255) },
  type: { post: true, put: false, default: "hw_vtep", validate: oneOf("hw_vtep", "router_vtep", "network_vlan") },
  tenant_id: { post: true, put: false, validate: string(255) },
  management_ip: { post: true, put: false, default: null, validate: orNone(ipAddress) },
  management_port: { post: true, put: false, default: null, validate: orNone(range(0, 65535)) },
  management_protocol: { post: true, put: false, default: null },
  resource_id: { post: true, put: false, default: "", validate: string(255) },
  tunnel_ips: { post: true, put: true, default: "" },
  remote_mac_entries: { post: false, put: false, default: null },
};

/** The rules are those of networking-midonet@1dcb2d2 midonet/neutron/db/gateway_device.py, in its order. */
export const gatewayDevices: Collection = {
  names: { member: "gateway_device", collection: "gateway_devices" },
  attributes,
  columns: ["id", "name", "type", "tenant_id", "project_id"],
  rows: ({ state, caller }) => visible(state.gatewayDevices.all(), caller),
  show,
  get({ state, caller }, id) {
    const row = readable(state.gatewayDevices.get(id), caller);
    if (row === undefined) throw notFound("GatewayDeviceNotFound", `Gateway device ${id} does not exist`);
    return row;
  },
  create(scope, values) {
    const type = String(values.type);
    refuseByType(scope, type, values);
    const tunnels = tunnelsOf(values.tunnel_ips);
    if (type !== "network_vlan") refuseCount(tunnels.length, type);
    // The table holds one address for each device; a second one fails as a taken one does, after Neutron's own retries.
    if (tunnels.length > 1 || tunnels.some((address) => scope.state.gatewayDevices.has("tunnel", collated(address))))
      throw crash(scope.options.takenTunnelAddressMs);
    const managed = type === "hw_vtep";
    const row: Row = {
      id: randomUUID(),
      name: values.name as Json,
      type,
      tenant_id: values.tenant_id as Json,
      tunnel_ips: type === "network_vlan" ? [] : tunnels,
      management_ip: managed ? (values.management_ip as Json) : null,
      management_port: managed ? columnInteger(values.management_port as Json) : null,
      management_protocol: managed ? (truthy(values.management_protocol) ? text(values.management_protocol) : "ovsdb") : null,
      resource_id: managed ? "" : (values.resource_id as Json),
      // A network_vlan device never shows its address, and keeps it taken.
      ...(type === "network_vlan" && tunnels.length > 0 ? { hidden_tunnel_ips: tunnels } : {}),
    };
    scope.state.gatewayDevices.put(row);
    const shown = show(scope, row);
    if (!managed) return shown;
    // The answer to a POST holds what was sent, not what was stored.
    const protocol = truthy(values.management_protocol) ? (values.management_protocol as Json) : "ovsdb";
    return { ...shown, management_port: values.management_port as Json, management_protocol: protocol };
  },
  update(scope, row, values) {
    const type = String(row.type);
    const sent = values.tunnel_ips;
    if (type === "network_vlan") {
      // The server deletes the key from the body without looking whether it is there.
      if (sent === undefined) throw crash();
      return show(scope, scope.state.gatewayDevices.put({ ...row, name: values.name ?? row.name ?? "" }));
    }
    const change: JsonObject = {};
    if (values.name !== undefined) change.name = values.name;
    if (sent !== undefined && sent !== null) {
      const tunnels = tunnelsOf(sent, false);
      refuseCount(tunnels.length, type);
      const added = tunnels.filter((address) => !(row.tunnel_ips as Json[]).includes(address));
      if (added.some((address) => scope.state.gatewayDevices.has("tunnel", collated(address))))
        throw crash(scope.options.takenTunnelAddressMs);
      change.tunnel_ips = tunnels;
    }
    return show(scope, scope.state.gatewayDevices.put({ ...row, ...change }));
  },
  remove(scope, id) {
    const { state } = scope;
    if (state.l2Gateways.has("device", id)) throw conflict("GatewayDeviceInUse", `Gateway device ${id} is in use by l2 gateway`);
    gatewayDevices.get(scope, id);
    for (const entry of state.remoteMacEntries.find("device", id)) state.remoteMacEntries.delete(entry.id);
    state.gatewayDevices.delete(id);
  },
};

function show({ state }: Scope, { hidden_tunnel_ips: _, ...row }: Row): JsonObject {
  const { id, name = "", type = "", tenant_id = "", tunnel_ips = [], ...rest } = row;
  const entries = state.remoteMacEntries.find("device", id).map(showRemoteMac);
  return { id, name, type, tenant_id, tunnel_ips, remote_mac_entries: entries, ...rest, project_id: tenant_id };
}

function refuseByType({ state, caller }: Scope, type: string, values: JsonObject): void {
  if (type === "hw_vtep") {
    if (!truthy(values.management_ip) || !truthy(values.management_port))
      throw badRequest("Gateway device hw_vtep must be specified with management_port and management_ip", "HwVtepTypeInvalid");
    if (state.gatewayDevices.has("management", collated(values.management_ip)))
      throw conflict("GatewayDeviceParamDuplicate", `management_ip ${values.management_ip} is already used`);
    return;
  }
  const id = String(values.resource_id);
  const [kind, table] = type === "router_vtep" ? (["router", state.routers] as const) : (["network", state.networks] as const);
  if (id === "")
    throw badRequest(
      `Gateway device ${type} must be specified with resource_id`,
      kind === "router" ? "RouterVtepTypeInvalid" : "NetworkVlanTypeInvalid",
    );
  const resource = table.get(id);
  if (!readable(resource, caller) && resource?.shared !== true)
    throw notFound("ResourceNotFound", `specified resource ${id} does not exist`);
  const holders = state.gatewayDevices.find("resource", `${type} ${id}`).length;
  // The database lets two in under a race, and the server asks for the only one.
  if (holders > 1) throw crash();
  if (holders === 1) throw conflict("DeviceInUseByGatewayDevice", `device ${id} (${kind}) is in use by gateway device`);
}

/** What Python iterates over: a list, the keys of an object, the characters of a text. */
function tunnelsOf(sent: Json | undefined, orEmpty = true): string[] {
  if (orEmpty && !truthy(sent)) return [];
  if (typeof sent === "string") return [...sent];
  if (isObject(sent)) return Object.keys(sent);
  if (!Array.isArray(sent)) throw crash();
  if (sent.length === 1 && (sent[0] === null || typeof sent[0] === "object")) throw crash();
  return sent.map((address) => (typeof address === "boolean" ? String(Number(address)) : text(address)));
}

function refuseCount(count: number, type: string): void {
  const start = "Unable to complete operation for Gateway Device.";
  if (count > 1) throw badRequest(`${start} The number of tunnel ips exceeds the maximum 1.`, "TunnelIPsExhausted");
  if (count === 0) throw badRequest(`${start} The tunnel ips are required for ${type} type.`, "TunnelIPsRequired");
}
