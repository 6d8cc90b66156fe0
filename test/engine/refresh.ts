// SPDX-License-Identifier: Apache-2.0
import type { Urn } from "../wire/urn";
import type { DeploymentContext } from "./deploymentContext";
import type { ResourceState } from "./resourceState";
import { runStep } from "./runStep";
import { StepExecutor } from "./stepExecutor";
import { type Step, step } from "./steps";

/** Reads every resource of the state, as many at once as there are workers, and takes what is found as the state. False if a read failed. */
export const refreshAll = async (context: DeploymentContext, workers: number): Promise<boolean> => {
  const executor = new StepExecutor(workers, (each) => runStep(context, each), true);
  const steps = context.checkpoint.base.map((old) => step("refresh", { old, next: old }));
  await executor.all(steps);
  await executor.drained();
  context.rebase(repaired(steps));
  await context.checkpoint.save();
  return !executor.failed;
};

/** Without the deleted resources, and without references to them (pulumi v3.260.0, deployment_executor.go, `rebuildBaseState`). */
const repaired = (steps: readonly Step[]): ResourceState[] => {
  const present = new Set<Urn>();
  const parents = new Map<Urn, Urn>();
  const result: ResourceState[] = [];
  for (const { next } of steps) {
    if (next === undefined) continue;
    const there = (urn: Urn) => present.has(urn);
    next.dependencies = next.dependencies.filter(there);
    next.propertyDependencies = Object.fromEntries(
      Object.entries(next.propertyDependencies).map(([key, urns]) => [key, urns.filter(there)]),
    );
    present.add(next.urn);
    result.push(next);
  }
  for (const state of result) {
    if (!present.has(state.parent)) state.parent = parents.get(state.parent) ?? "";
    parents.set(state.urn, state.parent);
  }
  return result;
};
