// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { createInterface } from "node:readline";

/** One test as ava ended it. */
export interface Outcome {
  readonly title: string;
  readonly passed: boolean;
  /** What ava said of a failure. */
  readonly detail: string;
}

/** Runs compiled test files, with ava's options among them, through ava and answers what became of each test. `timeout`: without the end of any test. */
export async function runTests(
  what: readonly string[],
  env: Readonly<Record<string, string>>,
  each: (outcome: Outcome) => void,
  { cwd = process.cwd(), timeout = "20m" }: { readonly cwd?: string; readonly timeout?: string } = {},
): Promise<Outcome[]> {
  const ava = resolve("node_modules/ava/entrypoints/cli.mjs");
  const child = spawn(process.execPath, [`${__dirname}/guard.js`, process.execPath, ava, "--tap", "--timeout", timeout, ...what], {
    cwd,
    env: { ...process.env, ...env, NODE_ENV: "test" },
    stdio: ["pipe", "pipe", "pipe"],
    // In its own group an interrupt reaches only this process, which ends the tests with all that they have started.
    detached: true,
  });
  const end = () => child.stdin.end();
  current.add(end);
  const outcomes: Outcome[] = [];
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const [, not, title] = /^(not )?ok \d+ - (.*?)(?: # .*)?$/.exec(line) ?? [];
    if (title !== undefined) {
      outcomes.push({ title, passed: not === undefined, detail: "" });
      const outcome = outcomes.at(-1);
      if (outcome?.passed) each(outcome);
    } else if (outcomes.length > 0) addDetail(outcomes, line);
  }
  current.delete(end);
  if (outcomes.length === 0) throw new Error(`the tests did not run:\n${errors}`);
  for (const outcome of outcomes) if (!outcome.passed) each(outcome);
  return outcomes;
}

const current = new Set<() => void>();

/** Ends the tests that run. */
export function endTests(): void {
  for (const end of current) end();
}

function addDetail(outcomes: Outcome[], line: string): void {
  const last = outcomes.at(-1);
  if (last !== undefined && !last.passed) outcomes[outcomes.length - 1] = { ...last, detail: `${last.detail}${line}\n` };
}
