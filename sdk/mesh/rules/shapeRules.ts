// SPDX-License-Identifier: Apache-2.0
// Is there something to join, and are all names of sites known?
import { didYouMean } from "../../../provider/client/didYouMean";
import { show } from "../../../provider/values";
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
      `${sites.size === 0 ? "holds no site" : `holds one site only, ${show(declared[0])}`}, and a mesh joins two or more. Declare ${sites.size === 0 ? "two" : "another"}`,
    );
  if (draft.segments !== undefined && segments.size === 0)
    findings.error("nothing-to-join", ["segments"], "holds no segment, and there is nothing to join without one. Declare one");

  linkRules(draft.links, ["links"], declared, "sites", findings);
  for (const segment of segments.values()) segmentRules(segment, mesh, declared, findings);

  const used = new Set([...segments.values()].flatMap(({ at }) => [...at.keys()]));
  if (segments.size === 0) return;
  for (const { name, path } of sites.values())
    if (!used.has(name))
      findings.warn(
        "unused-site",
        path,
        "no segment is at this site: it gets a device and nothing else. Add it to a segment, or leave it out",
      );
}

function segmentRules(
  { path, draft, at, links, id }: Segment,
  { draft: topology }: Mesh,
  declared: readonly string[],
  findings: Findings,
): void {
  for (const name of draft.sites?.keys() ?? [])
    if (!at.has(name)) unknownSite([...path, "sites", name], name, declared, "declared under sites", findings);
  const named = draft.sites === undefined ? undefined : [...draft.sites.keys()];
  if (named !== undefined && named.length < 2)
    findings.error(
      "nothing-to-join",
      [...path, "sites"],
      `${named.length === 0 ? "names no site" : `names one site only, ${show(named[0])}`}, and a segment joins two or more. Add ${named.length === 0 ? "two" : "another"}, or leave the segment out`,
    );
  if (id === undefined && !("segmentationId" in draft) && !("segmentationIds" in topology))
    findings.error(
      "required",
      [...path, "segmentationId"],
      "is missing, and the topology has no segmentationIds to take a number from. Give a number, or a range {from, to}",
    );
  linkRules(draft.links, [...path, "links"], named ?? [], "sites of the segment", findings);

  if (named === undefined || at.size !== named.length) return;
  // What joins the sites may be what was meant by a link that is no good.
  if ("links" in draft ? draft.links === undefined || !areGood(draft.links, named) : !areGood(topology.links, declared)) return;
  const islands = links.islands();
  if (islands.length < 2) return;
  const listed = islands.map((sites) => sites.join(", ")).join(" | ");
  findings.error(
    "island",
    path,
    `its links join only some of its sites: ${listed}. Link the groups, or make segments of their own of them`,
  );
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
    if (links.hubs?.length === 0)
      findings.error("link", [...at, "hubs"], "names no hub, so that nothing would be linked. Name one site at least");
    for (const [index, hub] of (links.hubs ?? []).entries())
      unknownSite([...at, "hubs", index], hub, known, `one of the ${where}`, findings);
    return;
  }
  for (const [index, pair] of links.entries()) {
    if (pair === undefined) continue;
    if (pair.length !== 2)
      findings.error(
        "link",
        [...at, index],
        `has ${pair.length} ${pair.length === 1 ? "name" : "names"}, and a link joins two sites. Write a pair for each link`,
      );
    for (const [end, name] of pair.entries()) unknownSite([...at, index, end], name, known, `one of the ${where}`, findings);
    if (pair.length === 2 && pair[0] !== undefined && pair[0] === pair[1])
      findings.error("link", [...at, index], `links site ${show(pair[0])} with itself. Name two sites`);
  }
}

function unknownSite(at: Path, name: string | undefined, known: readonly string[], what: string, findings: Findings): void {
  if (name === undefined || known.includes(name)) return;
  const there = known.length === 0 ? "there are none" : `there are ${known.slice(0, 20).join(", ")}${known.length > 20 ? ", …" : ""}`;
  findings.error("unknown-site", at, `${show(name)} is not ${what}${didYouMean(name, known)}; ${there}`);
}
