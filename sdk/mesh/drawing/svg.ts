// SPDX-License-Identifier: Apache-2.0
import { CHANGE_ORDER, CHANGES, segmentColour } from "./colours";
import { type Box, layoutOf } from "./layout";
import { type Change, hubsOf, isUniform, MOST_STRANDS, type Picture, type PictureLink, withNote } from "./picture";

const MARGIN = 24;
const STRAND = 4;
const LEGEND_WIDTH = 260;

/** The diagram as a self-contained SVG file, without scripts, fonts or other files. */
export function svgOf(picture: Picture): string {
  const boxes = layoutOf(picture);
  const left = Math.min(0, ...boxes.map(({ x, width }) => x - width / 2)) - MARGIN;
  const right = Math.max(0, ...boxes.map(({ x, width }) => x + width / 2)) + MARGIN;
  const top = Math.min(0, ...boxes.map(({ y, height }) => y - height / 2)) - MARGIN;
  const bottom = Math.max(0, ...boxes.map(({ y, height }) => y + height / 2)) + MARGIN;
  const width = Math.max(right - left, LEGEND_WIDTH + 2 * MARGIN);
  const legend = legendOf(picture, left + MARGIN, bottom + 8, width - 2 * MARGIN);
  const height = bottom - top + legend.height;
  const colours = new Map(picture.segments.map(({ name }, index) => [name, segmentColour(index)]));
  const at = new Map(boxes.map((box) => [box.site.name, box]));
  const hubs = hubsOf(picture);
  const uniform = isUniform(picture);
  const links = picture.links.map((link) => linkOf(link, at, colours, uniform));
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${[left, top, width, height].map(round).join(" ")}" width="${round(width)}" height="${round(height)}" font-family="system-ui, 'DejaVu Sans', sans-serif" font-size="12">`,
    `<title>${escaped(`Mesh of ${picture.sites.length} sites and ${picture.segments.length} segments`)}</title>`,
    `<rect x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}" fill="#ffffff"/>`,
    ...links.map(({ lines }) => lines),
    ...links.map(({ label }) => label).filter((label) => label !== ""),
    ...boxes.map((box) => boxOf(box, colours, hubs.has(box.site.name))),
    ...legend.items,
    "</svg>",
  ].join("\n")}\n`;
}

/** Draws a strand for each segment, or one thick line with their number if there are many. */
function linkOf(
  { from, to, segments, change, loose }: PictureLink,
  at: ReadonlyMap<string, Box>,
  colours: ReadonlyMap<string, string>,
  uniform: boolean,
): { lines: string; label: string } {
  const [a, b] = [at.get(from), at.get(to)];
  if (a === undefined || b === undefined) return { lines: "", label: "" };
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const across = { x: -(b.y - a.y) / length, y: (b.x - a.x) / length };
  const line = (offset: number, colour: string, thickness: number) =>
    `<line x1="${round(a.x + across.x * offset)}" y1="${round(a.y + across.y * offset)}" x2="${round(b.x + across.x * offset)}" y2="${round(b.y + across.y * offset)}" stroke="${colour}" stroke-width="${thickness}"${loose ? dashes("2 5") : change === "delete" ? dashes("6 4") : ""}/>`;
  const title = `<title>${escaped(`${from} – ${to}: ${segments.join(", ")}`)}</title>`;
  const halo =
    change === undefined
      ? ""
      : `<line x1="${round(a.x)}" y1="${round(a.y)}" x2="${round(b.x)}" y2="${round(b.y)}" stroke="${CHANGES[change].line}" stroke-width="${Math.min(segments.length, MOST_STRANDS) * STRAND + 6}" stroke-opacity="0.28"/>`;
  if (segments.length > MOST_STRANDS) {
    const x = (a.x + b.x) / 2;
    const y = (a.y + b.y) / 2;
    const label = uniform
      ? ""
      : `<g><circle cx="${round(x)}" cy="${round(y)}" r="10" fill="#ffffff" stroke="#6e7781"/><text x="${round(x)}" y="${round(y + 4)}" text-anchor="middle" font-size="11" fill="#1f2328">${segments.length}</text></g>`;
    return { lines: `<g>${title}${halo}${line(0, "#8c959f", uniform ? 2 : 4)}</g>`, label };
  }
  const strands = segments.map((name, index) => line((index - (segments.length - 1) / 2) * STRAND, colours.get(name) ?? "#8c959f", 2));
  return { lines: `<g>${title}${halo}${strands.join("")}</g>`, label: "" };
}

function boxOf({ site, x, y, width, height, shown }: Box, colours: ReadonlyMap<string, string>, isHub: boolean): string {
  const left = x - width / 2;
  const top = y - height / 2;
  const style = site.change === undefined ? { line: "#57606a", fill: "#f6f8fa" } : CHANGES[site.change];
  const row = (index: number) => top + 56 + index * 17;
  const rows = shown.map(({ name, change, note }, index) => {
    const swatch = `<rect x="${round(left + 12)}" y="${round(row(index) - 9)}" width="10" height="10" rx="2" fill="${colours.get(name) ?? "#8c959f"}"/>`;
    const sign = change === undefined ? "" : `<tspan font-weight="bold">${CHANGES[change].sign}</tspan> `;
    return `${swatch}<text x="${round(left + 28)}" y="${round(row(index))}" fill="${change === undefined ? "#1f2328" : CHANGES[change].line}">${sign}${escaped(shortened(withNote(name, note), 44))}</text>`;
  });
  const more = site.segments.length - shown.length;
  const changed = site.segments.slice(shown.length).filter(({ change }) => change !== undefined).length;
  if (more > 0)
    rows.push(
      `<text x="${round(left + 28)}" y="${round(row(shown.length))}" fill="#57606a">${more} more${changed === 0 ? "" : `, ${changed} of them change`}</text>`,
    );
  return [
    `<g><rect x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}" rx="8" fill="${style.fill}" stroke="${style.line}" stroke-width="${isHub || site.change !== undefined ? 2.5 : 1.2}"${site.outside || site.change === "delete" ? dashes("6 4") : ""}/>`,
    `<text x="${round(left + 12)}" y="${round(top + 20)}" font-size="14" font-weight="bold" fill="#1f2328">${site.change === undefined ? "" : `${CHANGES[site.change].sign} `}${escaped(shortened(site.name, 34))}</text>`,
    `<text x="${round(left + 12)}" y="${round(top + 36)}" font-size="11" fill="#57606a">${escaped(site.detail)}</text>`,
    ...rows,
    "</g>",
  ].join("");
}

const dashes = (pattern: string): string => ` stroke-dasharray="${pattern}"`;

function legendOf(picture: Picture, left: number, top: number, width: number): { items: string[]; height: number } {
  const changes = CHANGE_ORDER.filter((change) => hasChange(picture, change));
  const entries = [
    ...picture.segments.map(({ name, id }, index) => ({ colour: segmentColour(index), text: `${shortened(name, 24)}: ${id}` })),
    ...changes.map((change) => ({ colour: CHANGES[change].line, text: `${CHANGES[change].sign} ${CHANGES[change].text}` })),
  ];
  if (picture.links.some(({ loose }) => loose)) entries.push({ colour: "#8c959f", text: "dotted: no remote MAC entry uses this link" });
  const columns = Math.max(1, Math.floor(width / LEGEND_WIDTH));
  const items = entries.map(({ colour, text }, index) => {
    const x = left + (index % columns) * LEGEND_WIDTH;
    const y = top + Math.floor(index / columns) * 18;
    return `<rect x="${round(x)}" y="${round(y)}" width="12" height="12" rx="2" fill="${colour}"/><text x="${round(x + 18)}" y="${round(y + 10)}" fill="#1f2328">${escaped(text)}</text>`;
  });
  return { items, height: Math.ceil(entries.length / columns) * 18 + MARGIN };
}

function hasChange({ sites, links }: Picture, change: Change): boolean {
  return (
    links.some((link) => link.change === change) ||
    sites.some((site) => site.change === change || site.segments.some((one) => one.change === change))
  );
}

const shortened = (text: string, most: number): string => ([...text].length <= most ? text : `${[...text].slice(0, most - 1).join("")}…`);

const round = (value: number): number => Math.round(value * 10) / 10;

/** XML has no way to write control characters. */
const escaped = (text: string): string => text.replace(/\p{Cc}/gu, " ").replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
