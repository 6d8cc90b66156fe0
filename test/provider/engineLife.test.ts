// SPDX-License-Identifier: Apache-2.0
// How a provider process learns that its engine has ended, on real processes.
import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import test, { type ExecutionContext } from "ava";

/** A process that prints, for each line that it is sent a signal for, whether its engine has ended. */
const PROGRAM = `
  const life = require(${JSON.stringify(require.resolve("../../provider/process/engineLife"))}).engineLife();
  process.on("SIGUSR2", () => console.log(life.ended()));
  setTimeout(() => undefined, 20_000);
  console.log("ready");
`;

function start(t: ExecutionContext, stdin: "pipe" | "ignore", program = PROGRAM): ChildProcess {
  const stdio: StdioOptions = [stdin, "pipe", "inherit"];
  const child = spawn(process.execPath, ["-e", program], { stdio });
  t.teardown(() => child.kill("SIGKILL"));
  return child;
}

async function answers(child: ChildProcess, times: number, between: () => void = () => undefined): Promise<string[]> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  const next = async () => String((await lines.next()).value);
  await next();
  const said: string[] = [];
  for (let time = 0; time < times; time++) {
    if (time > 0) between();
    // The end of a pipe takes a moment to arrive.
    for (let tries = 0; tries < 50; tries++) {
      child.kill("SIGUSR2");
      said[time] = await next();
      if (said[time] === "true") break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  return said;
}

test("while the engine holds its end of standard input it lives; then it has ended", async (t) => {
  const child = start(t, "pipe");
  t.deepEqual(await answers(child, 2, () => child.stdin?.end()), ["false", "true"]);
});

test("a host that gives no standard input is not taken for one that has ended", async (t) => {
  t.deepEqual(await answers(start(t, "ignore"), 1), ["false"]);
});

test("listening keeps no process alive", async (t) => {
  const child = start(t, "pipe", PROGRAM.replace(/setTimeout.*/, ""));
  t.deepEqual(await once(child, "exit"), [0, null]);
});

test("modules behind several symbolic links are found: Node's shared file status is left alone", async (t) => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "engine-life-")));
  t.teardown(() => rmSync(folder, { recursive: true }));
  // As yarn with nodeLinker pnpm lays out packages: a link in a folder that is itself behind a link, which an earlier module has led through.
  for (const name of ["store", "package"]) mkdirSync(join(folder, name));
  symlinkSync("store", join(folder, "node_modules"));
  symlinkSync("../package", join(folder, "store", "linked"));
  for (const name of ["store", "package"]) writeFileSync(join(folder, name, "index.js"), "");
  const [first, second] = [["index.js"], ["linked", "index.js"]].map((path) => JSON.stringify(join(folder, "node_modules", ...path)));
  const program = `require.resolve(${first});${PROGRAM.replace(/setTimeout.*\n.*/, `console.log(require.resolve(${second}));`)}`;
  const lines = createInterface({ input: start(t, "pipe", program).stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  t.is((await lines.next()).value, join(folder, "package", "index.js"));
});
