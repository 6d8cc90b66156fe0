// SPDX-License-Identifier: Apache-2.0
// What every site has to hold, from the topology and what is allocated to it.

import { type Input, Output, output } from "@pulumi/pulumi";
import type { DeviceType, Member, Mesh, Segment, Site } from "./model/mesh";
import { type Ref, textOf } from "./model/reading";

/** What a topology leaves open: numbers from ranges, and what only the sites know. */
export interface Allocations {
  segmentationId(segment: Segment): Input<number>;
  /** The tunnel address of a site's device; `undefined` where it has none, or it is not known. */
  tunnelIp(site: Site): Ref | undefined;
  /** The hosts on a network whose id comes later. */
  hostsOnPorts(member: Member): Output<string[]>;
}

export interface DevicePlan {
  readonly site: Site;
  /** The router or the network that the device stands on. */
  readonly resource: Ref | undefined;
}

/** One segment at one site: an L2 gateway on the site's device, its connection with the network, and a table of remote MACs. */
export interface JoinPlan {
  readonly segment: Segment;
  readonly site: Site;
  readonly segmentationId: Input<number>;
  readonly network: Ref | undefined;
  /** MAC addresses of the hosts there, each once. */
  readonly hosts: Hosts;
  /** Absent where there is nothing to be told of, or the device has no tunnel. Where it is not known yet whether there is, the table is there and may turn out empty. */
  readonly remoteMacs?: RemoteMacs;
}

/** Plain wherever the topology lists them: the SDK waits for each Output by itself, and there are thousands. */
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

export interface Plan {
  /** The devices to make; those that exist are not among them. */
  readonly devices: readonly DevicePlan[];
  readonly joins: readonly JoinPlan[];
}

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

/** The entries by which others reach the hosts of this site: one list, shared by all that are told. */
function entriesTo(hosts: Hosts, vtepAddress: Ref | undefined, segmentationId: Input<number>): RemoteMacs {
  if (vtepAddress === undefined) return [];
  if (!Output.isInstance(hosts)) return hosts.map((macAddress) => ({ macAddress, vtepAddress, segmentationId }));
  return output({ hosts, vtepAddress, segmentationId }).apply(({ hosts: macs, ...rest }) =>
    macs.map((macAddress) => ({ macAddress, ...rest })),
  );
}

/** One list, which comes later where a part of it does. */
function together(parts: readonly RemoteMacs[]): RemoteMacs {
  const plain = parts.flatMap((part) => (Output.isInstance(part) ? [] : [part]));
  if (plain.length === parts.length) return plain.flat();
  return output([...parts]).apply((lists) => lists.flat() as KnownRemoteMac[]);
}

/** The hosts of a segment at a site, each once. */
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

export const hasTunnel = (type: DeviceType | undefined): boolean => type !== "network_vlan";
