// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { L2Gateway, L2GatewayConnection } from "pulumi-border-gateway";

const config = new pulumi.Config();

// An upstream gateway on a switch, whose port p1 carries VLAN 100.
const rack = new L2Gateway("rack", {
  site: "nagoya",
  devices: [{ deviceName: "sw1", interfaces: [{ name: "p1", segmentationIds: [100] }] }],
});

const connection = new L2GatewayConnection("rack", { site: "nagoya", l2GatewayId: rack.id, networkId: config.require("networkId") });

export const connectionId = connection.id;
