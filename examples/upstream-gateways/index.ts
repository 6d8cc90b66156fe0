// SPDX-License-Identifier: Apache-2.0
// Connects networks of one site to ports of its switches, with L2 gateways of networking-l2gw.
import { Config } from "@pulumi/pulumi";
import { getNetworkOutput, L2Gateway, L2GatewayConnection } from "pulumi-border-gateway";

const site = "nagoya";
// VLAN IDs on the switches by network name.
const vlans = new Config().getObject<Record<string, number>>("vlans") ?? { web: 100, db: 101 };

// One gateway on two switches. Its ports specify no VLAN, so each connection specifies one, and many networks can use the gateway.
const racks = new L2Gateway("racks", {
  site,
  devices: [
    { deviceName: "sw1", interfaces: [{ name: "p1" }, { name: "p2" }] },
    { deviceName: "sw2", interfaces: [{ name: "p1" }] },
  ],
});
const connected = Object.entries(vlans).map(
  ([name, segmentationId]) =>
    new L2GatewayConnection(name, { site, l2GatewayId: racks.id, networkId: getNetworkOutput({ site, name }).id, segmentationId }),
);

// A gateway whose port specifies its VLAN. Its connection then specifies none.
const printer = new L2Gateway("printer", {
  site,
  devices: [{ deviceName: "sw2", interfaces: [{ name: "p3", segmentationIds: [300] }] }],
});
connected.push(
  new L2GatewayConnection("printer", { site, l2GatewayId: printer.id, networkId: getNetworkOutput({ site, name: "office" }).id }),
);

export const connections = connected.map(({ id }) => id);
