// SPDX-License-Identifier: Apache-2.0
// Where sites go in a drawing: on a ring, the hubs inside it. A mesh of sites has no direction that a general layout could find, and on a ring no tunnel runs through a site.
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

/** Segments that a box names; the rest it counts. */
const MOST_LINES = 5;
const CHARACTER = 7.2;
const GAP = 60;
/** Screens and pages are wider than high. */
const STRETCH = 1.35;

/** Boxes around the origin. */
export function layoutOf(picture: Picture): Box[] {
  const hubs = hubsOf(picture);
  const inner = picture.sites.filter(({ name }) => hubs.has(name)).map(sized);
  const outer = picture.sites.filter(({ name }) => !hubs.has(name)).map(sized);
  const innerRadius = radiusOf(inner);
  const room = inner.length === 0 ? 0 : innerRadius + reach(inner) + GAP + reach(outer);
  return [...onRing(inner, innerRadius), ...onRing(outer, Math.max(radiusOf(outer), room))];
}

function sized(site: PictureSite): Omit<Box, "x" | "y"> {
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

const reach = (boxes: ReadonlyArray<Omit<Box, "x" | "y">>): number =>
  Math.max(0, ...boxes.map(({ width, height }) => Math.hypot(width, height) / 2));

/** So large that neighbours keep their distance. */
function radiusOf(boxes: ReadonlyArray<Omit<Box, "x" | "y">>): number {
  if (boxes.length < 2) return 0;
  const chord = 2 * reach(boxes) + GAP;
  return chord / (2 * Math.sin(Math.PI / boxes.length));
}

/** Two side by side, three and more with the first at the top. */
function onRing(boxes: ReadonlyArray<Omit<Box, "x" | "y">>, radius: number): Box[] {
  const start = boxes.length === 2 ? Math.PI : -Math.PI / 2;
  return boxes.map((box, index) => {
    const angle = start + (2 * Math.PI * index) / boxes.length;
    return { ...box, x: Math.cos(angle) * radius * STRETCH, y: Math.sin(angle) * radius };
  });
}
