// SPDX-License-Identifier: Apache-2.0
import type { Step } from "./steps";

/**
 * Runs chains of steps, as many at once as there are workers. Submitting a chain waits for a free worker, which delays the check of the next
 * resource as it does in Pulumi. After the first failure no step begins any more.
 */
export class StepExecutor {
  readonly #running = new Set<Promise<void>>();
  #stopped = false;
  #stop: () => void = () => {};
  /** Resolves when no step will begin any more. */
  readonly stopped = new Promise<void>((resolve) => {
    this.#stop = resolve;
  });
  readonly failures: Step[] = [];

  constructor(
    private readonly workers: number,
    private readonly execute: (step: Step) => Promise<void>,
    /** Whether the others go on after a failure, as in a refresh. */
    private readonly goesOn = false,
  ) {}

  /** Resolves when a worker has taken the chain. One call at a time. */
  async submit(chain: readonly Step[]): Promise<void> {
    while (this.#running.size >= this.workers && !this.#stopped) await Promise.race([this.stopped, ...this.#running]);
    if (this.#stopped || chain.length === 0) return;
    const run: Promise<void> = this.#run(chain).finally(() => this.#running.delete(run));
    this.#running.add(run);
  }

  /** Runs all at once, as far as there are workers, and waits for the last, or until it is stopped. */
  async all(steps: readonly Step[]): Promise<void> {
    for (const each of steps) await this.submit([each]);
    await Promise.race([this.drained(), this.stopped]);
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

  async #run(chain: readonly Step[]): Promise<void> {
    for (const each of chain) {
      if (this.#stopped) return;
      try {
        await this.execute(each);
      } catch {
        // The step has reported its error.
        this.failures.push(each);
        if (!this.goesOn) this.stop();
        return;
      }
    }
  }
}
