// SPDX-License-Identifier: Apache-2.0
import { DependencyGraph } from "./dependencyGraph";
import type { DeploymentContext } from "./deploymentContext";
import type { ResourceState } from "./resourceState";
import type { StepGenerator } from "./stepGenerator";
import { type Step, step } from "./steps";

/** What has to go once the program has said all it wants: the replaced, and what it no longer names. */
export const deletions = (context: DeploymentContext, generator: Pick<StepGenerator, "deleted" | "deletedEarly" | "isSettled">): Step[] => {
  const steps: Step[] = [];
  for (const old of context.checkpoint.base) {
    if (old.delete) {
      if (generator.deletedEarly.has(old)) continue;
      generator.deleted.add(old.urn);
      steps.push(step(old.external ? "discard-replaced" : "delete-replaced", { old }));
    } else if (!generator.isSettled(old.urn)) {
      generator.deleted.add(old.urn);
      steps.push(step(old.pendingReplacement ? "remove-pending-replace" : old.external ? "discard" : "delete", { old }));
    }
  }
  return steps;
};

/**
 * Deletions in rounds: all of a round may run at once, dependents are in an earlier round than what they depend on
 * (pulumi v3.260.0, step_generator.go, `ScheduleDeletes`).
 */
export const inRounds = (steps: readonly Step[], resources: readonly ResourceState[]): Step[][] => {
  const graph = new DependencyGraph(resources);
  const condemned = new Map(steps.map((each) => [each.old, each]));
  const needs = new Map(
    [...condemned.keys()].map((state) => [state, state === undefined ? new Set<ResourceState>() : graph.dependenciesOf(state)]),
  );
  const rounds: Step[][] = [];
  while (condemned.size > 0) {
    const free = [...condemned].filter(([state]) => ![...(needs.get(state) ?? [])].some((dependency) => condemned.has(dependency)));
    for (const [state] of free) condemned.delete(state);
    rounds.push(free.map(([, each]) => each));
  }
  return rounds.reverse();
};
