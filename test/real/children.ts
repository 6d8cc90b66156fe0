// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A process that runs until it is stopped. */
export interface Child {
  readonly name: string;
  readonly log: string;
  /** How it ended; undefined while it runs. */
  ended(): string | undefined;
  /** Ends it and what it started: kindly, then not. */
  stop(): Promise<void>;
}

const running = new Set<Child>();
let stopping = false;

/** Installing on a slow line is what takes longest. */
const LONGEST_MS = 600_000;

export interface Start {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly log: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Starts a process in a group of its own, with its output in a file. All that run are ended by `stopAll`. */
export function start({ name, command, args, log, env = {}, cwd }: Start): Child {
  if (stopping) throw new Error(`${name} is not started any more`);
  const file = openSync(log, "a");
  const options = { detached: true, stdio: ["ignore", file, file] as ["ignore", number, number], env: { ...process.env, ...env } };
  const child = spawn(command, [...args], cwd === undefined ? options : { ...options, cwd });
  closeSync(file);
  let end: string | undefined;
  const over = new Promise<void>((resolve) => {
    const ends = (how: string) => {
      end = how;
      resolve();
    };
    child.once("error", (error) => ends(error.message));
    child.once("exit", (code, signal) => ends(signal ?? `exit code ${code}`));
  });
  const self: Child = {
    name,
    log,
    ended: () => end,
    async stop() {
      running.delete(self);
      signalGroup(child, "SIGTERM");
      if (await Promise.race([over.then(() => true), sleep(8_000, false)])) return;
      signalGroup(child, "SIGKILL");
      await over;
    },
  };
  running.add(self);
  return self;
}

/** Runs a command to its end. @throws Error with the end of its output where it fails, or takes longer than ten minutes */
export async function run(what: Start): Promise<void> {
  const child = start(what);
  const until = Date.now() + LONGEST_MS;
  while (child.ended() === undefined) {
    if (Date.now() > until) {
      await child.stop();
      throw new Error(`${what.name} did not end within ${LONGEST_MS / 60_000} minutes:\n${tail(what.log)}`);
    }
    await sleep(50);
  }
  running.delete(child);
  if (child.ended() !== "exit code 0")
    throw new Error(`${what.name} failed (${child.ended()}):\n${tail(what.log)}\nIts whole output is in ${what.log}`);
}

/** Ends all processes permanently. After this nothing starts. */
export async function stopAll(): Promise<void> {
  stopping = true;
  await Promise.all([...running].reverse().map((child) => child.stop()));
}

/** The last lines of a log. */
export const tail = (log: string, lines = 12): string => readFileSync(log, "utf8").trimEnd().split("\n").slice(-lines).join("\n");

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // It has ended already.
  }
}
