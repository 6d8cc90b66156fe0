// SPDX-License-Identifier: Apache-2.0
// Networks of one site on ports of its switches: L2 gateways of networking-l2gw.
import { Config } from "@pulumi/pulumi";
import { L2Gateway, L2GatewayConnection, lookUpNetwork } from "pulumi-border-gateway";

const site = "nagoya";
// The VLAN that each network has on the switches, by the network's name.
const vlans = new Config().getObject<Record<string, number>>("vlans") ?? { web: 100, db: 101 };

// One gateway over two switches. Its ports name no VLAN, so each connection does, and many networks can use it.
const racks = new L2Gateway("racks", {
  site,
  devices: [
    { deviceName: "sw1", interfaces: [{ name: "p1" }, { name: "p2" }] },
    { deviceName: "sw2", interfaces: [{ name: "p1" }] },
  ],
});
const joined = Object.entries(vlans).map(
  ([name, segmentationId]) =>
    new L2GatewayConnection(name, { site, l2GatewayId: racks.id, networkId: lookUpNetwork({ site, name }).id, segmentationId }),
);

// A gateway whose port names its VLAN: the connection then names none.
const printer = new L2Gateway("printer", {
  site,
  devices: [{ deviceName: "sw2", interfaces: [{ name: "p3", segmentationIds: [300] }] }],
});
joined.push(new L2GatewayConnection("printer", { site, l2GatewayId: printer.id, networkId: lookUpNetwork({ site, name: "office" }).id }));

export const connections = joined.map(({ id }) => id);
