// SPDX-License-Identifier: Apache-2.0
import { GatewayDevice, L2Gateway, L2GatewayConnection, RemoteMacEntry, RemoteMacTable } from "pulumi-border-gateway";

export const ID = "6f1a6a0c-6a1a-4a5a-9a3a-0a1b2c3d4e5f";
export const MAC = { macAddress: "02:00:5e:10:00:01", vtepAddress: "198.51.100.1", segmentationId: 10100 };

/** Of every kind: its class, and arguments with all it requires. */
export const samples = {
  gatewayDevice: { Kind: GatewayDevice, args: { name: "edge", type: "router_vtep", resourceId: ID, tunnelIps: ["192.0.2.1"] } },
  l2Gateway: { Kind: L2Gateway, args: { name: "blue", devices: [{ deviceId: ID, segmentationId: 10100 }] } },
  l2GatewayConnection: { Kind: L2GatewayConnection, args: { l2GatewayId: ID, networkId: ID } },
  remoteMacEntry: { Kind: RemoteMacEntry, args: { gatewayDeviceId: ID, ...MAC } },
  remoteMacTable: { Kind: RemoteMacTable, args: { gatewayDeviceId: ID, entries: [MAC] } },
} as const;

/** Resource options whose way into the request is worth comparing. */
export const OPTIONS = { deleteBeforeReplace: true, protect: true, ignoreChanges: ["site"] };
