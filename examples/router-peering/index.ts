// SPDX-License-Identifier: Apache-2.0
// The vendor's router-peering recipe: the routers of all sites meet on one layer 2 segment, and route to each other's subnets over it.
import { Config } from "@pulumi/pulumi";
import { BorderGatewayMesh } from "pulumi-border-gateway/mesh";
import { groundOf, type Peer } from "./ground";

const config = new Config();
const peers = config.requireObject<Record<string, Peer>>("peers");
const names = Object.keys(peers);
const ground = groundOf(peers, config.get("cidr") ?? "172.16.0.0/24");

const perSite = <T>(of: (name: string, peer: Peer) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(peers).map(([name, peer]) => [name, of(name, peer)]));

// What Neutron's own API has no word for: devices, L2 gateways, connections, and where each router is found by the others.
const mesh = new BorderGatewayMesh("peering", {
  sites: perSite((name, { tunnelIp }) => ({ router: ground.get(name)?.routerId ?? "", tunnelIp })),
  segments: {
    peering: {
      segmentationId: config.getNumber("segmentationId") ?? 10100,
      // The router's own port is the one host that the other sites have to find.
      sites: perSite((name, { mac }) => ({ network: ground.get(name)?.networkId ?? "", hosts: [mac] })),
    },
  },
});

export const topology = mesh.topology;
export const madeHere = names.filter((name) => ground.get(name)?.madeHere);
