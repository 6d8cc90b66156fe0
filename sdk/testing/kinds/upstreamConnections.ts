// SPDX-License-Identifier: Apache-2.0
import type { Json, JsonObject } from "../json.js";
import { conflict, crash, notFound, Refusal } from "../neutron/errors.js";
import { int, truthy } from "../neutron/python.js";
import { getGateway } from "./borderGateways.js";
import type { Collection, Scope } from "./collection.js";
import { connections, insertConnection, refuseCommon } from "./connections.js";
import { refuseSegment, VLAN_LIMIT } from "./segmentation.js";
import { portId, switchId } from "./switches.js";

/** Connections of networking-l2gw networking_l2gw/services/l2gateway/service_drivers/rpc_l2gw.py: many networks for each gateway, each VLAN once on a port. */
export const upstreamConnections: Collection = {
  ...connections,
  create(scope, values) {
    refuseCommon(scope, values, (segment) => refuseSegment(segment, VLAN_LIMIT));
    const gateway = getGateway(scope, String(values.l2_gateway_id));
    const devices = gateway.devices as JsonObject[];
    refuseMissingSwitches(devices);
    const network = scope.state.networks.get(String(values.network_id));
    for (const device of devices) {
      const bindings = bindingsOf(device, values.segmentation_id ?? "");
      for (const { port, vlan, name } of bindings)
        if (scope.state.vlanBindings.find("port", port).some((row) => row.vlan === vlan))
          throw conflict("L2GatewayDuplicateSegmentationID", `Duplicate segmentation ID for the interface name=${name} uuid=${port}`);
      if (network?.["provider:network_type"] !== "vxlan")
        throw notFound("VxlanSegmentationIDNotFound", `vxlan segmentation id not found for the network '${values.network_id}'`);
      refuseSilentAgent(scope);
      for (const { port, vlan } of bindings)
        scope.state.vlanBindings.put({ id: `${port} ${vlan}`, port, vlan, network: values.network_id as Json });
    }
    return insertConnection(scope, values, gateway);
  },
  remove(scope, id) {
    const row = connections.get(scope, id);
    const { state } = scope;
    const devices = (state.l2Gateways.get(String(row.l2_gateway_id))?.devices ?? []) as JsonObject[];
    for (const device of devices) {
      const bindings = bindingsOf(device, row.segmentation_id === 0 ? "" : String(row.segmentation_id));
      // The driver asks for the logical switch of the network, which is there as long as any port of it is bound.
      if (!bindings.some(({ port }) => state.vlanBindings.find("port", port).length > 0)) throw crash();
      refuseSilentAgent(scope);
      for (const { port, vlan } of bindings) {
        const binding = state.vlanBindings.get(`${port} ${vlan}`);
        if (binding?.network === row.network_id) state.vlanBindings.delete(`${port} ${vlan}`);
      }
    }
    state.connections.delete(id);
  },
};

/** `_check_port_fault_status_and_switch_fault_status`. */
function refuseMissingSwitches(devices: JsonObject[]): void {
  for (const { device_name, interfaces } of devices) {
    const name = String(device_name);
    if (switchId(name) === undefined) throw notFound("L2GatewayDeviceNotFound", `L2 Gateway Device ${name} could not be found.`);
    for (const item of interfaces as JsonObject[])
      if (portId(name, String(item.name)) === undefined)
        throw new Refusal(500, "L2GatewayInterfaceNotFound", `L2 Gateway interface '${item.name}' not found.`);
  }
}

function bindingsOf({ device_name, interfaces }: JsonObject, segment: Json): { port: string; vlan: number; name: string }[] {
  return (interfaces as JsonObject[]).flatMap(({ name, segmentation_id }) => {
    const port = portId(String(device_name), String(name)) ?? "";
    const ids = truthy(segment) ? [segment] : (segmentation_id as Json[]);
    return ids.map((id) => ({ port, vlan: int(id) ?? 0, name: String(name) }));
  });
}

function refuseSilentAgent({ agent }: Scope): void {
  if (agent.fails) throw new Refusal(409, "OVSDBError", "Communication error with the L2 gateway agent");
}
