// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { check } from "./check";
import { isSameEndpoint } from "./client/endpointIdentity";
import { ApiError, BorderGatewayError } from "./client/errors";
import type { Site } from "./client/site";
import type { Definition, Failure, Kind, Props, Runtime } from "./definition";
import { difference } from "./diff";
import { readProperties } from "./properties";
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
      const { kept, left } = definition.parts?.(last, next) ?? { kept: [], left: [] };
      // By its own last part: the server's ids are unique, whatever an object lies below.
      const own = id.slice(id.lastIndexOf("/") + 1);
      if (replaces.length > 0) for (const gone of [id, ...kept, ...left]) runtime.objects.recordLeaving(gone);
      else {
        for (const stays of [own, ...kept]) {
          // One that was declared before this one was seen has it in its state by now, and would delete it when it goes.
          if (runtime.objects.isAdopted(stays))
            throw new BorderGatewayError(
              `two resources of this program declare the same object ${stays} of site ${last.site}. Take the new one out of the program, and out of the state by \`pulumi state delete\`, which leaves the object where it is`,
            );
          runtime.objects.keep(stays);
        }
        for (const gone of left) runtime.objects.recordLeaving(gone);
      }
      return { changes: updates.length + replaces.length > 0, updates, replaces };
    },

    create: async (given) => {
      const inputs = settled(definition, given);
      const site = await runtime.openSite(siteOf(given));
      const { id, props } = await verbs.create(inputs, site).catch(onSite(site)).catch(orMissingExtension(definition, site));
      return { id, props: withSite(props, site) };
    },

    read: async (id, last) => {
      const site = await sameSite(runtime, last);
      const found = await verbs.read(id, last, site).catch(orMissingExtension(definition, site));
      if (found === undefined) {
        // A server that has lost the extension knows none of its objects: nothing of that is gone.
        await site.require(definition.extensions);
        // What only administrators are shown is refused to others, not hidden from them.
        if (!definition.adminOnly) await site.requireSightOf(last.tenantId);
        return undefined;
      }
      const props = withSite(found, site, last);
      return isDeepStrictEqual(props, last) ? { props } : { props, inputs: declared(definition, props, last) };
    },

    update: async (id, last, given) => {
      const inputs = settled(definition, given);
      const site = await sameSite(runtime, { ...last, site: given.site });
      return withSite(await verbs.update(id, inputs, last, site).catch(onSite(site)), site);
    },

    delete: async (id, last) => {
      const site = await sameSite(runtime, last);
      await verbs.delete(id, last, site);
    },
  };
}

const siteOf = (props: Props): string | undefined => (typeof props.site === "string" ? props.site : undefined);

/** Another spelling of the endpoint in the last state stays: it is no change. */
const withSite = (props: Props, site: Site, last: Props = {}): Props => {
  const same = typeof last.endpoint === "string" && isSameEndpoint(last.endpoint, site.endpoint);
  return { ...props, site: site.name, endpoint: same ? last.endpoint : site.endpoint };
};

/** What was done before a failure is recorded with its place. */
const onSite =
  (site: Site) =>
  (error: unknown): never => {
    if (error instanceof PartialFailure) throw new PartialFailure(error.id, withSite(error.properties, site), error.reasons);
    throw error;
  };

/** A 404 that names no object may mean that the path itself is not there. */
const orMissingExtension =
  <I>({ extensions }: Definition<I>, site: Site) =>
  async (error: unknown): Promise<never> => {
    if (error instanceof ApiError && error.exchange.status === 404) await site.require(extensions);
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
    `site ${site.name} now leads to ${site.endpoint}, but this object was made at ${last.endpoint}. Nothing was done. If it is the same Neutron under a new address, say so: pulumi config set --path 'border-gateway:siteMoved[0]' ${site.name}, then run \`pulumi up\` (a refresh goes by the configuration of the last up)`,
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
