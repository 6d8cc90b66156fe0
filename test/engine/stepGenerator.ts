// SPDX-License-Identifier: Apache-2.0
import { formerUrns } from "./aliases";
import { type DependentReplacement, dependentReplacements } from "./cascade";
import { Bail, type DeploymentContext } from "./deploymentContext";
import { type Difference, diffResource } from "./diffResource";
import type { Goal } from "./goal";
import { ignoreChanges } from "./propertyPath";
import type { ResourceProvider } from "./resourceProvider";
import { newState, type ResourceState } from "./resourceState";
import { type Step, step } from "./steps";
import { makeUrn, nameOf, type Urn } from "./urn";
import { equal, type PropertyMap, show } from "./values";

type Done = (state: ResourceState) => void;

/**
 * Turns registrations into steps, one at a time: check and diff are called here and never overlap.
 * The order of the questions is that of pulumi v3.260.0, pkg/resource/deploy/step_generator.go.
 */
export class StepGenerator {
  readonly urns = new Set<Urn>();
  /** URNs by what has been decided for them. */
  readonly kept = new Set<Urn>();
  readonly created = new Set<Urn>();
  readonly replaced = new Set<Urn>();
  readonly deleted = new Set<Urn>();
  /** Old states deleted ahead of time because something they depend on is replaced. */
  readonly deletedEarly = new Set<ResourceState>();
  readonly #earlyKeys = new Map<Urn, readonly string[]>();
  /** Old URN to new, and back. */
  readonly renamedTo = new Map<Urn, Urn>();
  readonly #renamedFrom = new Map<Urn, Urn>();

  constructor(private readonly context: DeploymentContext) {}

  async register(goal: Goal, done: Done): Promise<Step[]> {
    const { context } = this;
    if (goal.parent !== "" && !this.urns.has(goal.parent)) throw new Error(`could not find parent resource ${goal.parent}`);
    const urn = this.#newUrn(goal.parent, goal.type, goal.name);
    const old = this.#old(urn, formerUrns(goal, context.place, this.#renamedFrom));
    const state = newState({
      urn,
      type: goal.type,
      custom: goal.custom,
      inputs: goal.properties,
      parent: goal.parent,
      provider: goal.provider,
      dependencies: goal.dependencies,
      propertyDependencies: goal.propertyDependencies,
      protect: goal.protect ?? false,
      retainOnDelete: goal.retainOnDelete ?? false,
      deletedWith: goal.deletedWith,
      additionalSecretOutputs: goal.additionalSecretOutputs,
      ignoreChanges: goal.ignoreChanges,
      replaceOnChanges: goal.replaceOnChanges,
      aliases: old === undefined || old.urn === urn ? [] : [old.urn],
      ...(old?.created === undefined ? {} : { created: old.created }),
      ...(old?.modified === undefined ? {} : { modified: old.modified }),
    });
    const provider = goal.custom ? await context.providers.of(state) : undefined;

    const recreating = this.deleted.has(urn);
    const forgetOld = recreating || old === undefined || old.external || context.replaceTargets.has(urn);
    if (provider !== undefined) {
      const news = old === undefined ? goal.properties : ignoreChanges(old.inputs, goal.properties, goal.ignoreChanges);
      await this.#check(provider, state, forgetOld ? {} : old.inputs, forgetOld ? goal.properties : news);
    } else if (old !== undefined) {
      state.inputs = ignoreChanges(old.inputs, goal.properties, goal.ignoreChanges);
    }

    if (recreating && old !== undefined) {
      this.deleted.delete(urn);
      this.replaced.add(urn);
      const keys = this.#earlyKeys.get(urn) ?? [];
      return [step("replace", { old, next: state, keys }), step("create-replacement", { old, next: state, keys, done })];
    }
    if (old?.external) {
      this.created.add(urn);
      return [step("create-replacement", { old, next: state, pendingDelete: true, done }), step("replace", { old, next: state })];
    }
    if (old !== undefined) return this.#change(goal, provider, old, state, done);
    this.created.add(urn);
    return [step("create", { next: state, done })];
  }

  /** A resource that is looked up, not managed. */
  read(
    goal: Pick<Goal, "type" | "name" | "parent" | "provider" | "properties" | "dependencies" | "additionalSecretOutputs"> & { id: string },
    done: Done,
  ): Step[] {
    const { type, name, properties: inputs, ...rest } = goal;
    const urn = this.#newUrn(goal.parent, type, name);
    const old = this.#old(urn, []);
    const state = newState({ ...rest, urn, type, custom: true, external: true, inputs });
    if (old !== undefined && !old.external && old.id !== goal.id) {
      this.replaced.add(urn);
      return [step("read-replacement", { old, next: state, pendingDelete: true, done }), step("replace", { old, next: state })];
    }
    this.kept.add(urn);
    return [step("read", { ...(old === undefined ? {} : { old }), next: state, done })];
  }

  /** Whether a step of this deployment has dealt with the resource, under this or its new URN. */
  isSettled(urn: Urn): boolean {
    const now = this.renamedTo.get(urn) ?? urn;
    return this.kept.has(now) || this.replaced.has(now);
  }

  async #change(goal: Goal, provider: ResourceProvider | undefined, old: ResourceState, state: ResourceState, done: Done): Promise<Step[]> {
    const { urn } = state;
    const diff = await this.#diff(goal, provider, old, state);
    if ((diff.changes && diff.replaces.length > 0) || old.pendingReplacement) {
      return this.#replace(goal, provider, diff, old, state, done);
    }
    this.kept.add(urn);
    return [step(diff.changes || old.initErrors.length > 0 ? "update" : "same", { old, next: state, done })];
  }

  async #diff(goal: Goal, provider: ResourceProvider | undefined, old: ResourceState, state: ResourceState): Promise<Difference> {
    const because = (key: string): Difference => ({ changes: true, replaces: [key], deleteBeforeReplace: false });
    if (this.context.replaceTargets.has(state.urn)) return because("id");
    if (state.deletedWith !== "" && this.replaced.has(state.deletedWith)) return because("deletedWith");
    if (old.custom !== state.custom) return because("provider");
    if (provider === undefined) return { changes: !equal(old.inputs, state.inputs), replaces: [], deleteBeforeReplace: false };
    const { id, inputs: oldInputs, outputs: oldOutputs } = old;
    const request = { urn: state.urn, id, oldInputs, oldOutputs, newInputs: state.inputs, ignoreChanges: goal.ignoreChanges };
    return diffResource(provider, request, goal.replaceOnChanges);
  }

  async #replace(
    goal: Goal,
    provider: ResourceProvider | undefined,
    diff: Difference,
    old: ResourceState,
    state: ResourceState,
    done: Done,
  ): Promise<Step[]> {
    const { urn } = state;
    const { context } = this;
    if (state.protect && old.protect) this.#refuse(urn, `unable to replace resource "${urn}"\nas it is currently marked for protection`);
    this.replaced.add(urn);
    // Values that check had kept from the old resource are made anew.
    if (provider !== undefined && !context.replaceTargets.has(urn)) await this.#check(provider, state, {}, goal.properties);
    const keys = diff.replaces;
    if (!(goal.deleteBeforeReplace ?? diff.deleteBeforeReplace)) {
      return [
        step("create-replacement", { old, next: state, keys, pendingDelete: true, done }),
        step("replace", { old, next: state, keys }),
      ];
    }
    const settled = new Set([...this.kept, ...this.created, ...this.deleted, ...this.replaced]);
    const steps = (await dependentReplacements(context, old, settled)).reverse().flatMap((dependent) => this.#deleteEarly(urn, dependent));
    if (!old.pendingReplacement) {
      this.deleted.add(old.urn);
      steps.push(step("delete-replaced", { old, pendingReplacement: true }));
    }
    return [...steps, step("replace", { old, next: state, keys }), step("create-replacement", { old, next: state, keys, done })];
  }

  #deleteEarly(because: Urn, { state: old, keys }: DependentReplacement): Step[] {
    if (this.deletedEarly.has(old)) return [];
    this.#earlyKeys.set(old.urn, keys);
    if (old.protect && !old.delete) {
      this.#refuse(
        because,
        `unable to replace resource "${old.urn}" as part of replacing "${because}" as it is currently marked for protection`,
        true,
      );
    }
    this.deleted.add(old.urn);
    this.deletedEarly.add(old);
    return [old.delete ? step("delete", { old }) : step("delete-replaced", { old, pendingReplacement: true })];
  }

  async #check(provider: ResourceProvider, state: ResourceState, olds: PropertyMap, news: PropertyMap): Promise<void> {
    const { inputs, failures } = await provider.check(state.urn, olds, news);
    for (const { property, reason } of failures) this.context.events.message("error", state.urn, failureText(state, property, reason));
    if (failures.length > 0) throw new Bail(`resource ${state.urn} is invalid`);
    state.inputs = inputs;
  }

  /** Previews go on, to show what else there is. */
  #refuse(urn: Urn, text: string, evenInPreview = false): void {
    this.context.events.message("error", urn, text);
    this.refused = true;
    if (evenInPreview || !this.context.preview) throw new Bail(text);
  }
  refused = false;

  #newUrn(parent: Urn, type: string, name: string): Urn {
    const urn = makeUrn(this.context.place, parent, type, name);
    if (this.urns.has(urn)) {
      this.context.events.message("error", urn, `Duplicate resource URN '${urn}'; try giving it a unique name`);
      throw new Bail(urn);
    }
    this.urns.add(urn);
    return urn;
  }

  #old(urn: Urn, former: readonly Urn[]): ResourceState | undefined {
    for (const candidate of [urn, ...former]) {
      const old = this.context.olds.get(candidate);
      if (old === undefined) continue;
      if (candidate !== urn) {
        const taken = this.urns.has(candidate) ? candidate : this.renamedTo.get(candidate);
        if (taken !== undefined) {
          this.context.events.message(
            "error",
            urn,
            `Duplicate resource alias '${candidate}' applied to resource with URN '${urn}' conflicting with '${taken}'`,
          );
          throw new Bail(urn);
        }
        this.renamedTo.set(candidate, urn);
        this.#renamedFrom.set(urn, candidate);
      }
      return old;
    }
    return undefined;
  }
}

const failureText = (state: ResourceState, property: string, reason: string): string => {
  const about = `${state.type} resource '${nameOf(state.urn)}'`;
  if (property === "") return `${about} has a problem: ${reason}`;
  return `${about}: property ${property} value {${show(state.inputs[property])}} has a problem: ${reason}`;
};
