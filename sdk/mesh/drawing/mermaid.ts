// SPDX-License-Identifier: Apache-2.0
import { CHANGE_ORDER, CHANGES } from "./colours";
import { type Change, hubsOf, isUniform, type Picture, type PictureLink, siteChange, withNote } from "./picture";

/** The diagram as a Mermaid flowchart, which Markdown hosts render. */
export function mermaidOf(picture: Picture): string {
  const ids = new Map(picture.sites.map(({ name }, index) => [name, `s${index}`]));
  const hubs = hubsOf(picture);
  const numbers = new Map(picture.segments.map(({ name, id }) => [name, `${name} ${id}`]));
  const segmentTexts = (names: readonly string[]) => names.map((name) => numbers.get(name) ?? name).join(", ");
  const nodes = picture.sites.map((site) => {
    const [open, close] = site.outside ? ['(["', '"])'] : hubs.has(site.name) ? ['{{"', '"}}'] : ['["', '"]'];
    return `  ${ids.get(site.name)}${open}${label([`<b>${text(site.name)}</b>`, text(site.detail), text(site.segments.map(({ name, note }) => withNote(segmentTexts([name]), note)).join(", "))])}${close}${mark(siteChange(site))}`;
  });
  const alike = isUniform(picture);
  const edges = picture.links.map((link) => {
    const carried = alike ? "" : `|"${text(segmentTexts(link.segments))}"|`;
    return `  ${ids.get(link.from)} ${link.loose ? "-.-" : "---"}${carried} ${ids.get(link.to)}`;
  });
  return `${["flowchart LR", ...nodes, ...edges, ...linkStyles(picture.links), ...classes(picture)].join("\n")}\n`;
}

const label = (lines: readonly string[]): string => lines.filter((line) => line !== "").join("<br/>");

/** Mermaid reads `#…;` as entities; quotes and angle brackets would end the label or be HTML. */
const text = (plain: string): string =>
  plain.replace(/\p{Cc}/gu, " ").replace(/[#"<>&|`\\[\]{}();]/g, (character) => `#${character.charCodeAt(0)};`);

const mark = (change: Change | undefined): string => (change === undefined ? "" : `:::${change}`);

function linkStyles(links: readonly PictureLink[]): string[] {
  return CHANGE_ORDER.flatMap((change) => {
    const numbers = links.flatMap((link, index) => (link.change === change ? [index] : []));
    return numbers.length === 0 ? [] : [`  linkStyle ${numbers.join(",")} stroke:${CHANGES[change].line},stroke-width:3px`];
  });
}

function classes({ sites }: Picture): string[] {
  return CHANGE_ORDER.filter((change) => sites.some((site) => siteChange(site) === change)).map(
    (change) => `  classDef ${change} fill:${CHANGES[change].fill},stroke:${CHANGES[change].line},color:#1f2328`,
  );
}
