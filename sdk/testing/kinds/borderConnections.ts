// SPDX-License-Identifier: Apache-2.0
import type { JsonObject } from "../json";
import { conflict } from "../neutron/errors";
import { truthy } from "../neutron/python";
import { getGateway, refusePoisoned } from "./borderGateways";
import type { Collection, Scope } from "./collection";
import { connections, insertConnection, refuseCommon } from "./connections";
import { limitOf, refuseSegment } from "./segmentation";

/** Connections of networking-midonet@1dcb2d2 midonet/neutron/db/l2gateway_midonet.py: one network for each gateway, the range by the type of the device. */
export const borderConnections: Collection = {
  ...connections,
  create(scope, values) {
    refuseCommon(scope, values, () => undefined);
    const gatewayId = String(values.l2_gateway_id);
    const gateway = getGateway(scope, gatewayId);
    refusePoisoned(gateway);
    if (scope.state.connections.has("gateway", gatewayId))
      throw conflict(
        "MidonetL2GatewayConnectionExists",
        `L2 Gateway Connection related to specified L2 Gateway ${gatewayId} already exists`,
      );
    const segment = values.segmentation_id ?? "";
    const limit = limitOf(deviceOf(scope, gateway.devices as JsonObject[])?.type);
    if (truthy(segment) && limit !== undefined) refuseSegment(segment, limit);
    return insertConnection(scope, values, gateway);
  },
  remove(scope, id) {
    connections.get(scope, id);
    scope.state.connections.delete(id);
  },
};

function deviceOf({ state }: Scope, devices: JsonObject[]): JsonObject | undefined {
  return state.gatewayDevices.get(String(devices[0]?.device_id));
}
