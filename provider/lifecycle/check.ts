// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { isSameEndpoint } from "../client/endpointIdentity";
import { BorderGatewayError } from "../client/errors";
import type { Definition, Failure, LiveCheck, Props, Runtime } from "../kinds/definition";
import { readProperties } from "../kinds/properties";
import { type Draft, UNKNOWN } from "../kinds/unknown";
import { ID_HINTS, NAME_HINT } from "../program/hints";
import { ProgramLinks } from "../program/programRules";
import { announceAdoption } from "./adoption";
import { difference } from "./diff";

/**
 * Checks the inputs of one resource in layers: shape, border rules, and, where the site may be asked, facts. All that is wrong comes back at once.
 * @param old inputs as the last check wrote them; empty for a resource that is new
 */
export async function check<I>(
  definition: Definition<I>,
  runtime: Runtime,
  old: Props,
  given: Props,
): Promise<{ inputs: Props; failures: Failure[] }> {
  const { [NAME_HINT]: hint, [ID_HINTS]: _, ...program } = given;
  const { draft: read, failures } = readProperties(definition.inputs, program);
  if ("name" in definition.inputs && program.name === undefined) {
    read.name = old.name ?? hint;
    if (typeof read.name === "string") runtime.ownNames.add(read.name);
  }
  // The table and the type of the kind are one and the same: `I` is derived from `definition.inputs`.
  const valid = read as Draft<I>;
  const draft = definition.complete?.(valid) ?? valid;
  // Of a property that is no value at all, its rules have nothing to say.
  const malformed = new Set(failures.map(({ path }) => path[0]));
  failures.push(...definition.rules(draft).filter(({ path }) => !malformed.has(path[0])));

  const inputs: Props = { ...(draft as object) };
  const siteFailures = await checkSite(runtime, definition.kind, old, inputs, program.site === undefined);
  failures.push(...siteFailures);
  if (siteFailures.length === 0 && inputs.site !== UNKNOWN) {
    const links = new ProgramLinks(definition, runtime, given, inputs);
    const live = await checkLive(definition, runtime, old, draft, inputs, links);
    const within = links.check(definition, draft);
    // What the program says of a property comes before what the site says of it.
    const said = new Set(within.map(({ path }) => path[0]));
    failures.push(...within.filter(({ path }) => !malformed.has(path[0])), ...live.filter(({ path }) => !said.has(path[0])));
  }
  return { inputs: failures.length === 0 ? inputs : program, failures };
}

/** Writes the resolved site into the inputs, and refuses to let a changed default move an object that is there. */
async function checkSite(runtime: Runtime, kind: string, old: Props, inputs: Props, byDefault: boolean): Promise<Failure[]> {
  if (inputs.site === UNKNOWN) return [];
  return asSiteFailure(async () => {
    const name = await runtime.siteName(typeof inputs.site === "string" ? inputs.site : undefined);
    inputs.site = name;
    if (!byDefault || typeof old.site !== "string" || old.site === name || runtime.movedOnPurpose(old.site)) return [];
    const [before, now] = await Promise.all([runtime.openSite(old.site), runtime.openSite(name)]);
    if (isSameEndpoint(before.endpoint, now.endpoint)) return [];
    const reason = `is not given, and the default is no longer "${old.site}" (${before.endpoint}), where this ${kind} is, but "${name}" (${now.endpoint}). Give the site by name: "${old.site}" to leave it there, "${name}" to move it`;
    return [{ path: ["site"], reason }];
  });
}

async function checkLive<I>(
  definition: Definition<I>,
  runtime: Runtime,
  old: Props,
  draft: Draft<I>,
  inputs: Props,
  links: ProgramLinks,
): Promise<Failure[]> {
  const changed = (...names: string[]) => names.some((name) => !isDeepStrictEqual(old[name], inputs[name]));
  if (!runtime.live || !changed(...Object.keys(definition.inputs).filter((name) => definition.inputs[name]?.change !== "none"))) return [];
  return asSiteFailure(async () => {
    const site = await runtime.openSite(String(inputs.site));
    const usable = async () => {
      await site.require(definition.extensions);
      if (definition.adminOnly) await site.requireAdmin();
    };
    const isOwn = (props: Props) => {
      const { site: _, adopt, ...wanted } = inputs;
      const { updates, replaces } = difference(definition, props, wanted);
      return replaces.length === 0 && (adopt === true || !updates.includes("name"));
    };
    const leaves = (id: string) => links.isReplaced(id);
    const live: LiveCheck<I> = { ...links.view(draft), old, site, changed, isOwn, leaves };
    const ruled = definition.liveRules(live);
    // At once with the rules; of two failures the one that says what ails the site counts.
    ruled.catch(() => undefined);
    if (changed("site")) await usable();
    const failures = await ruled;
    // What is not found may be there all the same: hidden from another login than that of the last run, or below an extension that is gone.
    if (failures.length > 0) await usable();
    else if (Object.keys(old).length === 0) await announceAdoption(definition, runtime, live, inputs);
    return failures;
  });
}

/** A site that cannot be used is wrong input like any other: it is reported in the preview, on the property that names it. */
async function asSiteFailure(attempt: () => Promise<Failure[]>): Promise<Failure[]> {
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof BorderGatewayError)) throw error;
    return [{ path: ["site"], reason: error.message }];
  }
}

/** `["devices", 0, "deviceId"]` as Pulumi writes it: `devices[0].deviceId`. */
export function propertyPath(path: Failure["path"]): string {
  return path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");
}
