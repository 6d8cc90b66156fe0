// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { isSameEndpoint } from "../client/endpointIdentity";
import { ApiError, BorderGatewayError, UncertainError } from "../client/errors";
import type { Site } from "../client/site";
import type { Definition, Failure, Kind, Props, Runtime } from "../kinds/definition";
import { readProperties } from "../kinds/properties";
import { hasUnknown } from "../kinds/unknown";
import { check } from "./check";
import { difference } from "./diff";
import { ownerTokenOf, withOwnerToken } from "./ownerToken";
import { PartialFailure } from "./report";

export interface Diff {
  readonly changes: boolean;
  readonly updates: string[];
  readonly replaces: string[];
}

/** The six verbs of one kind, for any host. Unknown values are {@link UNKNOWN}; errors are {@link BorderGatewayError}s. */
export interface Lifecycle {
  readonly kind: string;
  check(old: Props, given: Props): Promise<{ inputs: Props; failures: Failure[] }>;
  diff(id: string, last: Props, next: Props): Promise<Diff>;
  create(inputs: Props): Promise<{ id: string; props: Props }>;
  /** `undefined`: gone. `inputs` is absent where nothing differs from `last`, so that the state keeps its own. */
  read(id: string, last: Props): Promise<{ props: Props; inputs?: Props } | undefined>;
  update(id: string, last: Props, inputs: Props): Promise<Props>;
  delete(id: string, last: Props): Promise<void>;
}

export function lifecycleOf<I>(kind: Kind<I>, runtime: Runtime): Lifecycle {
  const { definition } = kind;
  const verbs = kind.verbs(runtime);

  /** Reads an object. `undefined`: the site does not have it, and the login would see it. */
  const look = async (id: string, last: Props, site: Site): Promise<Props | undefined> => {
    const found = await verbs.read(id, last, site).catch(orMissingExtension(definition, site));
    if (found !== undefined) return found;
    // A server that has lost the extension knows none of its objects: nothing of that is gone.
    await site.require(definition.extensions);
    // What only administrators are shown is refused to others, not hidden from them.
    if (!definition.adminOnly) await site.requireSightOf(last.tenantId);
    return undefined;
  };

  const idsOf = (own: string, props: Props): string[] => {
    const { kept, left } = definition.parts?.(props, {}) ?? { kept: [], left: [] };
    return [own, ...kept, ...left];
  };

  /** Finds out which of a resource's objects an operation has deleted that was killed before it learned the outcome. */
  const settleUnanswered = async (id: string, all: readonly string[], last: Props): Promise<void> => {
    const { interruptedWrites } = runtime;
    await interruptedWrites.outcomeOf(all, (ms) => runtime.pause(ms));
    if (!interruptedWrites.isUnanswered(all)) return;
    const found = await look(id, last, await sameSite(runtime, last));
    const exist = found === undefined ? [] : idsOf(all[0] ?? id, found);
    for (const one of all) interruptedWrites.settle(one, exist.includes(one));
  };

  /** True if an operation that was killed has created entries of a table which the state does not contain. */
  const lacksWritten = (id: string, all: readonly string[]) =>
    runtime.interruptedWrites.writtenOf(id).some((entry) => !all.includes(entry));

  return {
    kind: definition.kind,
    check: (old, given) => check(definition, runtime, old, given),

    diff: async (id, last, next) => {
      const { updates, replaces } = difference(definition, last, next);
      if (replaces.length === 0 && updates.length > 0 && runtime.live) {
        const reason = await definition.reasonToReplace?.(id, updates, last, await runtime.openSite(siteOf(last)));
        if (reason !== undefined) {
          runtime.warn(`${definition.kind} ${id} has to be replaced: ${reason}`);
          replaces.push(...updates.splice(0));
        }
      }
      // The endpoint is what makes a site. The same one under a new name is no other place.
      if (replaces.includes("site") && (await leadsToSameEndpoint(runtime, last, next))) {
        replaces.splice(replaces.indexOf("site"), 1);
        updates.push("site");
      }
      if (!runtime.objects.isDiffOfRefresh(id, ownerTokenOf(last))) {
        // By its own last part: the server's ids are unique, whatever an object lies below.
        const own = id.slice(id.lastIndexOf("/") + 1);
        const { kept, left } = definition.parts?.(last, next) ?? { kept: [], left: [] };
        const all = [own, ...kept, ...left];
        if (runtime.live && runtime.interruptedWrites.isUnanswered(all)) await settleUnanswered(id, all, last);
        // Another resource that had the same object in its state has deleted it in this run, before this one was seen: it is created again.
        if (runtime.objects.isDeleted(own)) replaces.push("id");
        else if (kept.some((part) => runtime.objects.isDeleted(part)) || lacksWritten(id, all)) updates.push("id");
        const gone = replaces.length > 0 ? [own, ...kept, ...left] : left;
        for (const one of gone) runtime.objects.recordLeaving(one);
        if (replaces.length > 0) runtime.declarations.recordReplaced(gone, definition.kind, next);
        // A diff with unknown values during an update only looks for what has to be deleted before a replacement; the resource may be gone from the program.
        if (replaces.length === 0 && !hasUnknown(next)) for (const stays of [own, ...kept]) keep(runtime, definition, stays, last);
      }
      return { changes: updates.length + replaces.length > 0, updates, replaces };
    },

    create: async (given) => {
      const inputs = settled(definition, given);
      const site = await runtime.openSite(siteOf(given));
      const owner = randomUUID();
      const { id, props } = await verbs.create(inputs, site, owner).catch(onSite(site, owner)).catch(orMissingExtension(definition, site));
      return { id, props: recorded(props, site, owner) };
    },

    read: async (id, last) => {
      const site = await sameSite(runtime, last);
      const found = await look(id, last, site);
      if (found === undefined) return undefined;
      const owner = ownerTokenOf(last);
      runtime.objects.recordRefreshed(id, owner);
      const props = recorded(found, site, owner, last);
      return isDeepStrictEqual(props, last) ? { props } : { props, inputs: declared(definition, props, last) };
    },

    update: async (id, last, given) => {
      const inputs = settled(definition, given);
      const site = await sameSite(runtime, { ...last, site: given.site });
      const owner = ownerTokenOf(last);
      return recorded(await verbs.update(id, inputs, last, site).catch(onSite(site, owner)), site, owner);
    },

    delete: async (id, last) => {
      const site = await sameSite(runtime, last);
      await verbs.delete(id, last, site);
    },
  };
}

const siteOf = (props: Props): string | undefined => (typeof props.site === "string" ? props.site : undefined);

/** The outputs of every kind: those of the object, its site, and the resource's owner token. Another spelling of the endpoint in the last state stays: it is no change. */
const recorded = (props: Props, site: Site, owner: string, last: Props = {}): Props => {
  const same = typeof last.endpoint === "string" && isSameEndpoint(last.endpoint, site.endpoint);
  return withOwnerToken({ ...props, site: site.name, endpoint: same ? last.endpoint : site.endpoint }, owner);
};

/** Records what was done before a failure as {@link recorded} does. */
const onSite =
  (site: Site, owner: string) =>
  (error: unknown): never => {
    if (error instanceof PartialFailure) throw new PartialFailure(error.id, recorded(error.properties, site, owner), error.reasons);
    throw error;
  };

/** Notes that a resource keeps an object. @throws BorderGatewayError if another resource has it: each of the two would delete it under the other */
function keep(runtime: Runtime, { kind }: { readonly kind: string }, id: string, last: Props): void {
  const owner = ownerTokenOf(last);
  if (runtime.objects.isHeldByOther(id, owner))
    throw new BorderGatewayError(
      `two resources of this program have the same object ${id} of site ${last.site} in the stack's state, one of them a ${kind}. Remove one of them from the program and run \`pulumi up\` again, which keeps the object`,
    );
  runtime.objects.keep(id, owner);
}

/** A 404 that names no object may mean that the path itself is not there. */
const orMissingExtension =
  <I>({ extensions }: Definition<I>, site: Site) =>
  async (error: unknown): Promise<never> => {
    if ((error instanceof ApiError || error instanceof UncertainError) && error.exchange.status === 404) await site.require(extensions);
    throw error;
  };

/** The outputs that are inputs too. What the server filled in is none, unless it has changed: it would show as a difference that the program never made. */
function declared<I>({ inputs }: Definition<I>, props: Props, last: Props): Props {
  const names = Object.keys(inputs).filter((name) => inputs[name]?.filled !== "server" || !isDeepStrictEqual(props[name], last[name]));
  return Object.fromEntries(names.flatMap((name) => (props[name] === undefined ? [] : [[name, props[name]]])));
}

/** Opens the site of an object that exists, and makes sure that it is the same place. Else everything there would look deleted. */
async function sameSite(runtime: Runtime, last: Props): Promise<Site> {
  const site = await runtime.openSite(siteOf(last));
  if (typeof last.endpoint !== "string" || isSameEndpoint(last.endpoint, site.endpoint) || runtime.movedOnPurpose(site.name)) return site;
  throw new BorderGatewayError(
    `site ${site.name} now leads to ${site.endpoint}, but this object was created at ${last.endpoint}. Nothing was done. If it is the same Neutron under a new address, run pulumi config set --path 'border-gateway:endpointChangedSites[0]' ${site.name}, then run \`pulumi up\` (a refresh uses the configuration of the last up)`,
  );
}

async function leadsToSameEndpoint(runtime: Runtime, last: Props, next: Props): Promise<boolean> {
  const site = siteOf(next);
  if (site === undefined || typeof last.endpoint !== "string") return false;
  return isSameEndpoint((await runtime.openSite(site)).endpoint, last.endpoint);
}

/** Inputs as the verbs need them: complete, valid, nothing unknown. `check` has seen to it; an engine that skips it is told. */
function settled<I>(definition: Definition<I>, given: Props): I {
  const { draft, failures } = readProperties(definition.inputs, given);
  if (failures.length > 0) throw new BorderGatewayError(failures.map(({ path, reason }) => `${path.join(".")}: ${reason}`).join("; "));
  return draft as I;
}
