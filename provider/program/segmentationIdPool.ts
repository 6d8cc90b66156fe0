// SPDX-License-Identifier: Apache-2.0
// Segmentation ids for segments that name a range only. It is at no site: its state is all there is of it. One resource holds the numbers of a whole mesh, so that no two of them can be the same.
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { BorderGatewayError } from "../client/errors";
import type { Failure, Props, Runtime } from "../kinds/definition";
import { HIGHEST_VNI } from "../kinds/segmentation";
import type { Lifecycle } from "../lifecycle/lifecycle";
import { messageOf } from "../lifecycle/report";
import { NAME_HINT } from "./hints";
import { numbersFor } from "./rangeNumbers";
import { type Claimant, claimedByOther, claimHeld, claimNew, claimsOf, placesOf, refuseContested } from "./segmentationIdClaims";

const segmentationId = z.int().min(1).max(HIGHEST_VNI);
const given = z.strictObject({
  /** Whose numbers these are, for messages and against other meshes. */
  mesh: z.string(),
  /** The segments that take a number: the range, and the sites where the number has to be free. */
  segments: z.array(z.strictObject({ name: z.string(), from: segmentationId, to: segmentationId, sites: z.array(z.string()) })),
  /** Numbers that the mesh gives away by itself, and to which segment. A list: the SDK cannot send an object that has a `toString` of its own. */
  taken: z.array(z.strictObject({ name: z.string(), id: segmentationId })),
  /** Numbers that other meshes of the program give away by themselves, and at which sites of this one. */
  elsewhere: z.array(z.strictObject({ mesh: z.string(), name: z.string(), id: segmentationId, sites: z.array(z.string()) })).default([]),
});
type Given = z.infer<typeof given>;
type Taker = Given["segments"][number];

/** The numbers by the names of their segments. */
const held = z.object({ ids: z.record(z.string(), segmentationId) });

export function segmentationIdPool(runtime: Runtime): Lifecycle {
  return {
    kind: "SegmentationIdPool",
    check: (old, program) => check(runtime, old, program),
    // Numbers come and go in place; what a segment has never changes.
    diff: async (_id, last, next) => {
      const same = isDeepStrictEqual(last.ids, next.ids) && isDeepStrictEqual(last.segments, next.segments);
      return { changes: !same, updates: same ? [] : ["ids"], replaces: [] };
    },
    create: async (inputs) => {
      refuseContested(claimsOf(runtime), inputs);
      return { id: randomUUID(), props: inputs };
    },
    read: async (_id, last) => ({ props: last }),
    update: async (_id, _last, inputs) => {
      refuseContested(claimsOf(runtime), inputs);
      return inputs;
    },
    delete: async () => undefined,
  };
}

/** The numbers are chosen here and not in `create`: previews show them, and a segment more leaves those of the others known. */
async function check(runtime: Runtime, old: Props, program: Props): Promise<{ inputs: Props; failures: Failure[] }> {
  const { ids: _, [NAME_HINT]: hint, ...inputs } = program;
  const read = given.safeParse(inputs);
  if (!read.success)
    return { inputs: program, failures: read.error.issues.map(({ path, message }) => ({ path: path.map(String), reason: message })) };
  // A map: a segment may be named like a member that every object has.
  const before = new Map(Object.entries(held.safeParse(old).data?.ids ?? {}));
  try {
    return {
      inputs: {
        ...read.data,
        ids: await allocated(runtime, { pool: String(hint ?? read.data.mesh), mesh: read.data.mesh }, read.data, before),
      },
      failures: [],
    };
  } catch (error) {
    if (!(error instanceof BorderGatewayError)) throw error;
    return { inputs: program, failures: [{ path: ["segments"], reason: error.message }] };
  }
}

async function allocated(
  runtime: Runtime,
  claimant: Claimant,
  { segments, taken, elsewhere }: Given,
  before: ReadonlyMap<string, number>,
): Promise<Record<string, number>> {
  const claims = claimsOf(runtime);
  const owners = new Map(taken.map(({ name, id }) => [id, `segment ${name}, by its own number`]));
  const others = new Map(
    elsewhere.flatMap(({ mesh, name, id, sites }) =>
      sites.flatMap((site) =>
        placesOf(runtime, site, id).map((place) => [place, `segment ${name} of mesh ${mesh}, by its own number`] as const),
      ),
    ),
  );
  const otherAt = ({ sites }: Taker, id: number) =>
    sites.flatMap((site) => placesOf(runtime, site, id).map((place) => others.get(place))).find((one) => one !== undefined);
  const ids: Record<string, number> = {};
  const newcomers: Taker[] = [];
  for (const segment of [...segments].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const id = before.get(segment.name);
    if (id === undefined) newcomers.push(segment);
    else {
      const owner = owners.get(id) ?? otherAt(segment, id);
      if (owner !== undefined)
        throw new BorderGatewayError(
          `segment ${segment.name} has held ${id} since it was made, and now it is that of ${owner}. Give that one another number`,
        );
      ids[segment.name] = id;
      claimHeld(claims, claimant, segment, id);
    }
  }
  // A number that is given back in this very update may still be at a site: it is free the next time.
  for (const [name, id] of before) if (!owners.has(id)) owners.set(id, `segment ${name}`);
  if (newcomers.length === 0) return ids;
  const atSites = runtime.live ? await usedAt(runtime, newcomers) : new Map<string, ReadonlySet<number>>();
  const ownerOf = (segment: Taker, id: number): string | undefined => {
    const owner = owners.get(id) ?? otherAt(segment, id) ?? claimedByOther(claims, claimant, segment, id);
    if (owner !== undefined) return owner;
    const site = segment.sites.find((one) => atSites.get(one)?.has(id));
    return site === undefined ? undefined : `in use at site ${site}`;
  };
  // From here on nothing is waited for: no other choice comes between.
  const { numbers, crowds } = numbersFor(newcomers, (segment, id) => ownerOf(segment, id) === undefined);
  for (const [{ name }, id] of numbers) owners.set(id, `segment ${name}`);
  for (const segment of crowds.flat()) if (!numbers.has(segment)) throw full(segment, (id) => ownerOf(segment, id));
  for (const [segment, id] of numbers) {
    ids[segment.name] = id;
    claimNew(claims, claimant, segment, id);
  }
  return ids;
}

function full({ name, from, to }: Taker, ownerOf: (id: number) => string | undefined): BorderGatewayError {
  const reasons: string[] = [];
  for (let id = from; id <= to && reasons.length < 5; id++) reasons.push(`${id}: ${ownerOf(id)}`);
  const more = to - from + 1 - reasons.length;
  return new BorderGatewayError(
    `the range ${from} to ${to} has no free number for segment ${name} (${reasons.join("; ")}${more > 0 ? `; and ${more} more` : ""}). Widen it, or remove a segment`,
  );
}

async function usedAt(runtime: Runtime, segments: readonly Taker[]): Promise<Map<string, ReadonlySet<number>>> {
  const names = [...new Set(segments.flatMap(({ sites }) => sites))];
  const sets = await Promise.all(
    names.map(async (name) => {
      const site = await runtime.openSite(name).catch((error) => {
        throw new BorderGatewayError(`which numbers are free at site ${name} cannot be seen: ${messageOf(error)}`);
      });
      return [name, await site.segmentationIdsInUse()] as const;
    }),
  );
  return new Map(sets);
}
