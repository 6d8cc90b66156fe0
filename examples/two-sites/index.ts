// SPDX-License-Identifier: Apache-2.0
// Two sites, each with its own Neutron. The network at tokyo and the network at osaka become one layer 2 segment.
import * as pulumi from "@pulumi/pulumi";
import { GatewayDevice, L2Gateway, L2GatewayConnection, RemoteMacEntry } from "pulumi-border-gateway";

/** Existing objects at a site. */
interface Existing {
  routerId: string;
  networkId: string;
  hostMac: string;
}

const config = new pulumi.Config();
const tokyo = config.requireObject<Existing>("tokyo");
const osaka = config.requireObject<Existing>("osaka");

// The segmentation ID is the same at both sites. Each tunnel address belongs to one site.
const segmentationId = config.getNumber("segmentationId") ?? 10100;
const tokyoTunnel = "203.0.113.1";
const osakaTunnel = "203.0.113.2";

// The VTEP of each site is its edge router, which terminates the tunnel.
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

// The L2 gateway adds the segment to the VTEP.
const tokyoBlue = new L2Gateway("tokyo-blue", { site: "tokyo", devices: [{ deviceId: tokyoEdge.id, segmentationId }] });
const osakaBlue = new L2Gateway("osaka-blue", { site: "osaka", devices: [{ deviceId: osakaEdge.id, segmentationId }] });

// The connection adds the site's network to the segment.
new L2GatewayConnection("tokyo-blue", { site: "tokyo", l2GatewayId: tokyoBlue.id, networkId: tokyo.networkId });
new L2GatewayConnection("osaka-blue", { site: "osaka", l2GatewayId: osakaBlue.id, networkId: osaka.networkId });

// Each site reaches the host of the other site through that site's tunnel address.
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
