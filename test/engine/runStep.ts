// SPDX-License-Identifier: Apache-2.0
import { Secret, type Value } from "../wire/values";
import { applyStep } from "./applyStep";
import type { DeploymentContext } from "./deploymentContext";
import { PartialFailure } from "./resourceProvider";
import type { ResourceState } from "./resourceState";
import type { Step } from "./steps";

/** Runs a step, and writes its result before the program gets it. @throws what the step threw, after it has been reported */
export const runStep = async (context: DeploymentContext, step: Step): Promise<void> => {
  const { checkpoint, events } = context;
  events.stepStarted(step);
  let error: unknown;
  try {
    await applyStep(context, step);
  } catch (thrown) {
    error = thrown;
  }
  if (error === undefined && step.next !== undefined && step.op !== "replace") markSecrets(step.next);
  if (error === undefined || error instanceof PartialFailure) record(context, step);
  checkpoint.changed(step.old);
  checkpoint.changed(step.next);
  if (!["same", "refresh", "replace"].includes(step.op)) await checkpoint.save();
  if (error !== undefined) {
    events.message("error", step.urn, error instanceof Error ? error.message : String(error));
    events.stepFailed(step);
    throw error;
  }
  events.stepEnded(step);
  if (step.next !== undefined) step.done?.(step.next);
};

/** What a step means for the list of resources (pulumi v3.260.0, pkg/backend/snapshot.go). */
const record = ({ checkpoint }: DeploymentContext, { op, old, next }: Step): void => {
  switch (op) {
    case "same":
    case "update":
    case "read":
      if (old !== undefined) checkpoint.markGone(old);
      if (next !== undefined) checkpoint.markNew(next);
      return;
    case "create":
    case "create-replacement":
      if (next !== undefined) checkpoint.markNew(next);
      if (old?.pendingReplacement) checkpoint.markGone(old);
      return;
    case "delete":
    case "delete-replaced":
    case "discard":
      if (old !== undefined && !old.pendingReplacement) checkpoint.markGone(old);
      return;
    case "remove-pending-replace":
      if (old !== undefined) checkpoint.markGone(old);
      return;
    case "refresh":
    case "replace":
      return;
  }
};

/** Outputs that the program calls secret, and those with the name of a secret input. */
const markSecrets = (state: ResourceState): void => {
  const outputs: Record<string, Value> = { ...state.outputs };
  for (const [key, value] of Object.entries(outputs)) {
    if (value instanceof Secret) continue;
    if (state.additionalSecretOutputs.includes(key) || state.inputs[key] instanceof Secret) outputs[key] = new Secret(value);
  }
  state.outputs = outputs;
};
