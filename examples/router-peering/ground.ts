// SPDX-License-Identifier: Apache-2.0
// What the segment stands on: a router and a network at each site. Ids of what is there already, or made with @pulumi/openstack where that package is installed.
import { type CustomResource, type CustomResourceOptions, type Input, type ProviderResource, RunError } from "@pulumi/pulumi";

export interface Peer {
  /** The VTEP address of the site's gateway device. */
  readonly tunnelIp: string;
  /** Address and MAC address of the site's router on the segment. */
  readonly address: string;
  readonly mac: string;
  /** The subnets behind the router, which the other sites route to. */
  readonly behind: readonly string[];
  /** Router and network that are there already, with all that the recipe asks of them. */
  readonly routerId?: string;
  readonly networkId?: string;
}

interface Ground {
  readonly routerId: Input<string>;
  readonly networkId: Input<string>;
  readonly madeHere: boolean;
}

type Class = new (name: string, args: object, opts: CustomResourceOptions) => CustomResource;

/** What is used of @pulumi/openstack: this program compiles and runs without it. */
interface OpenStack {
  readonly Provider: new (name: string, args: { cloud: string }) => ProviderResource;
  readonly networking: Readonly<Record<"Router" | "Network" | "Subnet" | "Port" | "RouterInterface" | "RouterRoute", Class>>;
}

function installed(): OpenStack | undefined {
  try {
    return require("@pulumi/openstack") as OpenStack;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

export function groundOf(peers: Readonly<Record<string, Peer>>, cidr: string): Map<string, Ground> {
  return new Map(
    Object.entries(peers).map(([name, { routerId, networkId }]) => {
      if (routerId !== undefined && networkId !== undefined) return [name, { routerId, networkId, madeHere: false }];
      const openstack = installed();
      if (openstack === undefined)
        throw new RunError(`peers.${name}: give routerId and networkId of what is there, or install @pulumi/openstack, which makes them`);
      return [name, made(openstack, name, peers, cidr)];
    }),
  );
}

/** The recipe's own steps at one site. Its cloud in clouds.yaml has the site's name. */
function made({ Provider, networking }: OpenStack, name: string, peers: Readonly<Record<string, Peer>>, cidr: string): Ground {
  const { Router, Network, Subnet, Port, RouterInterface, RouterRoute } = networking;
  const provider = new Provider(name, { cloud: name });
  const router = new Router(`${name}-edge`, {}, { provider });
  const network = new Network(`${name}-peering`, { portSecurityEnabled: false }, { provider });
  // The same at all sites, so nobody's gateway and nobody's DHCP.
  const subnet = new Subnet(`${name}-peering`, { networkId: network.id, cidr, noGateway: true, enableDhcp: false }, { provider });
  const port = (peer: string, more: object) =>
    new Port(
      `${name}-${peer}`,
      {
        networkId: network.id,
        macAddress: peers[peer]?.mac,
        fixedIps: [{ subnetId: subnet.id, ipAddress: peers[peer]?.address }],
        ...more,
      },
      { provider },
    );
  const attached = new RouterInterface(`${name}-edge`, { routerId: router.id, portId: port(name, {}).id }, { provider });
  for (const [other, { address, behind }] of Object.entries(peers)) {
    if (other === name) continue;
    // ARP does not cross the tunnel: a stand-in port is how the router here knows the MAC address of the router there.
    port(other, { deviceOwner: "network:remote-site" });
    for (const destinationCidr of behind)
      new RouterRoute(
        `${name}-${other}-${destinationCidr}`,
        { routerId: router.id, destinationCidr, nextHop: address },
        { provider, dependsOn: [attached] },
      );
  }
  return { routerId: router.id, networkId: network.id, madeHere: true };
}
