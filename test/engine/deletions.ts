// SPDX-License-Identifier: Apache-2.0
import { DependencyGraph } from "./dependencyGraph";
import type { DeploymentContext } from "./deploymentContext";
import type { ResourceState } from "./resourceState";
import type { StepGenerator } from "./stepGenerator";
import { type Step, step } from "./steps";

/** The deletions after the program has ended: of replaced resources, and of those that the program no longer declares. */
export const deletions = (context: DeploymentContext, generator: StepGenerator): Step[] =>
  context.checkpoint.base.flatMap((old) => {
    if (old.delete) return generator.deletedEarly.has(old) ? [] : [step("delete-replaced", { old })];
    if (generator.isSettled(old.urn)) return [];
    return [step(old.pendingReplacement ? "remove-pending-replace" : old.external ? "discard" : "delete", { old })];
  });

/**
 * Deletions in rounds: all of a round may run at once, and dependents are in an earlier round than their dependencies
 * (pulumi v3.260.0, step_generator.go, `ScheduleDeletes`).
 */
export const inRounds = (steps: readonly Step[], resources: readonly ResourceState[]): Step[][] => {
  const graph = new DependencyGraph(resources);
  const left = new Map(steps.flatMap((each) => (each.old === undefined ? [] : [[each.old, each] as const])));
  const needs = new Map([...left.keys()].map((state) => [state, graph.dependenciesOf(state)]));
  const rounds: Step[][] = [];
  while (left.size > 0) {
    const free = [...left].filter(([state]) => ![...(needs.get(state) ?? [])].some((dependency) => left.has(dependency)));
    for (const [state] of free) left.delete(state);
    rounds.push(free.map(([, each]) => each));
  }
  return rounds.reverse();
};
