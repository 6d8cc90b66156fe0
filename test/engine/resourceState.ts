// SPDX-License-Identifier: Apache-2.0

import type { Urn } from "./urn";
import { fromWire, isMap, type PropertyMap, Secret, secretSignature, signatureKey, type Value } from "./values";

/** One resource of the state. Steps change it in place, as the real engine does. */
export interface ResourceState {
  urn: Urn;
  type: string;
  custom: boolean;
  id: string;
  inputs: PropertyMap;
  outputs: PropertyMap;
  parent: Urn;
  provider: string;
  dependencies: readonly Urn[];
  propertyDependencies: Readonly<Record<string, readonly Urn[]>>;
  protect: boolean;
  /** Looked up, not managed. */
  external: boolean;
  /** Replaced already, to be deleted at the end. */
  delete: boolean;
  /** Deleted already, to be created again. */
  pendingReplacement: boolean;
  initErrors: readonly string[];
  additionalSecretOutputs: readonly string[];
  /** The URN under which this resource was in the last state; never stored. */
  aliases: readonly Urn[];
  retainOnDelete: boolean;
  deletedWith: Urn;
  ignoreChanges: readonly string[];
  replaceOnChanges: readonly string[];
  created?: string;
  modified?: string;
}

export interface StoredResource {
  urn: string;
  custom: boolean;
  type: string;
  [field: string]: unknown;
}

/** Writes a value as `pulumi stack export --show-secrets` does: secrets in plain text, which `pulumi stack import` takes. */
const toStored = (value: Value): unknown => {
  if (value instanceof Secret) return { [signatureKey]: secretSignature, plaintext: JSON.stringify(toStored(value.value)) };
  if (Array.isArray(value)) return value.map(toStored);
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toStored(item)]));
  return value;
};

export const fromStoredValue = (raw: unknown): Value => {
  if (Array.isArray(raw)) return raw.map(fromStoredValue);
  if (typeof raw !== "object" || raw === null) return fromWire(raw);
  if (Reflect.get(raw, signatureKey) === secretSignature) {
    const text: unknown = Reflect.get(raw, "plaintext");
    if (typeof text !== "string")
      throw new Error("the state holds an encrypted secret; export it with `pulumi stack export --show-secrets`");
    return new Secret(fromStoredValue(JSON.parse(text)));
  }
  return Object.fromEntries(Object.entries(raw).map(([key, item]) => [key, fromStoredValue(item)]));
};

/** Leaves out what is empty, as the real engine does. */
const compact = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) =>
        value !== undefined &&
        value !== "" &&
        value !== false &&
        !(typeof value === "object" && value !== null && Object.keys(value).length === 0),
    ),
  );

export const storeResource = (state: ResourceState): StoredResource => ({
  urn: state.urn,
  custom: state.custom,
  ...compact({ delete: state.delete, id: state.id }),
  type: state.type,
  ...compact({
    inputs: toStored(state.inputs),
    outputs: toStored(state.outputs),
    parent: state.parent,
    protect: state.protect,
    external: state.external,
    dependencies: state.dependencies,
    initErrors: state.initErrors,
    provider: state.provider,
    propertyDependencies: state.propertyDependencies,
    pendingReplacement: state.pendingReplacement,
    additionalSecretOutputs: state.additionalSecretOutputs,
    retainOnDelete: state.retainOnDelete,
    deletedWith: state.deletedWith,
    ignoreChanges: state.ignoreChanges,
    replaceOnChanges: state.replaceOnChanges,
    created: state.created,
    modified: state.modified,
  }),
});

export const newState = (fields: Pick<ResourceState, "urn" | "type" | "custom"> & Partial<ResourceState>): ResourceState => ({
  id: "",
  inputs: {},
  outputs: {},
  parent: "",
  provider: "",
  dependencies: [],
  propertyDependencies: {},
  protect: false,
  external: false,
  delete: false,
  pendingReplacement: false,
  initErrors: [],
  additionalSecretOutputs: [],
  aliases: [],
  retainOnDelete: false,
  deletedWith: "",
  ignoreChanges: [],
  replaceOnChanges: [],
  ...fields,
});

export const loadResource = (stored: StoredResource): ResourceState => {
  const { inputs, outputs, ...rest } = stored;
  return newState({
    ...(rest as StoredResource & Partial<ResourceState>),
    inputs: fromStoredValue(inputs ?? {}) as PropertyMap,
    outputs: fromStoredValue(outputs ?? {}) as PropertyMap,
  });
};

export interface Dependency {
  readonly kind: "parent" | "dependency" | "property" | "deletedWith";
  readonly urn: Urn;
}

/** All that a resource hangs on, but for its provider. */
export const dependenciesOf = (state: ResourceState): Dependency[] => [
  ...(state.parent === "" ? [] : [{ kind: "parent", urn: state.parent } as const]),
  ...state.dependencies.map((urn) => ({ kind: "dependency", urn }) as const),
  ...Object.values(state.propertyDependencies).flatMap((urns) => urns.map((urn) => ({ kind: "property", urn }) as const)),
  ...(state.deletedWith === "" ? [] : [{ kind: "deletedWith", urn: state.deletedWith } as const]),
];
