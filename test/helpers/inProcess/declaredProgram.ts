// SPDX-License-Identifier: Apache-2.0
// A program in the engine's own process: it registers a list of resources as the SDK would.
import { createHash } from "node:crypto";
import type { Goal } from "../../engine/goal";
import type { Registrar } from "../../engine/monitor";
import type { ResourceState } from "../../engine/resourceState";
import { makeUrn, type Place } from "../../engine/urn";
import { type PropertyMap, Secret, unknown, unknownText, type Value } from "../../engine/values";

type Kind = "GatewayDevice" | "L2Gateway" | "L2GatewayConnection" | "RemoteMacEntry" | "RemoteMacTable";

/** `"${edge.id}"` in the arguments stands for an output of a resource further up in the list, {@link secret} and {@link notKnown} for values of that sort. */
export interface Declared {
  readonly kind: Kind;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly options?: Partial<
    Pick<Goal, "protect" | "retainOnDelete" | "deleteBeforeReplace" | "ignoreChanges" | "replaceOnChanges" | "aliases">
  > & {
    /** Looks up instead of managing. */
    readonly id?: string;
    /** Name of a component that is the parent. */
    readonly component?: string;
  };
}

export const secret = (value: unknown) => new Secret(value as Value);
export const notKnown = unknown;

const NAMED: readonly Kind[] = ["GatewayDevice", "L2Gateway"];

/** Registers everything and answers what came of it, by name. */
export async function runProgram(
  declared: readonly Declared[],
  registrar: Registrar,
  place: Place,
): Promise<Record<string, ResourceState>> {
  const made: Record<string, ResourceState> = {};
  const provider = await registrar.defaultProvider();
  const stack = await registrar.register(goal({ type: "pulumi:pulumi:Stack", name: `${place.project}-${place.stack}`, custom: false }));
  const components = new Map<string, string>();
  for (const { kind, name, args, options: { id, component, ...options } = {} } of declared) {
    if (component !== undefined && !components.has(component)) {
      const { urn } = await registrar.register(goal({ type: "test:index:Edge", name: component, custom: false, parent: stack.urn }));
      components.set(component, urn);
    }
    const type = `pulumi-nodejs:dynamic/border-gateway:${kind}`;
    const parent = component === undefined ? stack.urn : (components.get(component) ?? "");
    const text = `exports.handler=()=>require("pulumi-border-gateway/provider").${kind.charAt(0).toLowerCase()}${kind.slice(1)}`;
    const hash = createHash("sha256")
      .update(makeUrn(place, parent, type, name))
      .digest("hex")
      .slice(0, 7);
    const hint = NAMED.includes(kind) && id === undefined && typeof args.name !== "string" ? { nameHint: `${name}-${hash}` } : {};
    const needs: Record<string, string[]> = {};
    const properties = Object.fromEntries(
      Object.entries({ ...args, ...hint, __provider: text }).map(([key, value]) => {
        needs[key] = [];
        return [key, resolve(value, made, needs[key])];
      }),
    );
    const dependencies = [...new Set(Object.values(needs).flat())];
    made[name] =
      id === undefined
        ? await registrar.register(
            goal({
              deleteBeforeReplace: true,
              ...options,
              type,
              name,
              properties,
              parent,
              provider,
              dependencies,
              propertyDependencies: needs,
            }),
          )
        : await registrar.read({ id, type, name, properties, parent, provider, dependencies, additionalSecretOutputs: [] });
  }
  return made;
}

function goal(fields: Partial<Goal> & Pick<Goal, "type" | "name">): Goal {
  return {
    custom: true,
    properties: {},
    parent: "",
    provider: "",
    dependencies: [],
    propertyDependencies: {},
    protect: undefined,
    retainOnDelete: undefined,
    deleteBeforeReplace: undefined,
    ignoreChanges: [],
    replaceOnChanges: [],
    additionalSecretOutputs: [],
    aliases: [],
    deletedWith: "",
    ...fields,
  };
}

function resolve(value: unknown, made: Readonly<Record<string, ResourceState>>, needs: string[]): Value {
  if (value instanceof Secret) return new Secret(resolve(value.value, made, needs));
  if (value === unknown) return unknown;
  if (Array.isArray(value)) return value.map((item) => resolve(item, made, needs));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, made, needs)])) as PropertyMap;
  const [, name = "", output = ""] = (typeof value === "string" ? /^\$\{([^.]+)\.([^.]+)\}$/.exec(value) : null) ?? [];
  if (name === "") return value as Value;
  const resource = made[name];
  if (resource === undefined) throw new Error(`${name} is not declared above`);
  needs.push(resource.urn);
  if (output !== "id") return resource.outputs[output] ?? unknown;
  return resource.id === "" || resource.id === unknownText ? unknown : resource.id;
}
