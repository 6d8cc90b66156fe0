// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { descendants, kill } from "./processTree";
import type { BackgroundRun, Result } from "./stack";

interface Start {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Makes the result of what the engine printed. */
  readonly result: (ok: boolean, output: string) => Result;
  readonly teardown: (action: () => void) => void;
  readonly print?: ((text: string) => void) | undefined;
}

/** Runs an engine in a process of its own. What a kill leaves behind is ended with the test. */
export const startInBackground = ({ command, args, cwd, env, result, teardown, print }: Start): BackgroundRun => {
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      print?.(text);
    });
  }
  // `close` would wait for orphans, which hold the pipes.
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  const drained = new Promise((resolve) => child.once("close", resolve));
  let orphans: number[] = [];
  teardown(() => {
    for (const pid of orphans) kill(pid);
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  });
  let killed = false;
  return {
    async kill() {
      killed = true;
      orphans = child.pid === undefined ? [] : descendants(child.pid);
      child.kill("SIGKILL");
      await exited;
      return orphans;
    },
    interrupt: () => void child.kill("SIGINT"),
    result: exited.then(async (code) => {
      if (!killed) await drained;
      return result(code === 0, output);
    }),
  };
};
