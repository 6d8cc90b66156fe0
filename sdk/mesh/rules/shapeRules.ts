// SPDX-License-Identifier: Apache-2.0
// Rules for the structure of a mesh: its sites, segments and links.
import { abbreviated, suggestion } from "../../../provider/client/didYouMean";
import { show } from "../../../provider/kinds/values";
import type { Findings, Path } from "../finding";
import type { DraftLinks } from "../model/fields";
import type { Mesh, Segment } from "../model/mesh";

export function shapeRules(mesh: Mesh, findings: Findings): void {
  const { sites, segments, draft } = mesh;
  const declared = [...sites.keys()];
  if (draft.sites !== undefined && sites.size < 2)
    findings.error(
      "nothing-to-join",
      ["sites"],
      `a mesh needs at least two sites; ${sites.size === 0 ? "none is declared" : `only ${show(declared[0])} is declared`}.`,
    );
  if (draft.segments !== undefined && segments.size === 0)
    findings.error("nothing-to-join", ["segments"], "a mesh needs at least one segment.");

  linkRules(draft.links, ["links"], declared, "Declared sites", findings);
  for (const segment of segments.values()) segmentRules(segment, mesh, declared, findings);

  const used = new Set([...segments.values()].flatMap(({ at }) => [...at.keys()]));
  if (segments.size === 0) return;
  for (const { name, path } of sites.values())
    if (!used.has(name))
      findings.warn(
        "unused-site",
        path,
        "no segment uses this site, so only a gateway device is created. Add the site to a segment, or remove it.",
      );
}

function segmentRules(
  { path, draft, at, links, id }: Segment,
  { draft: topology }: Mesh,
  declared: readonly string[],
  findings: Findings,
): void {
  for (const name of draft.sites?.keys() ?? [])
    if (!at.has(name)) unknownSite([...path, "sites", name], name, declared, "Declared sites", findings);
  const named = draft.sites === undefined ? undefined : [...draft.sites.keys()];
  if (named !== undefined && named.length < 2)
    findings.error(
      "nothing-to-join",
      [...path, "sites"],
      `a segment needs at least two sites; ${named.length === 0 ? "this one has none" : `this one has only ${show(named[0])}`}. Add a site, or remove the segment.`,
    );
  if (id === undefined && !("segmentationId" in draft) && !("segmentationIds" in topology))
    findings.error(
      "required",
      [...path, "segmentationId"],
      '"segmentationId" is required (a number or a range {from, to}), because the topology has no "segmentationIds" range.',
    );
  linkRules(draft.links, [...path, "links"], named ?? [], "Sites of the segment", findings);

  if (named === undefined || at.size !== named.length) return;
  // An invalid link may have been meant to connect these sites, so the groups are not reported.
  if ("links" in draft ? draft.links === undefined || !areGood(draft.links, named) : !areGood(topology.links, declared)) return;
  const islands = links.islands();
  if (islands.length < 2) return;
  findings.error("island", path, islandText(islands, draft.links, topology.links));
}

function islandText(islands: readonly string[][], own: DraftLinks | undefined, inherited: DraftLinks | undefined): string {
  const groups = islands.map((sites) => `{${sites.join(", ")}}`).join(", ");
  const hubs = typeof inherited === "object" && !Array.isArray(inherited) ? inherited.hubs : undefined;
  if (own !== undefined) return `no path between these groups of sites: ${groups}. Add a link between the groups, or split the segment.`;
  const [why, remedy] =
    hubs === undefined
      ? ["The segment inherits the links of the topology", "Add a link between the groups"]
      : [`The segment inherits links: {hubs: [${hubs.join(", ")}]}, and none of these hubs is in it`, "Add a hub to the segment"];
  return `no path between these groups of sites: ${groups}. ${why}. ${remedy}, or set its own links (for example links: fullMesh).`;
}

/** True where the links say all that they were meant to. */
function areGood(links: DraftLinks | undefined, known: readonly string[]): boolean {
  if (links === undefined || links === "fullMesh") return true;
  const names = Array.isArray(links) ? links.flatMap((pair) => pair ?? [undefined]) : links.hubs;
  const isPair = (pair: readonly unknown[] | undefined) => pair?.length === 2 && pair[0] !== pair[1];
  return (
    names !== undefined &&
    names.length > 0 &&
    names.every((name) => name !== undefined && known.includes(name)) &&
    (!Array.isArray(links) || links.every(isPair))
  );
}

function linkRules(links: DraftLinks | undefined, at: Path, known: readonly string[], where: string, findings: Findings): void {
  if (links === undefined || links === "fullMesh") return;
  if (!Array.isArray(links)) {
    if (links.hubs?.length === 0) findings.error("link", [...at, "hubs"], "the list of hubs is empty. Name at least one site.");
    for (const [index, hub] of (links.hubs ?? []).entries()) unknownSite([...at, "hubs", index], hub, known, where, findings);
    return;
  }
  for (const [index, pair] of links.entries()) {
    if (pair === undefined) continue;
    if (pair.length !== 2)
      findings.error(
        "link",
        [...at, index],
        `the link has ${pair.length} ${pair.length === 1 ? "name" : "names"}. A link is a pair of two sites.`,
      );
    for (const [end, name] of pair.entries()) unknownSite([...at, index, end], name, known, where, findings);
    if (pair.length === 2 && pair[0] !== undefined && pair[0] === pair[1])
      findings.error("link", [...at, index], `the link joins site ${show(pair[0])} with itself. Name two different sites.`);
  }
}

function unknownSite(at: Path, name: string | undefined, known: readonly string[], where: string, findings: Findings): void {
  if (name === undefined || known.includes(name)) return;
  const near = suggestion(name, known).slice(1);
  findings.error(
    "unknown-site",
    at,
    `unknown site ${show(name)}.${near} ${where}: ${known.length === 0 ? "none" : abbreviated(known, near === "" ? 20 : 5)}.`,
  );
}
