// SPDX-License-Identifier: Apache-2.0
// What every site has to hold, from the topology and nothing else: one function for the component, the drawing and the tools.

import type { DeviceType, Mesh, Segment, Site } from "./model/mesh";
import { type Ref, textOf } from "./model/reading";

/** What a topology leaves open: numbers from ranges, and addresses that only the sites know. */
export interface Allocations<Id> {
  segmentationId(segment: Segment): Id;
  /** The tunnel address of a site's device; `undefined` where it has none, or it is not known. */
  tunnelIp(site: Site): Ref | undefined;
}

export interface DevicePlan {
  readonly site: Site;
  /** The router or the network that the device stands on. */
  readonly resource: Ref | undefined;
}

/** One segment at one site: an L2 gateway on the site's device, its connection with the network, and a table of remote MACs. */
export interface JoinPlan<Id> {
  readonly segment: Segment;
  readonly site: Site;
  readonly segmentationId: Id;
  readonly network: Ref | undefined;
  /** Absent where there is nothing to be told of, or the device has no tunnel. */
  readonly remoteMacs?: readonly RemoteMacPlan<Id>[];
}

export interface RemoteMacPlan<Id> {
  readonly macAddress: Ref;
  readonly vtepAddress: Ref;
  readonly segmentationId: Id;
}

export interface Plan<Id> {
  /** The devices to make; those that exist are not among them. */
  readonly devices: readonly DevicePlan[];
  readonly joins: ReadonlyArray<JoinPlan<Id>>;
}

export function planOf<Id>(mesh: Mesh, allocations: Allocations<Id>): Plan<Id> {
  const devices = [...mesh.sites.values()]
    .filter(({ draft }) => draft.device === undefined)
    .map((site) => ({ site, resource: site.type === "network_vlan" ? site.draft.network : site.draft.router }));
  return { devices, joins: [...mesh.segments.values()].flatMap((segment) => joinsOf(segment, allocations)) };
}

function joinsOf<Id>(segment: Segment, allocations: Allocations<Id>): Array<JoinPlan<Id>> {
  const segmentationId = allocations.segmentationId(segment);
  const told = new Map([...segment.at.values()].map(({ site }) => [site.name, entriesTo(segment, site, segmentationId, allocations)]));
  return [...segment.at.values()].map(({ site, draft }) => {
    const own = (draft.remoteMacs ?? []).flatMap((entry) =>
      entry?.macAddress === undefined || entry.vtepAddress === undefined
        ? []
        : [{ macAddress: entry.macAddress, vtepAddress: entry.vtepAddress, segmentationId }],
    );
    const remoteMacs = hasTunnel(site.type)
      ? [...segment.links.partnersOf(site.name).flatMap((partner) => told.get(partner) ?? []), ...own]
      : [];
    return { segment, site, segmentationId, network: draft.network, ...(remoteMacs.length === 0 ? {} : { remoteMacs }) };
  });
}

/** The entries by which others reach the hosts of this site: one list, shared by all that are told. */
function entriesTo<Id>(segment: Segment, site: Site, segmentationId: Id, allocations: Allocations<Id>): Array<RemoteMacPlan<Id>> {
  const vtepAddress = allocations.tunnelIp(site);
  if (vtepAddress === undefined) return [];
  return hostsOf(segment, site).map((macAddress) => ({ macAddress, vtepAddress, segmentationId }));
}

/** The hosts of a segment at a site, each once; none where the site has not been asked for them yet. */
export function hostsOf(segment: Segment, site: Site): Ref[] {
  const hosts = segment.at.get(site.name)?.draft.hosts ?? [];
  if (hosts === "ports") return [];
  const seen = new Set<string>();
  return hosts.flatMap((host) => {
    const mac = textOf(host);
    if (host === undefined || (mac !== undefined && seen.has(mac))) return [];
    if (mac !== undefined) seen.add(mac);
    return [host];
  });
}

export const hasTunnel = (type: DeviceType | undefined): boolean => type !== "network_vlan";
