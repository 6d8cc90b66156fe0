// SPDX-License-Identifier: Apache-2.0
import type { JsonObject } from "../json";
import { notFound, Refusal } from "../neutron/errors";
import { getGateway } from "./borderGateways";
import type { Collection } from "./collection";
import { connections, insertConnection, refuseCommon } from "./connections";
import { refuseSegment, VLAN_LIMIT } from "./segmentation";
import { portId, switchId } from "./switches";
import { bind, unbind } from "./vlanBindings";

/** Connections of networking-l2gw networking_l2gw/services/l2gateway/service_drivers/rpc_l2gw.py: many networks for each gateway, each VLAN once on a port. */
export const upstreamConnections: Collection = {
  ...connections,
  create(scope, values) {
    refuseCommon(scope, values, (segment) => refuseSegment(segment, VLAN_LIMIT));
    const gateway = getGateway(scope, String(values.l2_gateway_id));
    const devices = gateway.devices as JsonObject[];
    refuseMissingPorts(devices);
    for (const device of devices) bind(scope, device, String(values.network_id), values.segmentation_id ?? "");
    return insertConnection(scope, values, gateway);
  },
  remove(scope, id) {
    const row = connections.get(scope, id);
    const devices = (scope.state.l2Gateways.get(String(row.l2_gateway_id))?.devices ?? []) as JsonObject[];
    for (const device of devices) unbind(scope, device, row);
    scope.state.connections.delete(id);
  },
};

/** `_check_port_fault_status_and_switch_fault_status`. */
function refuseMissingPorts(devices: JsonObject[]): void {
  for (const { device_name, interfaces } of devices) {
    const name = String(device_name);
    if (switchId(name) === undefined) throw notFound("L2GatewayDeviceNotFound", `L2 Gateway Device ${name} could not be found.`);
    for (const item of interfaces as JsonObject[])
      if (portId(name, String(item.name)) === undefined)
        throw new Refusal(500, "L2GatewayInterfaceNotFound", `L2 Gateway interface '${item.name}' not found.`);
  }
}
