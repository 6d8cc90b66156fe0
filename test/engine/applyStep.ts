// SPDX-License-Identifier: Apache-2.0
import { isProviderType } from "../wire/urn";
import { equal, unknownText } from "../wire/values";
import type { DeploymentContext } from "./deploymentContext";
import { PartialFailure } from "./resourceProvider";
import type { ResourceState } from "./resourceState";
import type { Step } from "./steps";

/** Executes a step as pulumi v3.260.0 does in pkg/resource/deploy/step.go. @throws PartialFailure after the state is set */
export const applyStep = async (context: DeploymentContext, step: Step): Promise<void> => {
  const { old, next } = step;
  switch (step.op) {
    case "same":
      if (old !== undefined && next !== undefined) await keep(context, old, next);
      return;
    case "create":
    case "create-replacement":
      if (next !== undefined) await create(context, next);
      if (step.pendingDelete && old !== undefined) old.delete = true;
      return;
    case "update":
      if (old !== undefined && next !== undefined) await update(context, old, next);
      return;
    case "read":
      if (next !== undefined) await look(context, next);
      return;
    case "delete":
    case "delete-replaced":
    case "discard":
      if (old !== undefined) await remove(context, step, old);
      return;
    case "refresh":
      if (old !== undefined) await refresh(context, step, old);
      return;
    case "replace":
    case "remove-pending-replace":
      return;
  }
};

const keep = async (context: DeploymentContext, old: ResourceState, next: ResourceState) => {
  next.id = old.id;
  next.outputs = old.outputs;
  if (isProviderType(next.type)) await context.providers.keep({ ...next, inputs: old.inputs });
};

const create = async (context: DeploymentContext, next: ResourceState) => {
  if (!next.custom) return;
  try {
    const { id, outputs } = await (await context.providers.of(next)).create(next.urn, next.inputs);
    Object.assign(next, { id, outputs });
  } catch (error) {
    if (error instanceof PartialFailure) Object.assign(next, { id: error.id, outputs: error.outputs, initErrors: error.reasons });
    throw error;
  }
};

const update = async (context: DeploymentContext, old: ResourceState, next: ResourceState) => {
  next.id = old.id;
  if (!next.custom) return;
  const { urn, id, ignoreChanges } = next;
  const request = { urn, id, oldInputs: old.inputs, oldOutputs: old.outputs, newInputs: next.inputs, ignoreChanges };
  try {
    next.outputs = (await (await context.providers.of(next)).update(request)).outputs;
  } catch (error) {
    // The object was not created with the new inputs, so the old ones stay.
    if (error instanceof PartialFailure) Object.assign(next, { outputs: error.outputs, initErrors: error.reasons, inputs: old.inputs });
    throw error;
  }
};

const look = async (context: DeploymentContext, next: ResourceState) => {
  if (next.id === unknownText) return;
  const { id, outputs } = await (await context.providers.of(next)).read(next.urn, next.id, next.inputs, next.inputs);
  next.outputs = outputs;
  // The SDK's answer always has outputs, so the engine cannot see that the object does not exist. The provider has to refuse.
  if (id !== "") next.id = id;
};

const remove = async (context: DeploymentContext, step: Step, old: ResourceState) => {
  if (!context.preview && !old.external && old.custom)
    await (await context.providers.of(old)).delete(old.urn, old.id, old.inputs, old.outputs);
  if (step.pendingReplacement) old.pendingReplacement = true;
};

const refresh = async (context: DeploymentContext, step: Step, old: ResourceState) => {
  step.found = "same";
  if (!old.custom || isProviderType(old.type) || old.pendingReplacement) return;
  const provider = await context.providers.of(old);
  const { urn, ignoreChanges } = old;
  let initErrors: readonly string[] = [];
  const live = await provider.read(urn, old.id, old.inputs, old.outputs).catch((error: unknown) => {
    if (!(error instanceof PartialFailure)) throw error;
    initErrors = error.reasons;
    context.events.message("warning", urn, `Refreshed resource is in an unhealthy state:\n* ${initErrors.join("\n* ")}`);
    return error;
  });
  if (live.id === "") {
    step.found = "delete";
    delete step.next;
    return;
  }
  const { id, inputs = old.inputs, outputs } = live;
  step.next = { ...old, id, inputs, outputs, initErrors };
  if (old.external) {
    step.found = equal(old.outputs, outputs) ? "same" : "update";
    return;
  }
  // The diff that an update without changes to the program would get. In reverse, it is what has changed at the site.
  const diff = await provider.diff({ urn, id, oldInputs: inputs, oldOutputs: outputs, newInputs: old.inputs, ignoreChanges });
  if (diff.changes) step.found = "update";
};
