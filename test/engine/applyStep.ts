// SPDX-License-Identifier: Apache-2.0
import type { DeploymentContext } from "./deploymentContext";
import { diffResource } from "./diffResource";
import { PartialFailure } from "./resourceProvider";
import type { ResourceState } from "./resourceState";
import type { Step } from "./steps";
import { isProviderType, type Urn } from "./urn";
import { equal, unknownText } from "./values";

/** A protected resource cannot be deleted; deletions of others go on. */
export class ProtectedError extends Error {}

/** Does a step; the meaning of each is that of pulumi v3.260.0, pkg/resource/deploy/step.go. A partial failure is thrown after the state is set. */
export const applyStep = async (context: DeploymentContext, step: Step, deleted: ReadonlySet<Urn>): Promise<void> => {
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
    case "read-replacement":
      if (next !== undefined) await look(context, next);
      if (step.pendingDelete && old !== undefined) old.delete = true;
      return;
    case "delete":
    case "delete-replaced":
    case "discard":
    case "discard-replaced":
      if (old !== undefined) await remove(context, step, old, deleted);
      return;
    case "refresh":
      if (old !== undefined) await refresh(context, step, old);
      return;
    case "replace":
    case "remove-pending-replace":
      return;
  }
};

const now = () => new Date().toISOString();

const keep = async (context: DeploymentContext, old: ResourceState, next: ResourceState) => {
  next.id = old.id;
  next.outputs = old.outputs;
  if (isProviderType(next.type)) await context.providers.keep({ ...next, inputs: old.inputs });
};

const create = async (context: DeploymentContext, next: ResourceState) => {
  next.created = now();
  next.modified = next.created;
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
    next.modified = now();
  } catch (error) {
    if (error instanceof PartialFailure) {
      // What exists was not made with the new inputs, so the old ones stay.
      Object.assign(next, { outputs: error.outputs, initErrors: error.reasons, inputs: old.inputs, modified: now() });
    }
    throw error;
  }
};

const look = async (context: DeploymentContext, next: ResourceState) => {
  if (next.id === unknownText) return;
  const { id, outputs } = await (await context.providers.of(next)).read(next.urn, next.id, next.inputs, next.inputs);
  next.outputs = outputs;
  // The SDK's answer always has outputs, so the engine never sees that there is nothing: the provider has to refuse.
  if (id !== "") next.id = id;
};

const remove = async (context: DeploymentContext, step: Step, old: ResourceState, deleted: ReadonlySet<Urn>) => {
  if (step.op === "delete" && old.protect) {
    throw new ProtectedError(`resource "${old.urn}" cannot be deleted\nbecause it is protected`);
  }
  const leave = context.preview || old.external || old.retainOnDelete || (old.deletedWith !== "" && deleted.has(old.deletedWith));
  if (!leave && old.custom) await (await context.providers.of(old)).delete(old.urn, old.id, old.inputs, old.outputs);
  if (step.pendingReplacement) old.pendingReplacement = true;
};

const refresh = async (context: DeploymentContext, step: Step, old: ResourceState) => {
  step.found = "same";
  if (!old.custom || isProviderType(old.type) || old.pendingReplacement) return;
  const provider = await context.providers.of(old);
  let live: { id: string; inputs?: ResourceState["inputs"]; outputs: ResourceState["outputs"] };
  let initErrors: readonly string[] = [];
  try {
    live = await provider.read(old.urn, old.id, old.inputs, old.outputs);
  } catch (error) {
    if (!(error instanceof PartialFailure)) throw error;
    initErrors = error.reasons;
    live = { id: error.id, outputs: error.outputs, ...(error.inputs === undefined ? {} : { inputs: error.inputs }) };
    context.events.message("warning", old.urn, `Refreshed resource is in an unhealthy state:\n* ${initErrors.join("\n* ")}`);
  }
  if (live.id === "") {
    step.found = "delete";
    delete step.next;
    return;
  }
  const { id, inputs = old.inputs, outputs } = live;
  const changed = !equal(inputs, old.inputs) || !equal(outputs, old.outputs);
  const next = { ...old, id, inputs, outputs, initErrors, ...(changed ? { modified: now() } : {}) };
  step.next = next;
  if (old.external) {
    step.found = equal(old.outputs, outputs) ? "same" : "update";
    return;
  }
  // What would an update without changes to the program do now? The other way round, that is what has changed at the site.
  const { urn, ignoreChanges } = old;
  const diff = await diffResource(provider, { urn, id, oldInputs: inputs, oldOutputs: outputs, newInputs: old.inputs, ignoreChanges }, []);
  if (diff.changes) step.found = "update";
};
