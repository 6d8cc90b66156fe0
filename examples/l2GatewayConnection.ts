// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { L2GatewayConnection } from "pulumi-border-gateway";

const config = new pulumi.Config();

// The gateway specifies the segmentation ID, so the connection must not.
const blue = new L2GatewayConnection("blue", {
  site: "tokyo",
  l2GatewayId: config.require("gatewayId"),
  networkId: config.require("networkId"),
});

export const connectionId = blue.id;
