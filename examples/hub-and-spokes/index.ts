// SPDX-License-Identifier: Apache-2.0
// Twelve sites: a hub and eleven spokes. Each spoke has a tunnel to the hub and none to other spokes.
import { Config } from "@pulumi/pulumi";
import { BorderGatewayMesh } from "pulumi-border-gateway/mesh";

const hub = "tokyo";
const spokes = ["osaka", "nagoya", "sendai", "fukuoka", "sapporo", "kyoto", "kobe", "nara", "hiroshima", "naha", "niigata"];
const all = [hub, ...spokes];

// MAC addresses of the hosts per site, such as {"osaka": ["02:00:5e:10:00:01"]}.
const hosts = new Config().getObject<Record<string, string[]>>("hosts") ?? {};

const mesh = new BorderGatewayMesh("mesh", {
  sites: Object.fromEntries(all.map((name, index) => [name, { router: "edge", tunnelIp: `203.0.113.${index + 1}` }])),
  links: { hubs: [hub] },
  // Each segment gets an ID that is free at all of its sites. The ID does not change later.
  segmentationIds: { from: 10_000, to: 10_099 },
  segments: {
    backup: { sites: Object.fromEntries(all.map((name) => [name, { network: "backup", hosts: hosts[name] ?? [] }])) },
    // A full mesh of the first four sites only.
    voice: { links: "fullMesh", sites: Object.fromEntries(all.slice(0, 4).map((name) => [name, { network: "voice" }])) },
  },
});

export const topology = mesh.topology;
export const diagram = mesh.diagram;
