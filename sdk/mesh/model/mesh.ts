// SPDX-License-Identifier: Apache-2.0
// The model of a topology that the rules and the plan use, with resolved sites and links.
import { show } from "../../../provider/kinds/values";
import type { Path } from "../finding";
import type { DraftRange, DraftSegment, DraftSegmentAttachment, DraftSite, DraftTopology } from "./fields";
import { LinkSet } from "./links";

/** Type of a gateway device. */
export type DeviceType = "hw_vtep" | "router_vtep" | "network_vlan";

/** A site of a mesh. */
export interface Site {
  readonly name: string;
  readonly path: Path;
  /** Configured name of the site. */
  readonly home: string;
  /** Identifies the Neutron of the site: the first configured name in the mesh that leads to it. */
  readonly neutron: string;
  readonly draft: DraftSite;
  /** Type of the device. `undefined` for an existing device whose type the topology does not contain. */
  readonly type: DeviceType | undefined;
  /** True if the mesh adopts existing objects of the site. */
  readonly adopt: boolean;
}

/** A segment of a mesh. */
export interface Segment {
  readonly name: string;
  readonly path: Path;
  readonly draft: DraftSegment;
  /** The declared sites of the segment by name. */
  readonly at: ReadonlyMap<string, Member>;
  readonly links: LinkSet;
  /** The segmentation id, or the range to allocate it from and the path of that range. */
  readonly id: number | { readonly range: DraftRange; readonly path: Path } | undefined;
}

/** A segment at one of its sites. */
export interface Member {
  readonly site: Site;
  readonly path: Path;
  readonly draft: DraftSegmentAttachment;
}

/** A mesh: the valid part of a topology, with resolved sites and links. */
export interface Mesh {
  readonly draft: DraftTopology;
  readonly sites: ReadonlyMap<string, Site>;
  readonly segments: ReadonlyMap<string, Segment>;
  readonly neutrons: Neutrons;
}

/** The name that identifies the Neutron of a site, by configured name. A name that is not listed identifies its own Neutron. */
export type Neutrons = ReadonlyMap<string, string>;

/** The mesh of a topology. Its sites and segments are sorted by name, so that results do not depend on the order of keys. */
export function meshOf(draft: DraftTopology, neutrons: Neutrons = new Map()): Mesh {
  const sites = new Map(inOrder(draft.sites).map(([name, site]) => [name, siteOf(name, site, draft, neutrons)]));
  const segments = new Map(inOrder(draft.segments).map(([name, segment]) => [name, segmentOf(name, segment, draft, sites)]));
  return { draft, sites, segments, neutrons };
}

/** All segments at all of their sites. */
export const membersOf = ({ segments }: Pick<Mesh, "segments">): MemberOf[] =>
  [...segments.values()].flatMap((segment) => [...segment.at.values()].map((member) => ({ segment, member })));

/** A segment together with one of its sites. */
export interface MemberOf {
  readonly segment: Segment;
  readonly member: Member;
}

/** A mesh with additional data about its sites, its segments at sites, and the Neutrons of sites. */
export function meshWith(
  { draft, neutrons: known }: Mesh,
  sites: ReadonlyMap<string, DraftSite>,
  members: ReadonlyArray<MemberOf & { readonly draft: DraftSegmentAttachment }>,
  neutrons: Neutrons = known,
): Mesh {
  const segments = new Map([...(draft.segments ?? [])].map(([name, segment]) => [name, { ...segment, sites: new Map(segment.sites) }]));
  for (const { segment, member, draft: known } of members) segments.get(segment.name)?.sites.set(member.site.name, known);
  return meshOf({ ...draft, sites: new Map(sites), segments }, neutrons);
}

function siteOf(name: string, draft: DraftSite, topology: DraftTopology, neutrons: Neutrons): Site {
  const home = draft.site ?? name;
  return {
    name,
    path: ["sites", name],
    home,
    neutron: neutrons.get(home) ?? home,
    draft,
    type: draft.type ?? typeOf(draft),
    adopt: draft.adopt ?? topology.adopt ?? false,
  };
}

/** Text for a message about two sites: it states that their different names lead to the same Neutron, or is empty. */
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
  // An invalid id is not replaced by the shared range.
  if (typeof own === "number" || (own === undefined && "segmentationId" in draft)) return own;
  if (own !== undefined) return { range: own, path: [...path, "segmentationId"] };
  return shared === undefined ? undefined : { range: shared, path: ["segmentationIds"] };
}

function inOrder<T>(things: ReadonlyMap<string, T> | undefined): Array<[string, T]> {
  return [...(things ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
}
