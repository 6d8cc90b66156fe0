// SPDX-License-Identifier: Apache-2.0
// The program that is measured: a device, and a gateway with its connection on each network; or as many resources of the same order that do nothing.
import { Config } from "@pulumi/pulumi";
import { GatewayDevice, L2Gateway, L2GatewayConnection } from "pulumi-border-gateway";
import { Noop } from "../bench/noop";
import { SEGMENTATION_ID, TUNNEL_IP } from "./ground";

const config = new Config("bench");
const resourceId = config.require("router");
const networks = config.requireObject<string[]>("networks");

if (config.require("what") === "noop") {
  const device = new Noop("edge", { resourceId });
  for (const [n, networkId] of networks.entries()) {
    const gateway = new Noop(`gateway${n}`, { deviceId: device.id });
    new Noop(`join${n}`, { l2GatewayId: gateway.id, networkId });
  }
} else {
  const device = new GatewayDevice("edge", { type: "router_vtep", resourceId, tunnelIps: [TUNNEL_IP] });
  for (const [n, networkId] of networks.entries()) {
    const gateway = new L2Gateway(`gateway${n}`, { devices: [{ deviceId: device.id, segmentationId: SEGMENTATION_ID + n }] });
    new L2GatewayConnection(`join${n}`, { l2GatewayId: gateway.id, networkId });
  }
}
