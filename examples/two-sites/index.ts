// SPDX-License-Identifier: Apache-2.0
// Two sites, each a Neutron of its own, joined at layer 2: the network at tokyo and the network at osaka become one segment.
import * as pulumi from "@pulumi/pulumi";
import { GatewayDevice, L2Gateway, L2GatewayConnection, RemoteMacEntry } from "pulumi-border-gateway";

/** What a site has already. */
interface Existing {
  routerId: string;
  networkId: string;
  hostMac: string;
}

const config = new pulumi.Config();
const tokyo = config.requireObject<Existing>("tokyo");
const osaka = config.requireObject<Existing>("osaka");

// The segment has one segmentation id at every site, and each site one tunnel address: each is written once, here.
const segmentationId = config.getNumber("segmentationId") ?? 10100;
const tokyoTunnel = "203.0.113.1";
const osakaTunnel = "203.0.113.2";

// The VTEP of each site: the router at its edge, which ends the tunnel.
const tokyoEdge = new GatewayDevice("tokyo-edge", {
  site: "tokyo",
  type: "router_vtep",
  resourceId: tokyo.routerId,
  tunnelIps: [tokyoTunnel],
});
const osakaEdge = new GatewayDevice("osaka-edge", {
  site: "osaka",
  type: "router_vtep",
  resourceId: osaka.routerId,
  tunnelIps: [osakaTunnel],
});

// The segment on each VTEP.
const tokyoBlue = new L2Gateway("tokyo-blue", { site: "tokyo", devices: [{ deviceId: tokyoEdge.id, segmentationId }] });
const osakaBlue = new L2Gateway("osaka-blue", { site: "osaka", devices: [{ deviceId: osakaEdge.id, segmentationId }] });

// The network of each site that becomes part of it.
new L2GatewayConnection("tokyo-blue", { site: "tokyo", l2GatewayId: tokyoBlue.id, networkId: tokyo.networkId });
new L2GatewayConnection("osaka-blue", { site: "osaka", l2GatewayId: osakaBlue.id, networkId: osaka.networkId });

// Where each site finds the host of the other: behind the other's tunnel address.
new RemoteMacEntry("tokyo-to-osaka-host", {
  site: "tokyo",
  gatewayDeviceId: tokyoEdge.id,
  macAddress: osaka.hostMac,
  vtepAddress: osakaTunnel,
  segmentationId,
});
new RemoteMacEntry("osaka-to-tokyo-host", {
  site: "osaka",
  gatewayDeviceId: osakaEdge.id,
  macAddress: tokyo.hostMac,
  vtepAddress: tokyoTunnel,
  segmentationId,
});

export const devices = { tokyo: tokyoEdge.id, osaka: osakaEdge.id };
