// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

export interface StartOptions {
  /** Module of the SDK to run, for instance `@pulumi/pulumi/cmd/run`. */
  readonly module: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface RunningChild {
  readonly process: ChildProcess;
  /** Exit code; 128 and more for a signal. */
  readonly exited: Promise<number>;
}

/** Runs a module of the SDK that the program would load. Detached, as Pulumi's plugins are: they outlive an engine that is killed. */
export const startSdkProcess = (options: StartOptions): RunningChild => {
  const script = createRequire(join(options.cwd, "program.js")).resolve(options.module);
  const child = spawn(process.execPath, [script, ...options.args], {
    cwd: options.cwd,
    env: options.env,
    // By the end of its standard input a provider learns that its engine has ended, as under Pulumi.
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  const exited = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 128));
  });
  return { process: child, exited };
};

export const eachLine = (stream: Readable | null, use: (line: string) => void): void => {
  if (stream !== null) createInterface({ input: stream }).on("line", use);
};

/** Asks the process to end, as Pulumi does, and makes it after five seconds. */
export const stopChild = async (child: RunningChild): Promise<void> => {
  child.process.kill("SIGINT");
  const timer = setTimeout(() => child.process.kill("SIGKILL"), 5_000);
  await child.exited;
  clearTimeout(timer);
};
