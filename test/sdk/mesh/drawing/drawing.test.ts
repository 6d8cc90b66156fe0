// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import * as fc from "fast-check";
import { dotOf } from "../../../../sdk/mesh/drawing/dot";
import { type Box, layoutOf } from "../../../../sdk/mesh/drawing/layout";
import { mermaidOf } from "../../../../sdk/mesh/drawing/mermaid";
import { type Change, hubsOf, type Picture, pictureOf } from "../../../../sdk/mesh/drawing/picture";
import { svgOf } from "../../../../sdk/mesh/drawing/svg";
import { validateTopology } from "../../../../sdk/mesh/validateTopology";

function meshOf(count: number, segmentCount: number, links: unknown = "fullMesh"): Picture {
  const names = Array.from({ length: count }, (_, index) => `site ${index}`);
  const sites = Object.fromEntries(names.map((name, index) => [name, { router: "edge", tunnelIp: `203.0.113.${index + 1}` }]));
  const at = (segment: number) => Object.fromEntries(names.map((name) => [name, { network: `n${segment}` }]));
  const segments = Object.fromEntries(
    Array.from({ length: segmentCount }, (_, index) => [`seg${index}`, { segmentationId: index + 1, sites: at(index) }]),
  );
  return pictureOf(validateTopology({ sites, segments, links }).mesh);
}

const change = fc.option(fc.constantFrom<Change>("create", "update", "replace", "delete"), { nil: undefined });
/** Any picture, with names that would break what does not quote them. */
const picture = fc
  .tuple(
    fc.uniqueArray(fc.string({ unit: "binary", minLength: 1, maxLength: 90 }), { minLength: 1, maxLength: 14 }),
    fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 12 }),
  )
  .chain(([names, segments]) =>
    fc.record({
      sites: fc.tuple(
        ...names.map((name) =>
          fc.record({
            name: fc.constant(name),
            detail: fc.string(),
            change,
            segments: fc.constant(segments.map((one) => ({ name: one }))),
          }),
        ),
      ),
      segments: fc.constant(segments.map((name) => ({ name, id: "5" }))),
      links: fc.array(
        fc.record({ from: fc.constantFrom(...names), to: fc.constantFrom(...names), segments: fc.subarray(segments), change }),
      ),
    }),
  );

for (const [count, links] of [
  [2, "fullMesh"],
  [5, "fullMesh"],
  [12, "fullMesh"],
  [12, { hubs: ["site 0"] }],
  [12, { hubs: ["site 0", "site 5", "site 7"] }],
] as const)
  test(`${count} sites, ${JSON.stringify(links)}: boxes keep apart`, (t) => {
    const boxes = layoutOf(meshOf(count, 4, links));
    t.is(boxes.length, count);
    for (const [index, a] of boxes.entries())
      for (const b of boxes.slice(index + 1)) {
        const apart = Math.abs(a.x - b.x) >= (a.width + b.width) / 2 + 10 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2 + 10;
        t.true(apart, `${a.site.name} and ${b.site.name}`);
      }
  });

/** True where the line from one centre to the other has a point in the box: looked for at each of 400 points. */
function runsThrough(box: Box, from: Box, to: Box): boolean {
  return Array.from({ length: 401 }, (_, index) => index / 400).some(
    (part) =>
      Math.abs(from.x + (to.x - from.x) * part - box.x) < box.width / 2 &&
      Math.abs(from.y + (to.y - from.y) * part - box.y) < box.height / 2,
  );
}

function hiddenTunnels(picture: Picture): string[] {
  const boxes = layoutOf(picture);
  return picture.links.flatMap(({ from, to }) => {
    const [a, b] = [from, to].map((name) => boxes.find(({ site }) => site.name === name));
    if (a === undefined || b === undefined) return [`${from} - ${to} has no ends`];
    return boxes
      .filter((box) => box !== a && box !== b && runsThrough(box, a, b))
      .map(({ site }) => `${from} - ${to} through ${site.name}`);
  });
}

for (const count of [3, 5, 12, 20])
  test(`${count} sites, one to ten segments, any number of hubs: no tunnel runs through a third site`, (t) => {
    const hubCounts = [0, 1, 2, 3, 5, 9].filter((hubs) => hubs * 2 < count);
    for (const segments of count === 12 ? [1, 4, 5, 6, 10] : [1, 6])
      for (const hubs of hubCounts) {
        const names = Array.from({ length: hubs }, (_, index) => `site ${Math.floor((index * count) / hubs)}`);
        t.deepEqual(
          hiddenTunnels(meshOf(count, segments, hubs === 0 ? "fullMesh" : { hubs: names })),
          [],
          `${segments} segments, ${hubs} hubs`,
        );
      }
  });

test("hubs are in the middle", (t) => {
  const hubs = meshOf(12, 1, { hubs: ["site 3", "site 4"] });
  t.deepEqual(hubsOf(hubs), new Set(["site 3", "site 4"]));
  const distance = new Map(layoutOf(hubs).map(({ site, x, y }) => [site.name, Math.hypot(x, y)]));
  t.true((distance.get("site 3") ?? 0) < (distance.get("site 5") ?? 0) / 2);
  t.deepEqual(hubsOf(meshOf(12, 1)), new Set());
});

test("every segment of a tunnel has its strand up to four, then they are counted where they differ", (t) => {
  const strands = (drawing: string) => drawing.match(/<line /g)?.length;
  t.is(strands(svgOf(meshOf(2, 4))), 4);
  t.is(strands(svgOf(meshOf(2, 5))), 1);
  const { sites, segments, links } = meshOf(3, 6);
  const uneven = {
    sites,
    segments,
    links: links.map((link, index) => (index === 0 ? { ...link, segments: link.segments.slice(1) } : link)),
  };
  t.deepEqual(svgOf(uneven).match(/>\d<\/text><\/g>/g), [">5</text></g>", ">6</text></g>", ">6</text></g>"]);
});

test("any names and changes: SVG stays well formed, Mermaid and DOT keep their lines", (t) => {
  fc.assert(
    fc.property(picture, (any) => {
      t.deepEqual(unbalanced(svgOf(any)), []);
      const mermaid = mermaidOf(any).split("\n");
      t.is(mermaid.filter((line) => / --- ?/.test(line) || / ---\|/.test(line)).length, any.links.length);
      for (const line of mermaid.slice(1, 1 + any.sites.length)) t.regex(line, /^ {2}s\d+(\["[^"]*"\]|\{\{"[^"]*"\}\})(:::\w+)?$/);
      t.is(dotOf(any).split("\n").length, any.sites.length + any.links.length + 6);
    }),
    { numRuns: 200 },
  );
});

/** What is open or closed too much, and what no XML may hold. */
function unbalanced(svg: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, close, name, , self] of svg.matchAll(/<(\/?)([a-z]+)((?: [a-zA-Z0-9:-]+="[^"<]*")*)(\/?)>/g)) {
    if (name === undefined || self === "/") continue;
    if (close === "") open.push(name);
    else if (open.pop() !== name) wrong.push(name);
  }
  const text = svg.replace(/<\/?[a-z]+(?: [a-zA-Z0-9:-]+="[^"<]*")*\/?>/g, "");
  const control = [...text].filter((character) => /\p{Cc}/u.test(character) && character !== "\n");
  return [...wrong, ...open, ...(text.match(/[<>]|&(?!#\d+;)/g) ?? []), ...control];
}
