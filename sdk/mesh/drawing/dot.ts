// SPDX-License-Identifier: Apache-2.0
import { CHANGES, segmentColour } from "./colours";
import { hubsOf, MOST_STRANDS, type Picture, type PictureLink, siteChange, withNote } from "./picture";

/** The diagram in the DOT format of Graphviz: a ring of sites with the hubs in the middle. */
export function dotOf(picture: Picture): string {
  const hubs = hubsOf(picture);
  const colours = new Map(picture.segments.map(({ name }, index) => [name, segmentColour(index)]));
  const nodes = picture.sites.map((site) => {
    const change = siteChange(site);
    const style = site.outside
      ? ', style="rounded,dashed"'
      : change === undefined
        ? ""
        : `, color="${CHANGES[change].line}", fillcolor="${CHANGES[change].fill}", penwidth=2`;
    return `  ${quoted(site.name)} [label=${quoted([site.name, site.detail, ...site.segments.map(({ name, note }) => withNote(name, note))].join("\n"))}${style}];`;
  });
  const edges = picture.links.map(
    (link) => `  ${quoted(link.from)} -- ${quoted(link.to)} [${edgeStyle(link, colours)}${link.loose ? ", style=dotted" : ""}];`,
  );
  const legend = picture.segments.map(({ name, id }) => `${name}: ${id}`).join("\n");
  const layout = hubs.size > 0 ? "twopi" : "circo";
  const [root] = hubs;
  return `${[
    "graph mesh {",
    `  graph [layout=${layout}${root === undefined ? "" : `, root=${quoted(root)}`}, overlap=false, splines=true, ranksep=3, mindist=1.5, label=${quoted(legend)}, fontname="sans-serif"];`,
    '  node [shape=box, style="rounded,filled", fillcolor="#ffffff", fontname="sans-serif"];',
    '  edge [fontname="sans-serif"];',
    ...nodes,
    ...edges,
    "}",
  ].join("\n")}\n`;
}

function edgeStyle({ segments, change }: PictureLink, colours: ReadonlyMap<string, string>): string {
  if (change !== undefined) return `color="${CHANGES[change].line}", penwidth=3, tooltip=${quoted(segments.join(", "))}`;
  if (segments.length > MOST_STRANDS) return `penwidth=2, label="${segments.length}", tooltip=${quoted(segments.join(", "))}`;
  return `color="${segments.map((name) => colours.get(name)).join(":")}", tooltip=${quoted(segments.join(", "))}`;
}

const quoted = (text: string): string =>
  `"${text
    .replace(/\\/g, "\\\\")
    .replace(/"/g, '\\"')
    .replace(/\n/g, "\\n")
    .replace(/\p{Cc}/gu, " ")}"`;
