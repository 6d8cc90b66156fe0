// SPDX-License-Identifier: Apache-2.0
// The vendor's router-peering recipe. The routers of all sites share one layer 2 segment and route to each other's subnets over it.
import { Config } from "@pulumi/pulumi";
import { BorderGatewayMesh } from "pulumi-border-gateway/mesh";
import { type Peer, prerequisitesOf } from "./prerequisites";

const config = new Config();
const peers = config.requireObject<Record<string, Peer>>("peers");
const names = Object.keys(peers);
const prerequisites = prerequisitesOf(peers, config.get("cidr") ?? "172.16.0.0/24");

const perSite = <T>(of: (name: string, peer: Peer) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(peers).map(([name, peer]) => [name, of(name, peer)]));

// The mesh creates the gateway devices, L2 gateways, connections, and the remote MAC entries of the routers.
const mesh = new BorderGatewayMesh("peering", {
  sites: perSite((name, { tunnelIp }) => ({ router: prerequisites.get(name)?.routerId ?? "", tunnelIp })),
  segments: {
    peering: {
      segmentationId: config.getNumber("segmentationId") ?? 10100,
      // Each router is the only host of its site on the segment.
      sites: perSite((name, { mac }) => ({ network: prerequisites.get(name)?.networkId ?? "", hosts: [mac] })),
    },
  },
});

export const topology = mesh.topology;
export const createdHere = names.filter((name) => prerequisites.get(name)?.createdHere);
