// SPDX-License-Identifier: Apache-2.0
import { providerUrnOf, type Urn } from "../wire/urn";
import { unknown } from "../wire/values";
import type { DeploymentContext } from "./deploymentContext";
import type { ResourceState } from "./resourceState";

/**
 * The resources that must be deleted before `root` can be deleted ahead of its replacement: of all that depend on it, those whose provider
 * answers that a change of the values they take from it replaces them. The provider's diff gets the values that may change as unknown.
 * Dependencies come first (pulumi v3.260.0, step_generator.go, `calculateDependentReplacements`).
 */
export const dependentReplacements = async (
  context: DeploymentContext,
  root: ResourceState,
  /** Resources that this deployment has handled. They cannot depend on a resource that is only registered now. */
  settled: ReadonlySet<Urn>,
): Promise<ResourceState[]> => {
  const replaced = new Set<Urn>([root.urn]);
  const found: ResourceState[] = [];
  for (const state of context.graph.dependingOn(root, settled)) {
    if (!(await isReplaced(context, state, replaced))) continue;
    found.push(state);
    replaced.add(state.urn);
  }
  return found;
};

const isReplaced = async (context: DeploymentContext, state: ResourceState, replaced: ReadonlySet<Urn>): Promise<boolean> => {
  if (!state.custom || state.external) return false;
  if (state.provider !== "" && replaced.has(providerUrnOf(state.provider))) return true;
  const mayChange = (key: string) => (state.propertyDependencies[key] ?? []).some((urn) => replaced.has(urn));
  if (!Object.keys(state.inputs).some(mayChange)) return false;
  const newInputs = Object.fromEntries(Object.entries(state.inputs).map(([key, value]) => [key, mayChange(key) ? unknown : value]));
  const { urn, id, inputs: oldInputs, outputs: oldOutputs, ignoreChanges } = state;
  const provider = await context.providers.of(state);
  const diff = await provider.diff({ urn, id, oldInputs, oldOutputs, newInputs, ignoreChanges });
  return diff.replaces.length > 0;
};
