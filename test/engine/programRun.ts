// SPDX-License-Identifier: Apache-2.0
import type { ConfigValue } from "../stack/stack";
import { isStackUrn, providerReference, type Urn } from "../wire/urn";
import { fromWire, type PropertyMap, Secret, type Value } from "../wire/values";
import { Bail, type DeploymentContext } from "./deploymentContext";
import { type Goal, goalOf } from "./goal";
import type { RunningProgram } from "./hosts";
import { toldAlready } from "./languageHost";
import type { ReadGoal, Registrar } from "./monitor";
import { dynamicPackage } from "./providerRegistry";
import type { ResourceState } from "./resourceState";
import type { StepExecutor } from "./stepExecutor";
import type { StepGenerator } from "./stepGenerator";
import type { Step } from "./steps";

/** The middle of an update: takes what the program registers, one at a time, until it has ended. */
export class ProgramRun implements Registrar {
  /** Resources of this run, for outputs that come later. */
  readonly #registered = new Map<Urn, Step>();
  #turn: Promise<void> = Promise.resolve();
  #provider: Promise<string> | undefined;
  stackOutputs: { urn: Urn; outputs: PropertyMap } | undefined;
  #failed = false;
  #programSaidAll = () => {};
  readonly #saidAll = new Promise<void>((resolve) => {
    this.#programSaidAll = resolve;
  });
  #release = () => {};
  /** Programs that wait for the end are let go here. */
  readonly #ended = new Promise<void>((resolve) => {
    this.#release = resolve;
  });

  constructor(
    private readonly context: DeploymentContext,
    private readonly generator: StepGenerator,
    private readonly executor: StepExecutor,
    private readonly config: Readonly<Record<string, ConfigValue>>,
  ) {}

  /** Whether the program ended well and everything that it registered was understood. */
  async follow(program: RunningProgram): Promise<boolean> {
    const exited = program.exited.then((code) => {
      if (code === 0) return;
      this.#failed = true;
      if (code !== toldAlready && !this.executor.hasStopped)
        this.context.events.message("error", "", `Program exited with non-zero exit code: ${code}`);
    });
    await Promise.race([exited, this.#saidAll, this.executor.stopped]);
    if (this.#failed) this.executor.stop();
    await this.#turn;
    return !this.#failed && !this.executor.failed;
  }

  release(): void {
    this.#release();
  }

  defaultProvider(): Promise<string> {
    this.#provider ??= this.#registerProvider();
    return this.#provider;
  }

  register(goal: Goal): Promise<ResourceState> {
    return this.#submit((done) => this.generator.register(goal, done));
  }

  read(goal: ReadGoal): Promise<ResourceState> {
    return this.#submit(async (done) => this.generator.read(goal, done));
  }

  async setOutputs(urn: Urn, outputs: PropertyMap): Promise<void> {
    if (isStackUrn(urn)) {
      // Written at the end: a failed update only adds to the outputs of the last one.
      this.stackOutputs = { urn, outputs };
      return;
    }
    const state = this.#registered.get(urn)?.next;
    if (state === undefined) throw new Error(`cannot complete ${urn}: its registration is not pending`);
    await this.applyOutputs(state, outputs);
  }

  async applyOutputs(state: ResourceState, outputs: PropertyMap): Promise<void> {
    state.outputs = outputs;
    this.context.checkpoint.changed(state);
    await this.context.checkpoint.save();
  }

  stateOf(urn: Urn): ResourceState | undefined {
    return this.#registered.get(urn)?.next;
  }

  async programEnded(): Promise<void> {
    this.#programSaidAll();
    await this.#ended;
  }

  /** Generates steps when it is the registration's turn, and answers when they are done; never, where the deployment stops before. */
  #submit(generate: (done: (state: ResourceState) => void) => Promise<Step[]>): Promise<ResourceState> {
    return new Promise((resolve) => {
      this.#turn = this.#turn.then(async () => {
        if (this.#failed || this.executor.hasStopped) return;
        try {
          const steps = await generate(resolve);
          for (const each of steps) if (each.done !== undefined) this.#registered.set(each.urn, each);
          await this.executor.submit(steps);
        } catch (error) {
          if (!(error instanceof Bail)) this.context.events.message("error", "", error instanceof Error ? error.message : String(error));
          this.#failed = true;
          this.executor.stop();
        }
      });
    });
  }

  async #registerProvider(): Promise<string> {
    const properties: Record<string, Value> = {};
    for (const [key, { value, secret }] of Object.entries(this.config)) properties[key] = secret ? new Secret(fromWire(value)) : value;
    const state = await this.register(goalOf({ type: `pulumi:providers:${dynamicPackage}`, name: "default", properties }));
    return providerReference(state.urn, state.id);
  }
}
