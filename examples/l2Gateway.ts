// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { L2Gateway } from "pulumi-border-gateway";

const config = new pulumi.Config();

// A border gateway with one gateway device and one segmentation ID. The segmentation ID is the same at every site.
const blue = new L2Gateway("blue", {
  site: "tokyo",
  devices: [{ deviceId: config.require("deviceId"), segmentationId: 10100 }],
});

export const gatewayId = blue.id;
