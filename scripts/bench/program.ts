// SPDX-License-Identifier: Apache-2.0
// The program that is measured: `bench:count` resources of the kind `bench:what`.
import { Config } from "@pulumi/pulumi";
import { RemoteMacEntry, RemoteMacTable } from "pulumi-border-gateway";
import { Noop } from "./noop";

const config = new Config("bench");
const count = config.requireNumber("count");
const gatewayDeviceId = config.require("device");
/** Every entry of the table points here, except the first one if `bench:moved` is set. */
const moved = config.get("moved");

const entries = Array.from({ length: count }, (_, n) => ({
  macAddress: `02:00:00:${[16, 8, 0].map((bits) => ((n >> bits) & 255).toString(16).padStart(2, "0")).join(":")}`,
  vtepAddress: n === 0 && moved !== undefined ? moved : "203.0.113.1",
  segmentationId: 100,
}));

const what = config.require("what");
if (what === "table") new RemoteMacTable("hosts", { gatewayDeviceId, entries });
else
  for (const [n, entry] of entries.entries()) {
    if (what === "noop") new Noop(`r${n}`, { gatewayDeviceId, ...entry });
    else new RemoteMacEntry(`r${n}`, { gatewayDeviceId, ...entry });
  }
