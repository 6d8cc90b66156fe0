// SPDX-License-Identifier: Apache-2.0
import type { Result, RunOptions, StackOperation } from "../stack/stack";
import { nameOf } from "../wire/urn";
import { containsSecrets, type PropertyMap } from "../wire/values";
import type { Deployment } from "./checkpoint";
import type { FixtureStack } from "./fixtureStack";
import type { ResourceSpec } from "./fixtures/program";
import { loadResource, type StoredResource } from "./resourceState";

/** What one operation did, in the words by which two engines are compared. */
export interface Entry {
  readonly operation: string;
  readonly ok: boolean;
  /** `update a [value]`, in the order of their beginning. */
  readonly steps: readonly string[];
  readonly summary: Result["summary"];
  /** What the provider was called with, in order. */
  readonly calls: readonly string[];
  /** One line for each resource. */
  readonly state: readonly string[];
}

/** Runs operations on a stack and writes down what they did. */
export class Transcript {
  readonly entries: Entry[] = [];

  constructor(readonly fixture: FixtureStack) {}

  /** Sets what the program declares from now on. */
  readonly declare = (...resources: ResourceSpec[]): Promise<void> => this.fixture.declare(...resources);

  readonly run = async (operation: StackOperation, options: RunOptions = {}): Promise<Result> => {
    const result = await this.fixture.stack[operation](options);
    const { env: _env, ...flags } = options;
    await this.#add([operation, ...Object.keys(flags)].join(" "), result);
    return result;
  };

  async #add(operation: string, { ok, steps, summary }: Result): Promise<void> {
    this.entries.push({
      operation,
      ok,
      steps: steps.map(({ op, name, diffs, found, failed }) =>
        [
          op,
          name,
          ...(found === undefined ? [] : [`found ${found}`]),
          ...(diffs === undefined ? [] : [`[${diffs}]`]),
          ...(failed ? ["failed"] : []),
        ].join(" "),
      ),
      summary,
      calls: this.fixture.calls(),
      state: stateLines(await this.fixture.stack.exportState()),
    });
  }
}

const stateLines = ({ deployment }: Deployment): string[] => (deployment.resources ?? []).map(stateLine);

/** Keys in the order of the alphabet, a `*` behind what holds a secret. */
const keys = (map: PropertyMap): string =>
  Object.keys(map)
    .filter((key) => !key.startsWith("__"))
    .sort()
    .map((key) => (containsSecrets(map[key] ?? null) ? `${key}*` : key))
    .join(",");

const stateLine = (stored: StoredResource): string => {
  const state = loadResource(stored);
  const { urn, parent, dependencies, propertyDependencies, initErrors } = state;
  const flags = (["delete", "pendingReplacement", "external"] as const).filter((flag) => state[flag]);
  const by = Object.entries(propertyDependencies).filter(([, urns]) => urns.length > 0);
  return [
    `${nameOf(urn)} (${keys(state.inputs)} -> ${keys(state.outputs)})`,
    ...(parent === "" ? [] : [`in ${nameOf(parent)}`]),
    ...(dependencies.length === 0 ? [] : [`after ${dependencies.map(nameOf).sort()}`]),
    ...by.map(([key, urns]) => `${key} by ${urns.map(nameOf).sort()}`).sort(),
    ...flags,
    ...initErrors,
  ].join("; ");
};
