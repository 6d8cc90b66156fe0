// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { RemoteMacEntry } from "pulumi-border-gateway";

const config = new pulumi.Config();

// A host at another site, which is reached through that site's tunnel address.
const host = new RemoteMacEntry("db-1", {
  site: "tokyo",
  gatewayDeviceId: config.require("deviceId"),
  macAddress: "02:00:5e:10:00:01",
  vtepAddress: "198.51.100.1",
  segmentationId: 10100,
});

export const entryId = host.id;
