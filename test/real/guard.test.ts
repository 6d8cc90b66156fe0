// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import test from "ava";
import { isAlive } from "../stack/processTree";

const GUARD = `${__dirname}/guard.js`;
/** Starts a process in its own group, prints its id, and waits. */
const STARTS_ANOTHER = `console.log(require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true, stdio: "ignore" }).pid);
setInterval(() => {}, 1000);`;

/** A run of tests under its guard, as `runTests` starts it; answers the process that the tests have started. */
async function guarded(owner: string[]) {
  const child = spawn(process.execPath, [...owner, GUARD, process.execPath, "-e", STARTS_ANOTHER], { stdio: ["pipe", "pipe", "inherit"] });
  const [line] = await once(child.stdout, "data");
  return { child, inner: Number(String(line)) };
}

async function ends(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100 && isAlive(pid); tries++) await sleep(50);
  return !isAlive(pid);
}

test("what a run of tests has started ends when the run is told to", async (t) => {
  const { child, inner } = await guarded([]);
  t.true(isAlive(inner));
  child.stdin.end();
  await once(child, "exit");
  t.true(await ends(inner));
});

test("and when whoever started the run is killed with -9", async (t) => {
  const owner = `const { spawn } = require("child_process");
spawn(process.execPath, process.argv.slice(1), { stdio: ["pipe", "inherit", "inherit"], detached: true });`;
  const { child, inner } = await guarded(["-e", owner]);
  t.true(isAlive(inner));
  child.kill("SIGKILL");
  t.true(await ends(inner));
});

test("the guard answers as the command did", async (t) => {
  const child = spawn(process.execPath, [GUARD, process.execPath, "-e", "process.exit(7)"], { stdio: ["pipe", "ignore", "inherit"] });
  t.deepEqual(await once(child, "exit"), [7, null]);
});
