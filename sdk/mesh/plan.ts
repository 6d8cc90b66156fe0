// SPDX-License-Identifier: Apache-2.0
// The resources of every site, derived from the topology and its allocated values.

import { type Input, Output, output } from "@pulumi/pulumi";
import type { DeviceType, Member, Mesh, Segment, Site } from "./model/mesh";
import { type Ref, textOf } from "./model/reading";

/** Values that the topology does not contain: segmentation ids from ranges, and data of the sites. */
export interface Allocations {
  /** The segmentation id of a segment. */
  segmentationId(segment: Segment): Input<number>;
  /** The tunnel address of a site's device. `undefined` if it has none or is not known. */
  tunnelIp(site: Site): Ref | undefined;
  /** The hosts on a network whose id is an Output. */
  hostsOnPorts(member: Member): Output<string[]>;
}

/** A gateway device to create. */
export interface DevicePlan {
  readonly site: Site;
  /** The router or network that carries the device. */
  readonly resource: Ref | undefined;
}

/** The resources of one segment at one site: an L2 gateway on the site's device, its connection to the network, and a remote MAC table. */
export interface JoinPlan {
  readonly segment: Segment;
  readonly site: Site;
  readonly segmentationId: Input<number>;
  readonly network: Ref | undefined;
  /** MAC addresses of the hosts at this site, without duplicates. */
  readonly hosts: Hosts;
  /** Entries of the remote MAC table. Omitted if there are none or the device has no tunnel. If they are not known yet, the table is created and may be empty. */
  readonly remoteMacs?: RemoteMacs;
}

/** Plain values if the topology lists the hosts, because the SDK awaits each of thousands of Outputs separately. */
type Hosts = readonly Ref[] | Output<string[]>;
type RemoteMacs = readonly RemoteMacPlan[] | Output<KnownRemoteMac[]>;

interface RemoteMacPlan {
  readonly macAddress: Ref;
  readonly vtepAddress: Ref;
  readonly segmentationId: Input<number>;
}

interface KnownRemoteMac {
  readonly macAddress: string;
  readonly vtepAddress: string;
  readonly segmentationId: number;
}

/** The resources that a mesh creates. */
export interface Plan {
  /** The devices to create, without existing ones. */
  readonly devices: readonly DevicePlan[];
  readonly joins: readonly JoinPlan[];
}

/** Plans the resources of a mesh. */
export function planOf(mesh: Mesh, allocations: Allocations): Plan {
  const devices = [...mesh.sites.values()]
    .filter(({ draft }) => draft.device === undefined)
    .map((site) => ({ site, resource: site.type === "network_vlan" ? site.draft.network : site.draft.router }));
  return { devices, joins: [...mesh.segments.values()].flatMap((segment) => joinsOf(segment, allocations)) };
}

function joinsOf(segment: Segment, allocations: Allocations): JoinPlan[] {
  const segmentationId = allocations.segmentationId(segment);
  const members = [...segment.at.values()].map((member) => ({ ...member, hosts: hostsOf(member, allocations) }));
  const told = new Map(members.map(({ site, hosts }) => [site.name, entriesTo(hosts, allocations.tunnelIp(site), segmentationId)]));
  return members.map(({ site, draft, hosts }) => {
    const own = (draft.remoteMacs ?? []).flatMap((entry) =>
      entry?.macAddress === undefined || entry.vtepAddress === undefined
        ? []
        : [{ macAddress: entry.macAddress, vtepAddress: entry.vtepAddress, segmentationId }],
    );
    const partners = segment.links.partnersOf(site.name).map((partner) => told.get(partner) ?? []);
    const remoteMacs = hasTunnel(site.type) ? together([...partners, own]) : [];
    const nothing = !Output.isInstance(remoteMacs) && remoteMacs.length === 0;
    return { segment, site, segmentationId, network: draft.network, hosts, ...(nothing ? {} : { remoteMacs }) };
  });
}

/** The entries with which other sites reach the hosts of this site. All linked sites share this list. */
function entriesTo(hosts: Hosts, vtepAddress: Ref | undefined, segmentationId: Input<number>): RemoteMacs {
  if (vtepAddress === undefined) return [];
  if (!Output.isInstance(hosts)) return hosts.map((macAddress) => ({ macAddress, vtepAddress, segmentationId }));
  return output({ hosts, vtepAddress, segmentationId }).apply(({ hosts: macs, ...rest }) =>
    macs.map((macAddress) => ({ macAddress, ...rest })),
  );
}

/** Concatenates lists. The result is an Output if any part is one. */
function together(parts: readonly RemoteMacs[]): RemoteMacs {
  const plain = parts.flatMap((part) => (Output.isInstance(part) ? [] : [part]));
  if (plain.length === parts.length) return plain.flat();
  return output([...parts]).apply((lists) => lists.flat() as KnownRemoteMac[]);
}

/** The hosts of a segment at a site, without duplicates. */
function hostsOf(member: Member, allocations: Allocations): Hosts {
  const hosts = member.draft.hosts ?? [];
  if (hosts === "ports") return allocations.hostsOnPorts(member);
  const seen = new Set<string>();
  return hosts.flatMap((host) => {
    const mac = textOf(host);
    if (host === undefined || (mac !== undefined && seen.has(mac))) return [];
    if (mac !== undefined) seen.add(mac);
    return [host];
  });
}

/** True if devices of this type have a tunnel address. */
export const hasTunnel = (type: DeviceType | undefined): boolean => type !== "network_vlan";
