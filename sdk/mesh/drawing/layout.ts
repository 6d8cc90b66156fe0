// SPDX-License-Identifier: Apache-2.0
// Where sites go in a drawing: on a ring, the hubs inside it. A mesh of sites has no direction that a general layout could find, and on a ring that is wide enough no tunnel runs through a site.
import { hubsOf, type Picture, type PictureSite, withNote } from "./picture";

export interface Box {
  readonly site: PictureSite;
  /** Centre. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The segments that have a line of their own in it. */
  readonly shown: PictureSite["segments"];
}

/** Maximum number of segments that a box lists. It shows the number of the others. */
const MOST_LINES = 5;
const CHARACTER = 7.2;
const GAP = 60;
/** Horizontal stretch of the rings, because screens and pages are wider than they are high. */
const STRETCH = 1.35;

/** Beyond, the rings would be too wide for any page, and all links too many to try them. */
const MOST_SITES_CLEARED = 20;
const WIDER = Array.from({ length: 18 }, (_, index) => 1.12 ** index);
const TURNS = 12;
/** Space on each side of a tunnel's line for its strands and the colour of a change. */
const CLEARANCE = 10;
/** By how much a drawing may be wider for having its hubs in the middle. */
const FOR_THE_HUBS = 1.3;

/** Places the sites on rings around the origin that are as narrow as possible without a tunnel that crosses a third site. */
export function layoutOf(picture: Picture): Box[] {
  const hubs = hubsOf(picture);
  const inner = picture.sites.filter(({ name }) => hubs.has(name)).map(sized);
  const outer = picture.sites.filter(({ name }) => !hubs.has(name)).map(sized);
  const [narrowest] = radiiOf(inner, outer);
  if (picture.sites.length > MOST_SITES_CLEARED)
    return [...onRing(inner, narrowest?.innerRadius ?? 0), ...onRing(outer, narrowest?.outerRadius ?? 0)];
  // A single ring always allows tunnels past every box. It is the measure for the size of a layout with hubs in the middle.
  const all = picture.sites.map(sized);
  const least = radiusOf(all);
  const radius = WIDER.map((factor) => least * factor).find((some) => !hidesTunnel(picture, onRing(all, some))) ?? least;
  return hubsInside(picture, inner, outer, radius * FOR_THE_HUBS) ?? onRing(all, radius);
}

/** A layout with the hubs rotated and moved apart until no tunnel is hidden. `undefined` if there are no hubs or the layout would be too large. */
function hubsInside(picture: Picture, inner: readonly Sized[], outer: readonly Sized[], most: number): Box[] | undefined {
  if (inner.length === 0) return undefined;
  for (const { innerRadius, outerRadius } of radiiOf(inner, outer)) {
    if (inner.length > 1 && outerRadius > most) return undefined;
    for (let turn = 0; turn < (inner.length > 1 ? TURNS : 1); turn++) {
      const boxes = [...onRing(inner, innerRadius, turn / TURNS), ...onRing(outer, outerRadius)];
      if (!hidesTunnel(picture, boxes)) return boxes;
    }
  }
  return undefined;
}

type Sized = Omit<Box, "x" | "y">;

/** Candidate radii of the rings, the narrowest first. */
function radiiOf(inner: readonly Sized[], outer: readonly Sized[]): Array<{ innerRadius: number; outerRadius: number }> {
  const [least, around] = [radiusOf(inner), radiusOf(outer)];
  const between = inner.length === 0 ? 0 : reach(inner) + GAP + reach(outer);
  const radii = (inner.length > 1 ? WIDER : [1]).flatMap((innerFactor) =>
    WIDER.map((outerFactor) => {
      const innerRadius = least * innerFactor;
      return { innerRadius, outerRadius: Math.max(around, inner.length === 0 ? 0 : innerRadius + between) * outerFactor };
    }),
  );
  return radii.sort((a, b) => a.outerRadius - b.outerRadius || a.innerRadius - b.innerRadius);
}

/** True where a tunnel runs through the box of a third site. */
function hidesTunnel({ links }: Picture, boxes: readonly Box[]): boolean {
  const at = new Map(boxes.map((box) => [box.site.name, box]));
  return links.some(({ from, to }) => {
    const [a, b] = [at.get(from), at.get(to)];
    return a !== undefined && b !== undefined && boxes.some((box) => box !== a && box !== b && isCrossed(box, a, b));
  });
}

/** True where the line from centre to centre enters the box, or comes too near. */
function isCrossed(box: Box, from: Box, to: Box): boolean {
  const across = within(box.x - from.x, to.x - from.x, box.width / 2 + CLEARANCE);
  const down = within(box.y - from.y, to.y - from.y, box.height / 2 + CLEARANCE);
  return Math.max(0, across.enter, down.enter) < Math.min(1, across.leave, down.leave);
}

/** When a point that goes from 0 by `distance` is nearer than `half` to `centre`, in parts of the way. */
function within(centre: number, distance: number, half: number): { enter: number; leave: number } {
  if (distance === 0) return Math.abs(centre) < half ? { enter: 0, leave: 1 } : { enter: 1, leave: 0 };
  const ends = [(centre - half) / distance, (centre + half) / distance];
  return { enter: Math.min(...ends), leave: Math.max(...ends) };
}

function sized(site: PictureSite): Sized {
  const lines = site.segments.length > MOST_LINES ? MOST_LINES - 1 : site.segments.length;
  const shown = site.segments.slice(0, lines);
  const longest = Math.max(
    site.name.length * 1.15,
    site.detail.length * 0.9,
    ...shown.map(({ name, note }) => withNote(name, note).length + 4),
  );
  const rows = site.segments.length > lines ? lines + 1 : lines;
  return { site, shown, width: Math.min(320, Math.max(120, longest * CHARACTER + 28)), height: 52 + rows * 17 };
}

const reach = (boxes: readonly Sized[]): number => Math.max(0, ...boxes.map(({ width, height }) => Math.hypot(width, height) / 2));

/** So large that neighbours keep their distance. */
function radiusOf(boxes: readonly Sized[]): number {
  if (boxes.length < 2) return 0;
  const chord = 2 * reach(boxes) + GAP;
  return chord / (2 * Math.sin(Math.PI / boxes.length));
}

/** Two side by side, three and more with the first at the top; turned by a part of the way from one to the next. */
function onRing(boxes: readonly Sized[], radius: number, turn = 0): Box[] {
  const start = boxes.length === 2 ? Math.PI : -Math.PI / 2;
  return boxes.map((box, index) => {
    const angle = start + (2 * Math.PI * (index + turn)) / boxes.length;
    return { ...box, x: Math.cos(angle) * radius * STRETCH, y: Math.sin(angle) * radius };
  });
}
