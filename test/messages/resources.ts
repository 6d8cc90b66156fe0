// SPDX-License-Identifier: Apache-2.0
// Mistakes in the arguments of single resources, over emulated sites.
import type { ExecutionContext } from "ava";
import type { Props } from "../../provider/kinds/definition";
import { ID, MAC } from "../helpers/samples";
import { withSites } from "../helpers/sites";
import { type Mistake, type Section, withPrefix } from "./page";

type Case = readonly [did: string, given: Props];
type Sites = Awaited<ReturnType<typeof withSites>>;
type Name = Parameters<Sites["life"]>[0];

const hardware = { name: "second", managementIp: "192.0.2.2", managementPort: 6632, tunnelIps: ["203.0.113.2"] };

/** Checks the arguments of each case as a preview does, one case after the other. */
async function refusalsOf({ life }: Sites, name: Name, cases: readonly Case[]): Promise<Mistake[]> {
  const mistakes: Mistake[] = [];
  for (const [did, given] of cases) mistakes.push({ did, messages: withPrefix(await life(name).refusals(given)) });
  return mistakes;
}

/** Sections for each kind of resource. */
export async function resourceSections(t: ExecutionContext): Promise<Section[]> {
  const sites = await withSites(t);
  const { site, life } = sites;
  const [router, vlanNetwork, web, db] = [site.addRouter(), site.addNetwork(), site.addNetwork(), site.addNetwork()];
  const id = async (name: Name, given: Props): Promise<string> => {
    const one = life(name);
    await one.up(given);
    return one.state?.id ?? "";
  };
  const edge = await id("gatewayDevice", { name: "edge", type: "router_vtep", resourceId: router, tunnelIps: ["203.0.113.1"] });
  await id("gatewayDevice", { ...hardware, name: "rack", managementIp: "192.0.2.1", tunnelIps: ["203.0.113.3"] });
  const vlan = await id("gatewayDevice", { name: "vlan", type: "network_vlan", resourceId: vlanNetwork });
  const tagged = await id("l2Gateway", { name: "tagged", devices: [{ deviceId: edge, segmentationId: 100 }] });
  const bare = await id("l2Gateway", { name: "bare", devices: [{ deviceId: edge }] });
  await id("l2GatewayConnection", { l2GatewayId: tagged, networkId: web });
  const switches = { name: "g", devices: [{ deviceName: "sw1", interfaces: [{ name: "p1", segmentationIds: [7] }] }] };
  const upstream = await withSites(t, { sites: ["kyoto"], kind: "upstream" });

  const devices: Case[] = [
    ["left out every argument of a hardware VTEP", {}],
    ["misspelled an argument", { ...hardware, tunnelIp: "203.0.113.2" }],
    ["gave an unknown type", { ...hardware, type: "router" }],
    ["set `resourceId` without `type`", { ...hardware, resourceId: router }],
    ["left out `resourceId` of a router", { name: "r", type: "router_vtep", tunnelIps: ["203.0.113.2"] }],
    ["set `managementIp` of a router", { name: "r", type: "router_vtep", resourceId: router, managementIp: "192.0.2.9" }],
    ["set `tunnelIps` of a VLAN device", { name: "v", type: "network_vlan", resourceId: db, tunnelIps: ["203.0.113.2"] }],
    ["gave no IP address as tunnel address", { ...hardware, tunnelIps: ["vtep"] }],
    ["gave an empty list of tunnel addresses", { ...hardware, tunnelIps: [] }],
    ["gave two tunnel addresses", { ...hardware, tunnelIps: ["203.0.113.2", "203.0.113.4"] }],
    ["gave a port out of range", { ...hardware, managementPort: 70_000 }],
    ["gave a name of 256 characters", { ...hardware, name: "n".repeat(256) }],
    ["gave text instead of a list", { ...hardware, tunnelIps: "203.0.113.2" }],
    ["gave text instead of a boolean", { ...hardware, adopt: "yes" }],
    ["gave the name of a router instead of its ID", { name: "r", type: "router_vtep", resourceId: "edge", tunnelIps: ["203.0.113.2"] }],
    ["gave the ID of a network as that of a router", { name: "r", type: "router_vtep", resourceId: web, tunnelIps: ["203.0.113.2"] }],
    ["used a router twice", { name: "r", type: "router_vtep", resourceId: router, tunnelIps: ["203.0.113.2"] }],
    ["used a tunnel address twice", { ...hardware, tunnelIps: ["203.0.113.1"] }],
    ["used a management address twice", { ...hardware, managementIp: "192.0.2.1" }],
    ["named an unknown site", { ...hardware, site: "tokio" }],
  ];
  const gateways: Case[] = [
    ["left out `devices`", { name: "g" }],
    ["gave an empty list of devices", { name: "g", devices: [] }],
    ["gave an empty device", { name: "g", devices: [{}] }],
    ["mixed the two forms of a device", { name: "g", devices: [{ deviceId: edge, interfaces: [] }] }],
    ["gave two border devices", { name: "g", devices: [{ deviceId: edge }, { deviceId: vlan }] }],
    ["misspelled a key of a device", { name: "g", devices: [{ deviceId: edge, segmentationID: 5 }] }],
    ["gave the segmentation ID 0", { name: "g", devices: [{ deviceId: edge, segmentationId: 0 }] }],
    ["gave a VLAN above 4094", { name: "g", devices: [{ deviceId: vlan, segmentationId: 4095 }] }],
    ["gave the name of a device instead of its ID", { name: "g", devices: [{ deviceId: "edge" }] }],
    ["gave the ID of a device that does not exist", { name: "g", devices: [{ deviceId: ID }] }],
    ["described switches at a border gateway site", switches],
  ];
  const connections: Case[] = [
    ["left out every argument", {}],
    ["set the segmentation ID on gateway and connection", { l2GatewayId: tagged, networkId: db, segmentationId: 5 }],
    ["set the segmentation ID on neither", { l2GatewayId: bare, networkId: db }],
    ["gave IDs that do not exist", { l2GatewayId: ID, networkId: ID, segmentationId: 5 }],
    ["connected a second network to a border gateway", { l2GatewayId: tagged, networkId: db }],
  ];
  const entries: Case[] = [
    ["left out every argument", {}],
    ["gave no MAC address", { gatewayDeviceId: edge, ...MAC, macAddress: "02:00" }],
    ["gave the MAC address of all zeros", { gatewayDeviceId: edge, ...MAC, macAddress: "00:00:00:00:00:00" }],
    ["gave a device without a tunnel", { gatewayDeviceId: vlan, ...MAC }],
    ["gave a device that does not exist", { gatewayDeviceId: ID, ...MAC }],
  ];
  const tables: Case[] = [
    ["left out every argument", {}],
    ["left out all but the MAC address of an entry", { gatewayDeviceId: edge, entries: [{ macAddress: MAC.macAddress }] }],
    ["listed a MAC address twice", { gatewayDeviceId: edge, entries: [MAC, { ...MAC, vtepAddress: "198.51.100.2" }] }],
    ["gave the segmentation ID 0", { gatewayDeviceId: edge, entries: [{ ...MAC, segmentationId: 0 }] }],
  ];
  return [
    { title: "GatewayDevice", mistakes: await refusalsOf(sites, "gatewayDevice", devices) },
    { title: "L2Gateway", mistakes: await refusalsOf(sites, "l2Gateway", gateways) },
    {
      title: "L2Gateway with switches",
      mistakes: await refusalsOf(upstream, "l2Gateway", [
        ["gave a border device", { name: "g", devices: [{ deviceId: ID }] }],
        ["left out the interfaces", { name: "g", devices: [{ deviceName: "sw1" }] }],
        ["gave a VLAN above 4094", { name: "g", devices: [{ deviceName: "sw1", interfaces: [{ name: "p1", segmentationIds: [4095] }] }] }],
      ]),
    },
    { title: "L2GatewayConnection", mistakes: await refusalsOf(sites, "l2GatewayConnection", connections) },
    { title: "RemoteMacEntry", mistakes: await refusalsOf(sites, "remoteMacEntry", entries) },
    { title: "RemoteMacTable", mistakes: await refusalsOf(sites, "remoteMacTable", tables) },
  ];
}
