// SPDX-License-Identifier: Apache-2.0
// A switch, a router and a VLAN uplink: one segment over three kinds of devices.
import { BorderGatewayMesh } from "pulumi-border-gateway/mesh";

const mesh = new BorderGatewayMesh("mesh", {
  sites: {
    // A hardware VTEP, managed by OVSDB.
    factory: { managementIp: "192.0.2.10", managementPort: 6640, tunnelIp: "203.0.113.10" },
    // A router that ends the tunnel.
    tokyo: { router: "edge", tunnelIp: "203.0.113.1" },
    // A VLAN uplink: no tunnel, the provider's line carries the segment as VLAN 300.
    yard: { network: "uplink" },
  },
  segments: {
    machines: {
      // Within the VLANs, as a device of type network_vlan carries it.
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
