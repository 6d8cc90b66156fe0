// SPDX-License-Identifier: Apache-2.0
// Rules for segmentation ids: the devices must support them, and ranges must contain enough of them.
import { HIGHEST_VLAN } from "../../../provider/kinds/segmentation";
import { show } from "../../../provider/kinds/values";
import { numbersFor } from "../../../provider/program/rangeNumbers";
import type { Findings, Path } from "../finding";
import { pathText } from "../finding";
import type { Mesh, Segment } from "../model/mesh";

export function segmentationRules(mesh: Mesh, findings: Findings): void {
  const segments = [...mesh.segments.values()];
  for (const segment of segments) vlanRange(segment, findings);
  numbersTwice(segments, findings);
  ranges(mesh, findings);
}

function vlanRange({ id, path, at }: Segment, findings: Findings): void {
  const vlan = [...at.values()].find(({ site }) => site.type === "network_vlan");
  if (vlan === undefined || id === undefined) return;
  const highest = typeof id === "number" ? id : id.range.to;
  if (highest === undefined || highest <= HIGHEST_VLAN) return;
  const what = typeof id === "number" ? String(id) : `the range up to ${highest}`;
  findings.error(
    "segmentation-id",
    [...path, "segmentationId"],
    `${what} is too high for site ${show(vlan.site.name)}: its device is of type network_vlan, whose segmentation IDs are VLANs from 1 to ${HIGHEST_VLAN}. Use a lower number, or another type of device.`,
  );
}

function numbersTwice(segments: readonly Segment[], findings: Findings): void {
  const first = new Map<number, Segment[]>();
  for (const segment of segments) {
    if (typeof segment.id !== "number") continue;
    const others = first.get(segment.id) ?? [];
    const clash = others.flatMap((other) =>
      [...segment.at.keys()].filter((site) => other.at.has(site)).map((site) => ({ other, site })),
    )[0];
    if (clash !== undefined)
      findings.error(
        "segmentation-id-twice",
        [...segment.path, "segmentationId"],
        `${segment.id} is also the segmentation ID of ${pathText(clash.other.path)}, and the device of site ${show(clash.site)} carries both segments. Use different numbers.`,
      );
    first.set(segment.id, [...others, segment]);
  }
}

function ranges({ segments, draft }: Mesh, findings: Findings): void {
  const takers: Taker[] = [];
  const explicit = new Set<number>();
  const shared = draft.segmentationIds;
  if (shared !== undefined) backwards(shared.from, shared.to, ["segmentationIds"], findings);
  for (const { id, name } of segments.values()) {
    if (typeof id === "number") explicit.add(id);
    if (typeof id !== "object" || id.range.from === undefined || id.range.to === undefined) continue;
    const { path } = id;
    const { from, to } = id.range;
    if (id.range !== shared) backwards(from, to, path, findings);
    if (from <= to) takers.push({ name, path, from, to });
  }
  const { crowds } = numbersFor(takers, (_, number) => !explicit.has(number));
  // Several crowds of one exhausted range are merged into one error.
  const together = new Map<string, Taker[]>();
  for (const crowd of crowds) together.set(rangesOf(crowd).join(), [...(together.get(rangesOf(crowd).join()) ?? []), ...crowd]);
  for (const crowd of together.values()) poolFull(crowd, explicit, findings);
}

const rangesOf = (takers: readonly Taker[]): string[] => [...new Set(takers.map(({ from, to }) => `${from} to ${to}`))];

interface Taker {
  readonly name: string;
  readonly path: Path;
  readonly from: number;
  readonly to: number;
}

function poolFull(crowd: readonly Taker[], explicit: ReadonlySet<number>, findings: Findings): void {
  const numbers = new Set(crowd.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index)));
  const taken = [...explicit].filter((number) => numbers.has(number)).length;
  const already = taken === 0 ? "" : `, of which ${taken} are used by number`;
  const texts = rangesOf(crowd);
  const [what, advice] =
    texts.length === 1 ? [`the range ${texts[0]} has`, "Widen it"] : [`the ranges ${texts.join(", ")} have`, "Widen one"];
  const names = crowd.map(({ name }) => name);
  findings.error(
    "pool-full",
    crowd[0]?.path ?? [],
    `${what} ${numbers.size} ${numbers.size === 1 ? "number" : "numbers"}${already}, too few for ${names.length} ${names.length === 1 ? "segment" : "segments"} (${names.join(", ")}). ${advice}.`,
  );
}

function backwards(from: number | undefined, to: number | undefined, path: Path, findings: Findings): void {
  if (from !== undefined && to !== undefined && from > to)
    findings.error("segmentation-id", path, `the range from ${from} to ${to} is empty. Write the lower number as "from".`);
}
