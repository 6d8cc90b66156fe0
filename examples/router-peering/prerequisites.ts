// SPDX-License-Identifier: Apache-2.0
// The prerequisites of the segment: a router and a network at each site. They exist already, or the program creates them if @pulumi/openstack is installed.
import { type CustomResource, type CustomResourceOptions, type Input, type ProviderResource, RunError } from "@pulumi/pulumi";

export interface Peer {
  /** The tunnel address of the site's gateway device. */
  readonly tunnelIp: string;
  /** The IP address of the site's router on the segment. */
  readonly address: string;
  /** The MAC address of the site's router on the segment. */
  readonly mac: string;
  /** The subnets behind the router, to which the other sites have routes. */
  readonly behind: readonly string[];
  /** IDs of an existing router and network, set up as the recipe requires. */
  readonly routerId?: string;
  readonly networkId?: string;
}

interface Prerequisites {
  readonly routerId: Input<string>;
  readonly networkId: Input<string>;
  /** True if this program creates the router and the network. */
  readonly createdHere: boolean;
}

type Class = new (name: string, args: object, opts: CustomResourceOptions) => CustomResource;

/** The used part of @pulumi/openstack. The program compiles and runs without that package. */
interface OpenStack {
  readonly Provider: new (name: string, args: { cloud: string }) => ProviderResource;
  readonly networking: Readonly<Record<"Router" | "Network" | "Subnet" | "Port" | "RouterInterface" | "RouterRoute", Class>>;
}

function installedOpenStack(): OpenStack | undefined {
  try {
    return require("@pulumi/openstack") as OpenStack;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

export function prerequisitesOf(peers: Readonly<Record<string, Peer>>, cidr: string): Map<string, Prerequisites> {
  return new Map(
    Object.entries(peers).map(([name, { routerId, networkId }]) => {
      if (routerId !== undefined && networkId !== undefined) return [name, { routerId, networkId, createdHere: false }];
      const openstack = installedOpenStack();
      if (openstack === undefined)
        throw new RunError(
          `peers.${name} has no routerId and networkId. Set both to existing objects, or install @pulumi/openstack to create them.`,
        );
      return [name, createPrerequisites(openstack, name, peers, cidr)];
    }),
  );
}

/** Creates the objects of the recipe at one site. The site's cloud in clouds.yaml has the same name as the site. */
function createPrerequisites(
  { Provider, networking }: OpenStack,
  name: string,
  peers: Readonly<Record<string, Peer>>,
  cidr: string,
): Prerequisites {
  const { Router, Network, Subnet, Port, RouterInterface, RouterRoute } = networking;
  const provider = new Provider(name, { cloud: name });
  const router = new Router(`${name}-edge`, {}, { provider });
  const network = new Network(`${name}-peering`, { portSecurityEnabled: false }, { provider });
  // The subnet is the same at all sites, so it has no gateway and no DHCP.
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
    // ARP does not cross the tunnel. The stand-in port supplies the MAC address of the other site's router.
    port(other, { deviceOwner: "network:remote-site" });
    for (const destinationCidr of behind)
      new RouterRoute(
        `${name}-${other}-${destinationCidr}`,
        { routerId: router.id, destinationCidr, nextHop: address },
        { provider, dependsOn: [attached] },
      );
  }
  return { routerId: router.id, networkId: network.id, createdHere: true };
}
