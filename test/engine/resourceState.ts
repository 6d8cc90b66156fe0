// SPDX-License-Identifier: Apache-2.0
import type { Urn } from "../wire/urn";
import { mapFromWire, type PropertyMap, toWire } from "../wire/values";

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
  /** Looked up, not managed. */
  external: boolean;
  /** Replaced already, to be deleted at the end. */
  delete: boolean;
  /** Deleted already, to be created again. */
  pendingReplacement: boolean;
  initErrors: readonly string[];
  additionalSecretOutputs: readonly string[];
  ignoreChanges: readonly string[];
}

/** A resource in a state file. Pulumi leaves out what is empty. */
export interface StoredResource extends Partial<Omit<ResourceState, "inputs" | "outputs">> {
  urn: string;
  custom: boolean;
  type: string;
  inputs?: object;
  outputs?: object;
}

export const newState = (fields: Pick<ResourceState, "urn" | "type" | "custom"> & Partial<ResourceState>): ResourceState => ({
  id: "",
  inputs: {},
  outputs: {},
  parent: "",
  provider: "",
  dependencies: [],
  propertyDependencies: {},
  external: false,
  delete: false,
  pendingReplacement: false,
  initErrors: [],
  additionalSecretOutputs: [],
  ignoreChanges: [],
  ...fields,
});

export const storeResource = (state: ResourceState): StoredResource => ({
  ...state,
  inputs: toWire(state.inputs, "store") as object,
  outputs: toWire(state.outputs, "store") as object,
});

export const loadResource = ({ inputs, outputs, ...rest }: StoredResource): ResourceState =>
  newState({ ...rest, inputs: mapFromWire(inputs), outputs: mapFromWire(outputs) });

/** The resources that this one depends on explicitly or by a property. */
export const dependenciesOf = ({ dependencies, propertyDependencies }: ResourceState): ReadonlySet<Urn> =>
  new Set([...dependencies, ...Object.values(propertyDependencies).flat()]);
