// SPDX-License-Identifier: Apache-2.0
import { ProtectedError } from "./applyStep";
import type { Step } from "./steps";

interface Waiting {
  readonly chain: readonly Step[];
  readonly taken: () => void;
  readonly ended: () => void;
}

/**
 * A number of workers that take chains of steps. A chain runs in order; handing one over waits until a worker is free, which holds up
 * the questions about the next resource as it does in Pulumi. The first failure stops everything but the steps that are running.
 */
export class StepExecutor {
  readonly #waiting: Waiting[] = [];
  #idle: number;
  readonly #running = new Set<Promise<void>>();
  #stopped = false;
  #stop: () => void = () => {};
  /** Resolves when no new step will be taken any more. */
  readonly stopped = new Promise<void>((resolve) => {
    this.#stop = resolve;
  });
  readonly failures: Step[] = [];

  constructor(
    workers: number,
    private readonly execute: (step: Step) => Promise<void>,
    /** The user's wish to stop. */
    signal: AbortSignal,
    /** Failures after which the others go on: all of a refresh, deletions of protected resources. */
    private readonly goesOn: (error: unknown) => boolean = (error) => error instanceof ProtectedError,
  ) {
    this.#idle = workers;
    if (signal.aborted) this.stop();
    signal.addEventListener("abort", () => this.stop());
  }

  /** Resolves when a worker has taken the chain, with a promise of its end. */
  async submit(chain: readonly Step[]): Promise<{ ended: Promise<void> }> {
    if (this.#stopped || chain.length === 0) return { ended: Promise.resolve() };
    let taken = () => {};
    let ended = () => {};
    const whenTaken = new Promise<void>((resolve) => {
      taken = resolve;
    });
    const whenEnded = new Promise<void>((resolve) => {
      ended = resolve;
    });
    this.#waiting.push({ chain, taken, ended });
    this.#dispatch();
    await Promise.race([whenTaken, this.stopped]);
    return { ended: whenEnded };
  }

  /** Runs all at once, as far as there are workers, and waits for the last. */
  async all(steps: readonly Step[]): Promise<void> {
    const ends: Promise<void>[] = [];
    for (const each of steps) ends.push((await this.submit([each])).ended);
    await Promise.race([Promise.all(ends), this.stopped]);
  }

  get failed(): boolean {
    return this.failures.length > 0;
  }

  get hasStopped(): boolean {
    return this.#stopped;
  }

  stop(): void {
    this.#stopped = true;
    this.#stop();
  }

  /** Waits for the steps that are running. */
  async drained(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  #dispatch(): void {
    while (this.#idle > 0 && !this.#stopped) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#idle -= 1;
      const run = this.#run(next.chain).finally(() => {
        this.#running.delete(run);
        this.#idle += 1;
        next.ended();
        this.#dispatch();
      });
      this.#running.add(run);
      next.taken();
    }
  }

  async #run(chain: readonly Step[]): Promise<void> {
    for (const each of chain) {
      if (this.#stopped) return;
      try {
        await this.execute(each);
      } catch (error) {
        // The step has told its error itself.
        this.failures.push(each);
        if (!this.goesOn(error)) this.stop();
        return;
      }
    }
  }
}
