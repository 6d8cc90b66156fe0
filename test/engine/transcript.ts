// SPDX-License-Identifier: Apache-2.0
import type { Deployment } from "./checkpoint";
import type { FixtureStack } from "./fixtureStack";
import type { ResourceSpec } from "./fixtures/spec";
import { loadResource, type StoredResource } from "./resourceState";
import type { BackgroundRun, Result, RunOptions, StackOperation } from "./stack";
import { nameOf } from "./urn";
import { containsSecrets, type PropertyMap } from "./values";

/** What one operation did, in the words by which two engines are compared. */
export interface Entry {
  readonly operation: string;
  readonly ok: boolean;
  /** `update a [value]`, in the order of their beginning. */
  readonly steps: readonly string[];
  readonly summary: Result["summary"];
  /** What the provider was called with, in order. */
  readonly calls: readonly string[];
  /** One line a resource, then one for each pending operation. */
  readonly state: readonly string[];
}

/** Runs operations on a stack and writes down what they did. */
export class Transcript {
  readonly entries: Entry[] = [];

  constructor(readonly fixture: FixtureStack) {}

  /** Says what the program declares from now on. */
  readonly declare = (...resources: ResourceSpec[]): Promise<void> => this.fixture.declare(...resources);

  readonly run = async (operation: StackOperation, options: RunOptions = {}): Promise<Result> => {
    const result = await this.fixture.stack[operation](options);
    const { env: _env, ...flags } = options;
    await this.#add([operation, ...Object.keys(flags)].join(" "), result);
    return result;
  };

  /** Kills the engine when the provider has been called so, and waits for what the orphaned provider does after that. */
  readonly killAt = async (operation: StackOperation, call: string, afterwards: string): Promise<void> => {
    const run: BackgroundRun = this.fixture.stack.start(operation);
    const seen = await this.fixture.until(call);
    await run.kill();
    const result = await run.result;
    const late = await this.fixture.until(afterwards);
    await this.#add(`${operation} killed at ${call}`, { ...result, steps: [], summary: {} }, [...seen, `${operation} killed`, ...late]);
  };

  async #add(operation: string, { ok, steps, summary }: Result, calls = this.fixture.verbs()): Promise<void> {
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
      calls,
      state: stateLines(await this.fixture.stack.exportState()),
    });
  }
}

const stateLines = ({ deployment }: Deployment): string[] => [
  ...(deployment.resources ?? []).map(stateLine),
  ...(deployment.pending_operations ?? []).map(({ resource, type }) => `${type} ${nameOf(resource.urn)}`),
];

/** Keys in the order of the alphabet, a `*` behind what holds a secret. */
const keys = (map: PropertyMap): string =>
  Object.keys(map)
    .filter((key) => !key.startsWith("__"))
    .sort()
    .map((key) => (containsSecrets(map[key] ?? null) ? `${key}*` : key))
    .join(",");

const stateLine = (stored: StoredResource): string => {
  const state = loadResource(stored);
  const { urn, parent, dependencies, propertyDependencies, initErrors, deletedWith } = state;
  const flags = (["delete", "pendingReplacement", "external", "protect", "retainOnDelete"] as const).filter((flag) => state[flag]);
  const by = Object.entries(propertyDependencies).filter(([, urns]) => urns.length > 0);
  return [
    `${nameOf(urn)} (${keys(state.inputs)} -> ${keys(state.outputs)})`,
    ...(parent === "" ? [] : [`in ${nameOf(parent)}`]),
    ...(dependencies.length === 0 ? [] : [`after ${dependencies.map(nameOf).sort()}`]),
    ...by.map(([key, urns]) => `${key} by ${urns.map(nameOf).sort()}`).sort(),
    ...(deletedWith === "" ? [] : [`with ${nameOf(deletedWith)}`]),
    ...flags,
    ...initErrors,
  ].join("; ");
};
