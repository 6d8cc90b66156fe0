// SPDX-License-Identifier: Apache-2.0
// The changes of a mesh in the output of `pulumi preview --json`.
import { z } from "zod";
import { BorderGatewayError } from "../../../provider/client/errors";
import { poolName } from "../names";
import type { Change, Changes } from "./picture";

/** The type of the component in URNs. */
export const MESH_TYPE = "border-gateway:mesh:BorderGatewayMesh";

const state = z.object({ type: z.string(), inputs: z.record(z.string(), z.unknown()).nullish() }).nullish();
const step = z.object({ op: z.string(), urn: z.string(), oldState: state, newState: state });
const preview = z.object({ steps: z.array(step) });
type Step = z.infer<typeof step>;

export interface PreviewedMesh {
  readonly name: string;
  readonly changes: Changes;
  /** The topology of the program, with the removed sites and segments of the last deployment. `undefined` if the program's version of this package does not store it. */
  readonly topology: Record<string, unknown> | undefined;
  /** The segmentation ids that were allocated from ranges, by segment. */
  readonly segmentationIds: ReadonlyMap<string, number>;
}

/**
 * Reads a mesh from the output of `pulumi preview --json`.
 *
 * @param name name of the mesh. Required if the preview contains several.
 * @throws BorderGatewayError if the text is not a preview or does not contain the mesh
 */
export function meshInPreview(text: string, name?: string): PreviewedMesh {
  const steps = readSteps(text);
  const meshes = [...new Set(steps.filter(({ urn }) => typeOf(urn) === MESH_TYPE).map(({ urn }) => nameOf(urn)))];
  const [only] = meshes;
  if (only === undefined) throw new BorderGatewayError(`the preview holds no ${MESH_TYPE}`);
  if (name === undefined && meshes.length > 1)
    throw new BorderGatewayError(`the preview holds ${meshes.length} meshes: ${meshes.join(", ")}. Say which: --mesh NAME`);
  const chosen = name ?? only;
  if (!meshes.includes(chosen)) throw new BorderGatewayError(`the preview holds no mesh ${chosen}; there are ${meshes.join(", ")}`);
  return {
    name: chosen,
    changes: changesOf(steps, chosen),
    topology: topologyIn(steps, chosen),
    segmentationIds: numbersIn(steps, chosen),
  };
}

function readSteps(text: string): Step[] {
  if (text.trim() === "") throw new BorderGatewayError("the preview is empty. It has to be the output of `pulumi preview --json`");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new BorderGatewayError(
      `what \`pulumi preview --json\` prints is JSON, and this is not: ${error instanceof Error ? error.message : error}`,
    );
  }
  const parsed = preview.safeParse(json);
  if (!parsed.success) throw new BorderGatewayError("this is JSON, but not what `pulumi preview --json` prints: it has no list of steps");
  return parsed.data.steps;
}

/** `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`. */
const typeOf = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";
const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");

const OPS: Readonly<Record<string, Change>> = {
  create: "create",
  update: "update",
  delete: "delete",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
};

function changesOf(steps: readonly Step[], mesh: string): Changes {
  const changes = new Map<string, Change>();
  for (const { op, urn } of steps) {
    const change = OPS[op];
    if (change === undefined || !urn.includes(`${MESH_TYPE}$`) || !nameOf(urn).startsWith(`${mesh}/`)) continue;
    const place = nameOf(urn).slice(mesh.length + 1);
    // What a segment has at a site is new or gone with its gateway; what happens to the rest of it is a change.
    const isWhole = /:(GatewayDevice|L2Gateway)$/.test(typeOf(urn));
    if (isWhole) changes.set(place, change);
    else if (!changes.has(place)) changes.set(place, "update");
  }
  return changes;
}

/** The pool chooses its numbers before the preview shows it. Of a segment that goes, its last state has the number. */
function numbersIn(steps: readonly Step[], mesh: string): Map<string, number> {
  const pool = steps.find(({ urn }) => typeOf(urn).endsWith(":SegmentationIdPool") && nameOf(urn) === poolName(mesh));
  const [next, last] = [pool?.newState, pool?.oldState].map((one) => objectIn(one?.inputs, "ids") ?? {});
  const byItself = objectIn(pool?.newState?.inputs, "taken") ?? {};
  const before = Object.entries(last ?? {}).filter(([segment]) => !(segment in byItself));
  return new Map([...before, ...Object.entries(next ?? {})].filter((entry): entry is [string, number] => typeof entry[1] === "number"));
}

function topologyIn(steps: readonly Step[], mesh: string): Record<string, unknown> | undefined {
  const component = steps.find(({ urn }) => typeOf(urn) === MESH_TYPE && nameOf(urn) === mesh);
  const [next, last] = [component?.newState, component?.oldState].map((one) => objectIn(one?.inputs, "topology"));
  return next === undefined || last === undefined ? (next ?? last) : withRemoved(next, last);
}

/** What is declared now, and the sites and segments that were, so that what goes can be shown. */
function withRemoved(next: Record<string, unknown>, last: Record<string, unknown>): Record<string, unknown> {
  const sites = { ...objectIn(last, "sites"), ...objectIn(next, "sites") };
  const [now, before] = [objectIn(next, "segments") ?? {}, objectIn(last, "segments") ?? {}];
  const segments = Object.fromEntries(
    Object.keys({ ...before, ...now }).map((name) => {
      const [segment, was] = [objectIn(now, name), objectIn(before, name)];
      return [name, { ...was, ...segment, sites: { ...objectIn(was, "sites"), ...objectIn(segment, "sites") } }];
    }),
  );
  return { ...next, sites, segments };
}

function objectIn(parent: unknown, key: string): Record<string, unknown> | undefined {
  const found = z.record(z.string(), z.unknown()).safeParse(z.record(z.string(), z.unknown()).safeParse(parent).data?.[key]);
  return found.success ? found.data : undefined;
}
