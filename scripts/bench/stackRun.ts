// SPDX-License-Identifier: Apache-2.0
import { cpus } from "node:os";
import { chosenEngine, type Engine, newStack } from "../../test/stack/newStack";
import { descendants, kill } from "../../test/stack/processTree";
import type { RunOptions, StackDriver, StackOperation, StackOptions } from "../../test/stack/stack";

/** The engine of this name, else the real Pulumi if there is one. */
export const engineOf = (name: string | undefined): Engine => (name === "test" || name === "cli" ? name : chosenEngine());

/** What a figure was measured on, in one line. */
export const measuredOn = (engine: Engine): string =>
  `engine: ${engine === "cli" ? "pulumi" : "test engine"}; ${cpus().length} cores (${cpus()[0]?.model}); Node ${process.version}; ${new Date().toISOString().slice(0, 10)}`;

const open = new Set<() => Promise<void>>();

/** Ends the stacks where their own end will not be reached, and every process that is left below this one. */
export const endStacks = async (): Promise<void> => {
  const started = descendants(process.pid);
  for (const end of open) await end();
  for (const pid of started) kill(pid);
};

/** A stack for as long as `body` runs. */
export async function withStack<T>(
  options: StackOptions & { readonly engine: Engine },
  body: (stack: StackDriver) => Promise<T>,
): Promise<T> {
  const cleanups: Array<() => unknown> = [];
  const end = async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  };
  open.add(end);
  try {
    return await body(await newStack({ teardown: (action) => void cleanups.push(action) }, options));
  } finally {
    await end();
    open.delete(end);
  }
}

/** Seconds of one operation, which has to succeed. @throws Error with what the user would see */
export async function secondsOf(stack: StackDriver, operation: StackOperation, options: RunOptions = {}): Promise<number> {
  const started = performance.now();
  const result = await stack[operation](options);
  const seconds = (performance.now() - started) / 1000;
  if (!result.ok) throw new Error(`${operation} failed:\n${result.diagnostics}`);
  return seconds;
}
