// SPDX-License-Identifier: Apache-2.0
import { setImmediate } from "node:timers/promises";
import type { Output, Resource } from "@pulumi/pulumi";
import { output } from "@pulumi/pulumi";
import { BorderGatewayError } from "../../provider/client/errors";
import { GatewayDevice } from "../gatewayDevice";
import { L2Gateway } from "../l2Gateway";
import { L2GatewayConnection } from "../l2GatewayConnection";
import { orRefuse } from "../orRefuse";
import { programSites } from "../programSites";
import { RemoteMacTable } from "../remoteMacTable";
import type { AdoptedNames } from "./live/adoptedNames";
import { hostsWhenKnown, idsWhenKnown, sayAt } from "./live/whenKnown";
import type { Mesh, Segment, Site } from "./model/mesh";
import type { Ref } from "./model/reading";
import { textOf } from "./model/reading";
import { childName, poolName } from "./names";
import type { DevicePlan, JoinPlan } from "./plan";
import { planOf } from "./plan";
import { homesOf } from "./programMeshes";
import type { GivenElsewhere } from "./segmentationIdPool";
import { SegmentationIdPool } from "./segmentationIdPool";
import { withoutTraces } from "./withoutTraces";

/** Outputs of a mesh: ids and addresses of its resources. */
export interface MeshOutputs {
  /** Outputs of each site, by its name in the topology. */
  readonly sites: Readonly<Record<string, SiteOutputs>>;
  /** Outputs of each segment, by its name in the topology. */
  readonly segments: Readonly<Record<string, SegmentOutputs>>;
}

/** Outputs of one site. */
export interface SiteOutputs {
  /** Configured name of the site. */
  readonly site: string;
  /** Id of the gateway device. */
  readonly deviceId: string;
  /** Tunnel address of the device. A `network_vlan` device has none. */
  readonly tunnelIp?: string | undefined;
}

/** Outputs of one segment. */
export interface SegmentOutputs {
  /** Segmentation id at all sites. */
  readonly segmentationId: number;
  /** Outputs of the segment at each of its sites, by site name. */
  readonly sites: Readonly<Record<string, AttachmentOutputs>>;
}

/** Outputs of one segment at one site. */
export interface AttachmentOutputs {
  /** Id of the tenant network. */
  readonly networkId: string;
  /** Id of the L2 gateway. */
  readonly l2GatewayId: string;
  /** Id of the connection between the network and the L2 gateway. */
  readonly connectionId: string;
  /** MAC addresses of the hosts at this site, which are announced to the linked sites. */
  readonly hosts: readonly string[];
}

interface Device {
  readonly id: Output<string>;
  readonly tunnelIp: Ref | undefined;
}

/** Registers the resources of a mesh. Their names derive from sites and segments, so that a change of the topology affects only the resources concerned. */
export async function makeMesh(
  name: string,
  given: Mesh,
  parent: Resource,
  elsewhere: readonly GivenElsewhere[],
  adopted: AdoptedNames,
): Promise<{ topology: Output<MeshOutputs>; segmentationIds: Output<Record<string, number>> }> {
  const mesh = idsWhenKnown(name, given);
  const segmentationIds = numbersOf(name, mesh, parent, elsewhere);
  const existing = [...mesh.sites.values()].filter(({ draft }) => draft.device !== undefined);
  const devices = new Map(existing.map((site) => [site.name, deviceThatExists(name, site)]));
  const plan = planOf(mesh, {
    // A known id is passed as a plain value, because the SDK awaits each Output of thousands of entries separately.
    segmentationId: ({ id, name: segment }) => (typeof id === "number" ? id : segmentationIds.apply((ids) => numberIn(ids, segment))),
    tunnelIp: (site) => devices.get(site.name)?.tunnelIp ?? site.draft.tunnelIp,
    hostsOnPorts: (member) => hostsWhenKnown(name, member),
  });
  for (const device of plan.devices)
    devices.set(
      device.site.name,
      withoutTraces(() => newDevice(name, device, adopted, parent)),
    );
  const deviceOf = (site: Site): Device => {
    const device = devices.get(site.name);
    if (device === undefined) throw new Error(`no device was planned for site ${site.name}`);
    return device;
  };
  const members: Array<JoinPlan & { readonly made: ReturnType<typeof newJoin> }> = [];
  for (const join of plan.joins) {
    // Yielding lets the SDK send earlier registrations, so that the engine starts the provider with the first device instead of after hundreds of segments.
    await setImmediate();
    members.push({ ...join, made: withoutTraces(() => newJoin(name, join, deviceOf(join.site), adopted, parent)) });
  }
  const topology = {
    sites: Object.fromEntries(
      [...mesh.sites.values()].map((site) => [site.name, { site: site.home, deviceId: deviceOf(site).id, ...tunnelOf(deviceOf(site)) }]),
    ),
    segments: Object.fromEntries(
      [...mesh.segments.values()].map((segment) => [
        segment.name,
        { segmentationId: segmentationIds.apply((ids) => numberIn(ids, segment.name)), sites: sitesOf(segment) },
      ]),
    ),
  };
  function sitesOf(segment: Segment) {
    return Object.fromEntries(members.filter((member) => member.segment === segment).map(({ site, made }) => [site.name, made]));
  }
  return { topology: output(topology) as Output<MeshOutputs>, segmentationIds };
}

const tunnelOf = ({ tunnelIp }: Device) => (tunnelIp === undefined ? {} : { tunnelIp });

/** The segmentation id of each segment. A pool is created only if an id is allocated from a range. */
function numbersOf(name: string, mesh: Mesh, parent: Resource, elsewhere: readonly GivenElsewhere[]): Output<Record<string, number>> {
  const taken: Array<{ name: string; id: number }> = [];
  const takers: Array<{ name: string; from: number; to: number; sites: string[] }> = [];
  for (const { name: segment, id, at } of mesh.segments.values()) {
    if (typeof id === "number") taken.push({ name: segment, id });
    else if (id?.range.from !== undefined && id.range.to !== undefined)
      takers.push({
        name: segment,
        from: id.range.from,
        to: id.range.to,
        sites: homesOf(at),
      });
  }
  const explicit = Object.fromEntries(taken.map(({ name: segment, id }) => [segment, id]));
  if (takers.length === 0) return output(explicit);
  const pool = new SegmentationIdPool(poolName(name), { mesh: name, segments: takers, taken, elsewhere }, { parent });
  return pool.ids.apply((ids) => ({ ...ids, ...explicit }));
}

function numberIn(ids: Readonly<Record<string, number>>, segment: string): number {
  const id = Object.hasOwn(ids, segment) ? ids[segment] : undefined;
  if (id === undefined) throw new BorderGatewayError(`segment ${segment} has no segmentation id`);
  return id;
}

function newDevice(mesh: string, { site, resource }: DevicePlan, adopted: AdoptedNames, parent: Resource): Device {
  const { managementIp, managementPort, tunnelIp } = site.draft;
  const device = new GatewayDevice(
    childName(mesh, site.name),
    {
      site: site.home,
      ...adoptionOf(site, adopted.devices.get(site.name)),
      ...(site.type === undefined ? {} : { type: site.type }),
      ...(resource === undefined ? {} : { resourceId: resource }),
      ...(managementIp === undefined ? {} : { managementIp }),
      ...(managementPort === undefined ? {} : { managementPort }),
      ...(tunnelIp === undefined ? {} : { tunnelIps: [tunnelIp] }),
    },
    { parent },
  );
  return { id: device.id, tunnelIp };
}

/** An existing device. If its id is an Output, its tunnel address is read when the id is known. */
function deviceThatExists(mesh: string, { draft, home, type, path }: Site): Device {
  const id = output(draft.device ?? "");
  if (draft.tunnelIp !== undefined || textOf(draft.device) !== undefined || type === "network_vlan")
    return { id, tunnelIp: draft.tunnelIp };
  return { id, tunnelIp: id.apply((deviceId) => orRefuse(() => tunnelIpOf(home, deviceId), sayAt(mesh, [...path, "device"]))) };
}

async function tunnelIpOf(home: string, deviceId: string): Promise<string> {
  const site = await (await programSites()).openSite(home);
  const [tunnelIp] = (await site.devices.find(deviceId))?.tunnel_ips ?? [];
  if (tunnelIp === undefined)
    throw new BorderGatewayError(`site ${home}: gateway device ${deviceId} is not there, or has no tunnel address`);
  return tunnelIp;
}

function newJoin(
  mesh: string,
  { segment, site, segmentationId, network, hosts, remoteMacs }: JoinPlan,
  device: Device,
  adopted: AdoptedNames,
  parent: Resource,
) {
  const name = childName(mesh, segment.name, site.name);
  const networkId = output(network ?? "");
  const gateway = new L2Gateway(
    name,
    {
      site: site.home,
      ...adoptionOf(site, adopted.gateways.get(childName(segment.name, site.name))),
      devices: [{ deviceId: device.id, segmentationId }],
    },
    { parent },
  );
  const connection = new L2GatewayConnection(
    name,
    { site: site.home, ...adoptionOf(site), l2GatewayId: gateway.id, networkId },
    { parent },
  );
  // Hosts are announced after the connection exists and removed before it is deleted. This order is also cheaper: tables are most of the state, which the engine rewrites with every step.
  if (remoteMacs !== undefined)
    // With `adopt`, because a host that moves to another segment or device is listed by the new table before the old table is deleted.
    new RemoteMacTable(
      name,
      { site: site.home, gatewayDeviceId: device.id, entries: remoteMacs, adopt: true },
      { parent, dependsOn: connection },
    );
  return { networkId, l2GatewayId: gateway.id, connectionId: connection.id, hosts };
}

/** An adopted object keeps its name. The server cannot rename a border gateway. */
const adoptionOf = (site: Site, name?: string) => (site.adopt ? { adopt: true, ...(name === undefined ? {} : { name }) } : {});
