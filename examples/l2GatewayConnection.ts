// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { L2GatewayConnection } from "pulumi-border-gateway";

const config = new pulumi.Config();

// The segmentation id is on the gateway, so it is not here.
const blue = new L2GatewayConnection("blue", {
  site: "tokyo",
  l2GatewayId: config.require("gatewayId"),
  networkId: config.require("networkId"),
});

export const connectionId = blue.id;
