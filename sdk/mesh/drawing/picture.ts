// SPDX-License-Identifier: Apache-2.0
// The content of a diagram, independent of its output format.
import type { Mesh, Segment, Site } from "../model/mesh";
import { textOf } from "../model/reading";

/** Maximum number of segments of a tunnel that are drawn as separate lines. With more, the tunnel is one line labelled with their number. */
export const MOST_STRANDS = 4;

/** The change that a preview shows for an object. */
export type Change = "create" | "update" | "replace" | "delete";

export interface Picture {
  readonly sites: readonly PictureSite[];
  readonly segments: readonly PictureSegment[];
  readonly links: readonly PictureLink[];
}

export interface PictureSite {
  readonly name: string;
  /** Type and tunnel address of the device. */
  readonly detail: string;
  readonly change?: Change | undefined;
  /** True for a tunnel address to which a drawn site points, but which does not belong to a drawn site. */
  readonly outside?: true;
  readonly segments: ReadonlyArray<{
    readonly name: string;
    readonly change?: Change | undefined;
    /** A note about the segment at this site. */
    readonly note?: string;
  }>;
}

export interface PictureSegment {
  readonly name: string;
  /** The segmentation id, or the range it comes from. */
  readonly id: string;
}

/** A tunnel between two sites. */
export interface PictureLink {
  readonly from: string;
  readonly to: string;
  /** The segments that use the tunnel. */
  readonly segments: readonly string[];
  readonly change?: Change | undefined;
  /** True if the sites share the segments but their contents do not show whether they are connected. */
  readonly loose?: true;
}

/** The changes of a preview: of a device by site name, of a segment at a site by `segment/site`. */
export type Changes = ReadonlyMap<string, Change>;

export function pictureOf(mesh: Mesh, changes: Changes = new Map(), ids: ReadonlyMap<string, number> = new Map()): Picture {
  const segments = [...mesh.segments.values()];
  const changeOf = (segment: string, site: string) => changes.get(`${segment}/${site}`);
  return {
    sites: [...mesh.sites.values()].map((site) => ({
      name: site.name,
      detail: detailOf(site),
      change: changes.get(site.name),
      segments: segments.filter(({ at }) => at.has(site.name)).map(({ name }) => ({ name, change: changeOf(name, site.name) })),
    })),
    segments: segments.map((segment) => ({ name: segment.name, id: idText(segment, ids.get(segment.name)) })),
    links: linksOf(segments, changes),
  };
}

function detailOf({ draft, type }: Site): string {
  const address = textOf(draft.tunnelIp);
  const existing = textOf(draft.device);
  return [
    type ?? (existing === undefined ? "device" : `device ${existing.slice(0, 12)}`),
    ...(address === undefined ? [] : [address]),
  ].join(" ");
}

function idText({ id }: Segment, allocated: number | undefined): string {
  if (allocated !== undefined) return String(allocated);
  if (typeof id === "number") return String(id);
  return id === undefined ? "?" : `${id.range.from}–${id.range.to}`;
}

/** The tunnels between pairs of sites that a segment links, with their changes. */
function linksOf(segments: readonly Segment[], changes: Changes): PictureLink[] {
  const links = new Map<string, { from: string; to: string; segments: string[]; changes: Array<Change | undefined> }>();
  for (const segment of segments)
    for (const [from, to] of segment.links.pairs()) {
      if (neverMeet(changes, segment.name, from, to)) continue;
      const key = JSON.stringify([from, to]);
      const link = links.get(key) ?? { from, to, segments: [], changes: [] };
      link.segments.push(segment.name);
      link.changes.push(linkChange(changes, segment.name, from, to));
      links.set(key, link);
    }
  return [...links.values()].map(({ changes: all, ...link }) => ({ ...link, change: common(all) }));
}

const endsOf = (changes: Changes, segment: string, from: string, to: string): Array<Change | undefined> =>
  [from, to].flatMap((site) => [changes.get(site), changes.get(`${segment}/${site}`)]);

/** True if one end is created and the other is deleted. */
function neverMeet(changes: Changes, segment: string, from: string, to: string): boolean {
  const ends = endsOf(changes, segment, from, to);
  return ends.includes("create") && ends.includes("delete");
}

function linkChange(changes: Changes, segment: string, from: string, to: string): Change | undefined {
  const ends = endsOf(changes, segment, from, to);
  return (["delete", "create", "replace"] as const).find((change) => ends.includes(change));
}

/** The change of a link: that of its segments if they all have the same one, otherwise an update. */
function common(changes: ReadonlyArray<Change | undefined>): Change | undefined {
  const [first] = changes;
  if (changes.every((change) => change === first)) return first;
  return changes.some((change) => change !== undefined) ? "update" : undefined;
}

/** A text with its note in parentheses: `web (2 remote MACs)`. */
export const withNote = (text: string, note = ""): string => (note === "" ? text : `${text} (${note})`);

/** The change of a site: that of its device, otherwise that of its segments. */
export function siteChange({ change, segments }: PictureSite): Change | undefined {
  return change ?? (segments.some((segment) => segment.change !== undefined) ? "update" : undefined);
}

/** The hubs: the sites that are linked to all others, if the others are not linked to all. */
export function hubsOf({ sites, links }: Picture): Set<string> {
  const inside = new Set(sites.filter(({ outside }) => !outside).map(({ name }) => name));
  const degree = new Map<string, number>();
  for (const { from, to, loose } of links)
    if (!loose && inside.has(from) && inside.has(to)) for (const end of [from, to]) degree.set(end, (degree.get(end) ?? 0) + 1);
  const hubs = [...inside].filter((name) => degree.get(name) === inside.size - 1);
  return new Set(inside.size > 3 && hubs.length * 2 < inside.size ? hubs : []);
}

/** True if all tunnels between sites carry the same segments, so that the tunnels need no labels. */
export function isUniform({ sites, links }: Picture): boolean {
  const outside = new Set(sites.filter((site) => site.outside).map(({ name }) => name));
  return new Set(links.filter(({ to }) => !outside.has(to)).map(({ segments }) => JSON.stringify(segments))).size < 2;
}
