// SPDX-License-Identifier: Apache-2.0
import { makeUrn, nameOf, type Urn } from "../wire/urn";
import { equal, ignoreChanges, type PropertyMap, show } from "../wire/values";
import { dependentReplacements } from "./cascade";
import { Bail, type DeploymentContext } from "./deploymentContext";
import type { Goal } from "./goal";
import type { ReadGoal } from "./monitor";
import type { DiffResult, ResourceProvider } from "./resourceProvider";
import { newState, type ResourceState } from "./resourceState";
import { type Step, step } from "./steps";

type Done = (state: ResourceState) => void;

/**
 * Turns registrations into steps, one at a time: check and diff are called here and never overlap.
 * The order of the calls is that of pulumi v3.260.0, pkg/resource/deploy/step_generator.go.
 */
export class StepGenerator {
  readonly #urns = new Set<Urn>();
  /** URNs for which the steps of this deployment are decided. */
  readonly #settled = new Set<Urn>();
  /** URNs of resources that are deleted already and will be created again. */
  readonly #deleted = new Set<Urn>();
  /** Old states deleted ahead of time because something they depend on is replaced. */
  readonly deletedEarly = new Set<ResourceState>();

  constructor(private readonly context: DeploymentContext) {}

  isSettled(urn: Urn): boolean {
    return this.#settled.has(urn);
  }

  async register(goal: Goal, done: Done): Promise<Step[]> {
    const { name, properties, deleteBeforeReplace: _, ...rest } = goal;
    if (goal.parent !== "" && !this.#urns.has(goal.parent)) throw new Error(`could not find parent resource ${goal.parent}`);
    const urn = this.#newUrn(goal.parent, goal.type, name);
    const old = this.context.olds.get(urn);
    const state = newState({ ...rest, urn, inputs: properties });
    const provider = goal.custom ? await this.context.providers.of(state) : undefined;

    const recreating = this.#deleted.delete(urn);
    if (old?.external) throw new Error(`the test engine does not support managing ${urn}, which the last update looked up`);
    const known = recreating ? undefined : old;
    const kept = this.context.replaceTargets.has(urn) ? undefined : known;
    if (kept !== undefined) state.inputs = ignoreChanges(kept.inputs, properties, goal.ignoreChanges);
    if (provider !== undefined) await this.#check(provider, state, kept?.inputs ?? {}, state.inputs);

    if (known !== undefined) return this.#change(goal, provider, known, state, done);
    this.#settled.add(urn);
    if (old === undefined) return [step("create", { next: state, done })];
    return [step("replace", { old, next: state }), step("create-replacement", { old, next: state, done })];
  }

  /** A resource that is looked up, not managed. */
  read({ name, properties: inputs, ...rest }: ReadGoal, done: Done): Step[] {
    const urn = this.#newUrn(rest.parent, rest.type, name);
    const old = this.context.olds.get(urn);
    const next = newState({ ...rest, urn, custom: true, external: true, inputs });
    this.#settled.add(urn);
    if (old?.external === false) throw new Error(`the test engine does not support looking up ${urn}, which the last update managed`);
    return [step("read", { ...(old === undefined ? {} : { old }), next, done })];
  }

  async #change(goal: Goal, provider: ResourceProvider | undefined, old: ResourceState, state: ResourceState, done: Done): Promise<Step[]> {
    const diff = await this.#diff(provider, old, state);
    if ((diff.changes && diff.replaces.length > 0) || old.pendingReplacement) return this.#replace(goal, provider, diff, old, state, done);
    this.#settled.add(state.urn);
    return [step(diff.changes || old.initErrors.length > 0 ? "update" : "same", { old, next: state, done })];
  }

  async #diff(provider: ResourceProvider | undefined, old: ResourceState, state: ResourceState): Promise<DiffResult> {
    if (this.context.replaceTargets.has(state.urn)) return { changes: true, replaces: ["id"], deleteBeforeReplace: false };
    if (provider === undefined) return { changes: !equal(old.inputs, state.inputs), replaces: [], deleteBeforeReplace: false };
    const { urn, inputs: newInputs, ignoreChanges: ignored } = state;
    const { id, inputs: oldInputs, outputs: oldOutputs } = old;
    return provider.diff({ urn, id, oldInputs, oldOutputs, newInputs, ignoreChanges: ignored });
  }

  async #replace(
    goal: Goal,
    provider: ResourceProvider | undefined,
    diff: DiffResult,
    old: ResourceState,
    state: ResourceState,
    done: Done,
  ): Promise<Step[]> {
    // Values that check had kept from the old resource are computed again.
    if (provider !== undefined && !this.context.replaceTargets.has(state.urn)) await this.#check(provider, state, {}, goal.properties);
    const logical = step("replace", { old, next: state });
    if (!(goal.deleteBeforeReplace ?? diff.deleteBeforeReplace)) {
      this.#settled.add(state.urn);
      return [step("create-replacement", { old, next: state, pendingDelete: true, done }), logical];
    }
    const settled = new Set([...this.#settled, ...this.#deleted]);
    const dependents = await dependentReplacements(this.context, old, settled);
    this.#settled.add(state.urn);
    const steps = dependents.reverse().flatMap((dependent) => this.#deleteEarly(dependent));
    if (!old.pendingReplacement) steps.push(step("delete-replaced", { old, pendingReplacement: true }));
    return [...steps, logical, step("create-replacement", { old, next: state, done })];
  }

  #deleteEarly(old: ResourceState): Step[] {
    // A dependent that an earlier deployment has deleted is not deleted again.
    if (this.deletedEarly.has(old) || old.pendingReplacement) return [];
    this.#deleted.add(old.urn);
    this.deletedEarly.add(old);
    return [old.delete ? step("delete", { old }) : step("delete-replaced", { old, pendingReplacement: true })];
  }

  async #check(provider: ResourceProvider, state: ResourceState, olds: PropertyMap, news: PropertyMap): Promise<void> {
    const { inputs, failures } = await provider.check(state.urn, olds, news);
    for (const { property, reason } of failures) this.context.events.message("error", state.urn, failureText(state, property, reason));
    if (failures.length > 0) throw new Bail(`resource ${state.urn} is invalid`);
    state.inputs = inputs;
  }

  #newUrn(parent: Urn, type: string, name: string): Urn {
    const urn = makeUrn(this.context.place, parent, type, name);
    if (this.#urns.has(urn)) {
      this.context.events.message("error", urn, `Duplicate resource URN '${urn}'; try giving it a unique name`);
      throw new Bail(urn);
    }
    this.#urns.add(urn);
    return urn;
  }
}

const failureText = (state: ResourceState, property: string, reason: string): string => {
  const about = `${state.type} resource '${nameOf(state.urn)}'`;
  if (property === "") return `${about} has a problem: ${reason}`;
  return `${about}: property ${property} value {${show(state.inputs[property])}} has a problem: ${reason}`;
};
