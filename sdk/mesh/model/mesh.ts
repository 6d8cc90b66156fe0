// SPDX-License-Identifier: Apache-2.0
// A topology as the rules and the plan look at it: names resolved, links worked out.
import { show } from "../../../provider/values";
import type { Path } from "../finding";
import type { DraftRange, DraftSegment, DraftSegmentSite, DraftSite, DraftTopology } from "./fields";
import { LinkSet } from "./links";

export type DeviceType = "hw_vtep" | "router_vtep" | "network_vlan";

export interface Site {
  readonly name: string;
  readonly path: Path;
  /** The configured name of the site. */
  readonly home: string;
  /** Stands for the Neutron of the site: the first of the configured names in the mesh that lead there. */
  readonly neutron: string;
  readonly draft: DraftSite;
  /** `undefined` for an existing device of which the topology does not say it. */
  readonly type: DeviceType | undefined;
}

export interface Segment {
  readonly name: string;
  readonly path: Path;
  readonly draft: DraftSegment;
  /** Where the segment is: the sites that are declared, by name. */
  readonly at: ReadonlyMap<string, Member>;
  readonly links: LinkSet;
  /** The number, or the range to take it from and the place that gives that range. */
  readonly id: number | { readonly range: DraftRange; readonly path: Path } | undefined;
}

export interface Member {
  readonly site: Site;
  readonly path: Path;
  readonly draft: DraftSegmentSite;
}

export interface Mesh {
  readonly draft: DraftTopology;
  readonly sites: ReadonlyMap<string, Site>;
  readonly segments: ReadonlyMap<string, Segment>;
  readonly neutrons: Neutrons;
}

/** By configured name: the name that stands for its Neutron. A name that is not in it stands for a Neutron of its own. */
export type Neutrons = ReadonlyMap<string, string>;

/** Sites and segments in the order of their names, so that what follows from them does not depend on the order of keys. */
export function meshOf(draft: DraftTopology, neutrons: Neutrons = new Map()): Mesh {
  const sites = new Map(inOrder(draft.sites).map(([name, site]) => [name, siteOf(name, site, neutrons)]));
  const segments = new Map(inOrder(draft.segments).map(([name, segment]) => [name, segmentOf(name, segment, draft, sites)]));
  return { draft, sites, segments, neutrons };
}

/** Each segment at each of its sites. */
export const membersOf = ({ segments }: Mesh): MemberOf[] =>
  [...segments.values()].flatMap((segment) => [...segment.at.values()].map((member) => ({ segment, member })));

export interface MemberOf {
  readonly segment: Segment;
  readonly member: Member;
}

/** The mesh with more known of its sites, by name, of its members, and of which sites lead to one Neutron. */
export function meshWith(
  { draft, neutrons: known }: Mesh,
  sites: ReadonlyMap<string, DraftSite>,
  members: ReadonlyArray<MemberOf & { readonly draft: DraftSegmentSite }>,
  neutrons: Neutrons = known,
): Mesh {
  const segments = new Map([...(draft.segments ?? [])].map(([name, segment]) => [name, { ...segment, sites: new Map(segment.sites) }]));
  for (const { segment, member, draft: known } of members) segments.get(segment.name)?.sites.set(member.site.name, known);
  return meshOf({ ...draft, sites: new Map(sites), segments }, neutrons);
}

function siteOf(name: string, draft: DraftSite, neutrons: Neutrons): Site {
  const home = draft.site ?? name;
  return { name, path: ["sites", name], home, neutron: neutrons.get(home) ?? home, draft, type: draft.type ?? typeOf(draft) };
}

/** What to add to a rule about one Neutron that two sites lead to by different names. */
export function sameNeutron(a: Site, b: Site): string {
  return a.neutron === b.neutron && a.home !== b.home ? ` (sites ${show(a.home)} and ${show(b.home)} lead to the same Neutron)` : "";
}

function typeOf({ device, router, network }: DraftSite): DeviceType | undefined {
  if (device !== undefined) return undefined;
  if (router !== undefined) return "router_vtep";
  return network !== undefined ? "network_vlan" : "hw_vtep";
}

function segmentOf(name: string, draft: DraftSegment, topology: DraftTopology, sites: ReadonlyMap<string, Site>): Segment {
  const path = ["segments", name];
  const at = new Map<string, Member>();
  for (const [siteName, member] of inOrder(draft.sites)) {
    const site = sites.get(siteName);
    if (site !== undefined) at.set(siteName, { site, path: [...path, "sites", siteName], draft: member });
  }
  return { name, path, draft, at, links: LinkSet.of(draft.links ?? topology.links, [...at.keys()]), id: idOf(path, draft, topology) };
}

function idOf(path: Path, draft: DraftSegment, { segmentationIds: shared }: DraftTopology): Segment["id"] {
  const own = draft.segmentationId;
  // One that was given and is no good is not replaced by another.
  if (typeof own === "number" || (own === undefined && "segmentationId" in draft)) return own;
  if (own !== undefined) return { range: own, path: [...path, "segmentationId"] };
  return shared === undefined ? undefined : { range: shared, path: ["segmentationIds"] };
}

function inOrder<T>(things: ReadonlyMap<string, T> | undefined): Array<[string, T]> {
  return [...(things ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
}
