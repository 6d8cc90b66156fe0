// SPDX-License-Identifier: Apache-2.0
// One segment over three types of gateway devices: a switch, a router and a VLAN uplink.
import { BorderGatewayMesh } from "pulumi-border-gateway/mesh";

const mesh = new BorderGatewayMesh("mesh", {
  sites: {
    // A hardware VTEP that is managed over OVSDB.
    factory: { managementIp: "192.0.2.10", managementPort: 6640, tunnelIp: "203.0.113.10" },
    // A router that terminates the tunnel.
    tokyo: { router: "edge", tunnelIp: "203.0.113.1" },
    // A VLAN uplink without a tunnel. The carrier's line transports the segment as VLAN 300.
    yard: { network: "uplink" },
  },
  segments: {
    machines: {
      // At most 4094, because it is the VLAN ID of the network_vlan device.
      segmentationId: 300,
      sites: {
        factory: { network: "machines", hosts: ["02:00:5e:10:00:0a", "02:00:5e:10:00:0b"] },
        tokyo: { network: "machines", hosts: ["02:00:5e:10:00:01"] },
        yard: { network: "machines" },
      },
    },
  },
});

export const topology = mesh.topology;
