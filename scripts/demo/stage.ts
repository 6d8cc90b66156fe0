// SPDX-License-Identifier: Apache-2.0
import { newStack } from "../../test/stack/newStack";
import type { Result, RunOptions, StackDriver, StackOperation } from "../../test/stack/stack";
import type { DemoEngine } from "./demoEngine";

/** The stack of the demo, and the actions that clean up at its end. */
export class Stage {
  readonly #teardowns: Array<() => unknown> = [];
  #running: { kill(): Promise<unknown> } | undefined;
  #stack: StackDriver | undefined;
  #interrupted = false;

  /** Adds a clean-up action. The actions run in reverse order. */
  teardown(action: () => unknown): void {
    this.#teardowns.unshift(action);
  }

  /** @param project project name, if the program is a file without a project */
  async open(program: string, { engine, pulumi }: DemoEngine, config: Readonly<Record<string, unknown>>, project?: string): Promise<void> {
    const texts = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, textOf(value)]));
    const { "border-gateway:sites": sites = "", ...rest } = texts;
    const print = (text: string) => void process.stdout.write(text);
    this.#stack = await newStack(this, {
      program,
      ...(project === undefined ? {} : { project }),
      engine,
      ...(pulumi === undefined ? {} : { pulumi }),
      config: rest,
      secrets: { "border-gateway:sites": sites },
      print,
    });
  }

  async configure(key: string, value: unknown): Promise<void> {
    await this.#stack?.setConfig(key, textOf(value));
  }

  async output(name: string): Promise<unknown> {
    return (await this.#stack?.outputs())?.[name];
  }

  /** Runs one operation and prints its output. @throws Error if it fails unexpectedly or succeeds unexpectedly */
  async run(operation: StackOperation, { fails = false, ...options }: RunOptions & { fails?: boolean } = {}): Promise<Result> {
    if (this.#stack === undefined) throw new Error("the stage is not open");
    const running = this.#stack.start(operation, options);
    this.#running = running;
    const result = await running.result;
    this.#running = undefined;
    // An interrupted operation is not a failure. The demo is already ending.
    if (this.#interrupted) return new Promise(() => undefined);
    if (result.ok === fails) throw new Error(fails ? `${operation} succeeded although the program is invalid` : `${operation} failed`);
    return result;
  }

  async close(interrupted = false): Promise<void> {
    this.#interrupted = interrupted;
    await this.#running?.kill();
    for (const action of this.#teardowns) await action();
  }
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
