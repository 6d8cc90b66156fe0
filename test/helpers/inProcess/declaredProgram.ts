// SPDX-License-Identifier: Apache-2.0
// A program in the engine's own process: it registers a list of resources as the SDK would.
import { createHash } from "node:crypto";
import { type Goal, goalOf } from "../../engine/goal";
import type { Registrar } from "../../engine/monitor";
import type { ResourceState } from "../../engine/resourceState";
import { makeUrn, type Place } from "../../wire/urn";
import { Secret, unknown, unknownText, type Value } from "../../wire/values";

type Kind = "GatewayDevice" | "L2Gateway" | "L2GatewayConnection" | "RemoteMacEntry" | "RemoteMacTable";

/** `"${edge.id}"` in the arguments stands for an output of a resource further up in the list, {@link secret} and {@link notKnown} for values of that sort. */
export interface Declared {
  readonly kind: Kind;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly options?: Partial<Pick<Goal, "deleteBeforeReplace" | "ignoreChanges">> & {
    /** Looks up instead of managing. */
    readonly id?: string;
    /** Name of a component that is the parent. */
    readonly component?: string;
    /** False for a resource that does not identify itself, so that no rule compares it with others of the program before it exists. */
    readonly hints?: boolean;
  };
}

export const secret = (value: unknown) => new Secret(value as Value);
export const notKnown = unknown;

/** Resources of this run, by name: those that depend on one wait for it. */
type Made = Map<string, Promise<ResourceState>>;

/** Registers everything, each resource as soon as what it refers to is there, and answers what came of it, by name. */
export async function runProgram(
  declared: readonly Declared[],
  registrar: Registrar,
  place: Place,
): Promise<Record<string, ResourceState>> {
  const provider = await registrar.defaultProvider();
  const stack = await registrar.register(goalOf({ type: "pulumi:pulumi:Stack", name: `${place.project}-${place.stack}`, custom: false }));
  const components = new Map<string, Promise<ResourceState>>();
  const made: Made = new Map();
  const keys = new Map<string, string>();
  for (const one of declared) {
    const { component } = one.options ?? {};
    if (component !== undefined && !components.has(component))
      components.set(component, registrar.register(goalOf({ type: "test:index:Edge", name: component, custom: false, parent: stack.urn })));
    const parent = component === undefined ? undefined : components.get(component);
    made.set(one.name, register(one, registrar, place, provider, (await parent)?.urn ?? stack.urn, made, keys));
  }
  return Object.fromEntries(await Promise.all([...made].map(async ([name, state]) => [name, await state])));
}

async function register(
  { kind, name, args, options: { id, component: _, hints: identified = true, ...options } = {} }: Declared,
  registrar: Registrar,
  place: Place,
  provider: string,
  parent: string,
  made: Made,
  keys: Map<string, string>,
): Promise<ResourceState> {
  const type = `pulumi-nodejs:dynamic/border-gateway:${kind}`;
  const text = `exports.handler=()=>require("pulumi-border-gateway/provider").${kind.charAt(0).toLowerCase()}${kind.slice(1)}`;
  const hash = createHash("sha256")
    .update(makeUrn(place, parent, type, name))
    .digest("hex")
    .slice(0, 7);
  const key = `${name}-${hash}`;
  const secrets = Object.keys(args).filter((key) => holdsSecret(args[key]));
  const secretHint = secrets.length === 0 ? {} : { __secretInputs: secrets };
  const hints = id === undefined && identified ? { __nameHint: key, __idHints: idHintsOf(args, keys), ...secretHint } : {};
  if (id === undefined) keys.set(name, key);
  const propertyDependencies: Record<string, string[]> = {};
  const properties: Record<string, Value> = {};
  for (const [key, value] of Object.entries({ ...args, ...hints, __provider: text })) {
    const needs: string[] = [];
    properties[key] = await resolve(value, made, needs);
    propertyDependencies[key] = needs;
  }
  const dependencies = [...new Set(Object.values(propertyDependencies).flat())];
  const common = { type, name, properties, parent, provider, dependencies };
  if (id !== undefined) return registrar.read({ ...common, id, additionalSecretOutputs: [] });
  return registrar.register(goalOf({ deleteBeforeReplace: true, ...options, ...common, propertyDependencies }));
}

/** The hints that `sdk/` sends on ids of resources further up. */
function idHintsOf(args: Declared["args"], keys: ReadonlyMap<string, string>): Record<string, string> {
  const [device] = Array.isArray(args.devices) ? args.devices : [];
  const ids = Object.entries({ ...args, ...(typeof device === "object" ? device : {}) });
  return Object.fromEntries(
    ids.flatMap(([property, value]) => {
      const key = keys.get(typeof value === "string" ? (/^\$\{([^.]+)\.id\}$/.exec(value)?.[1] ?? "") : "");
      return key === undefined ? [] : [[property, key]];
    }),
  );
}
const holdsSecret = (value: unknown): boolean =>
  value instanceof Secret || (typeof value === "object" && value !== null && Object.values(value).some(holdsSecret));

async function resolve(value: unknown, made: Made, needs: string[]): Promise<Value> {
  if (value instanceof Secret) return new Secret(await resolve(value.value, made, needs));
  if (value === unknown) return unknown;
  if (Array.isArray(value)) return Promise.all(value.map((item) => resolve(item, made, needs)));
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(async ([key, item]) => [key, await resolve(item, made, needs)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }
  const [, name = "", output = ""] = (typeof value === "string" ? /^\$\{([^.]+)\.([^.]+)\}$/.exec(value) : null) ?? [];
  if (name === "") return value as Value;
  const resource = await made.get(name);
  if (resource === undefined) throw new Error(`${name} is not declared above`);
  needs.push(resource.urn);
  if (output !== "id") return resource.outputs[output] ?? unknown;
  return resource.id === "" || resource.id === unknownText ? unknown : resource.id;
}
