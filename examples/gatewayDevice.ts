// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { GatewayDevice } from "pulumi-border-gateway";

const config = new pulumi.Config();

// A router of this site that terminates the tunnels to the other sites.
const edge = new GatewayDevice("edge", {
  site: "tokyo",
  type: "router_vtep",
  resourceId: config.require("routerId"),
  tunnelIps: ["192.0.2.1"],
});

export const deviceId = edge.id;
