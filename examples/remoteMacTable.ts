// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { RemoteMacTable } from "pulumi-border-gateway";

const config = new pulumi.Config();
const hosts = ["02:00:5e:10:00:01", "02:00:5e:10:00:02", "02:00:5e:10:00:03"];

// All hosts of another site in one resource.
const osaka = new RemoteMacTable("osaka", {
  site: "tokyo",
  gatewayDeviceId: config.require("deviceId"),
  entries: hosts.map((macAddress) => ({ macAddress, vtepAddress: "198.51.100.1", segmentationId: 10100 })),
});

export const entryIds = osaka.entryIds;
