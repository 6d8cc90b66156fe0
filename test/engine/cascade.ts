// SPDX-License-Identifier: Apache-2.0
import type { DeploymentContext } from "./deploymentContext";
import { diffResource } from "./diffResource";
import type { ResourceState } from "./resourceState";
import { providerUrnOf, type Urn } from "./urn";
import { unknown, type Value } from "./values";

export interface DependentReplacement {
  readonly state: ResourceState;
  readonly keys: readonly string[];
}

/**
 * The resources that must go before `root` can be deleted ahead of its replacement: of all that depend on it, those whose provider
 * says that a change of what they take from it replaces them. The provider is asked with the values that may change as unknown.
 * In order, dependencies first (pulumi v3.260.0, step_generator.go, `calculateDependentReplacements`).
 */
export const dependentReplacements = async (
  context: DeploymentContext,
  root: ResourceState,
  /** Already dealt with in this deployment, so they cannot depend on a resource that is only now registered. */
  settled: ReadonlySet<Urn>,
): Promise<DependentReplacement[]> => {
  const replaced = new Set<Urn>([root.urn]);
  const found: DependentReplacement[] = [];
  for (const state of context.graph.dependingOn(root, settled)) {
    const keys = await replacementKeys(context, state, replaced);
    if (keys !== undefined) {
      found.push({ state, keys });
      replaced.add(state.urn);
    }
  }
  return [...found, ...deletedWith(context, root.urn)];
};

/** `undefined`: the resource can stay. */
const replacementKeys = async (
  context: DeploymentContext,
  state: ResourceState,
  replaced: ReadonlySet<Urn>,
): Promise<readonly string[] | undefined> => {
  if (!state.custom || state.external) return undefined;
  if (state.provider !== "" && replaced.has(providerUrnOf(state.provider))) return [];
  if (state.deletedWith !== "" && replaced.has(state.deletedWith)) return [];
  const mayChange = (key: string) => (state.propertyDependencies[key] ?? []).some((urn) => replaced.has(urn));
  if (!Object.keys(state.inputs).some(mayChange)) return undefined;
  const newInputs: Record<string, Value> = Object.fromEntries(
    Object.entries(state.inputs).map(([key, value]) => [key, mayChange(key) ? unknown : value]),
  );
  const provider = await context.providers.of(state);
  const { urn, id, inputs: oldInputs, outputs: oldOutputs, ignoreChanges } = state;
  const diff = await diffResource(provider, { urn, id, oldInputs, oldOutputs, newInputs, ignoreChanges }, state.replaceOnChanges);
  return diff.replaces.length > 0 ? diff.replaces : undefined;
};

/** Resources that say that they die with this one are replaced with it. */
const deletedWith = (context: DeploymentContext, urn: Urn): DependentReplacement[] =>
  [...context.olds.values()].filter((state) => state.deletedWith === urn).map((state) => ({ state, keys: [] }));
