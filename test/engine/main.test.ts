// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import test, { type ExecutionContext } from "ava";

const resources = (...specs: object[]) => `fixture:resources=${JSON.stringify(specs)}`;

/** The command in a folder of its own. */
const commandLine = (t: ExecutionContext) => {
  const folder = mkdtempSync(join(tmpdir(), "main-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const log = join(folder, "calls.log");
  const run = (operation: string, ...args: string[]) => {
    const program = join(__dirname, "fixtures", "program.js");
    const child = spawn(
      process.execPath,
      [join(__dirname, "main.js"), operation, "--dir", join(folder, "stack"), "--program", program, ...args],
      {
        env: { ...process.env, FIXTURE_SITE: folder },
      },
    );
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    const ended = new Promise<{ code: number | null; output: string }>((resolve) =>
      child.once("close", (code) => resolve({ code, output })),
    );
    return { child, ended };
  };
  const calls = () => (existsSync(log) ? readFileSync(log, "utf8") : "");
  return { run, calls };
};

test("a stack is made, brought up, changed and destroyed on the command line", async (t) => {
  const { run } = commandLine(t);
  const up = await run("up", "--config", resources({ name: "a", inputs: { value: 1 } })).ended;
  t.is(up.code, 0);
  t.regex(up.output, / \+ {2}fixture:Thing a create\n/);
  t.regex(up.output, /Outputs:\n {4}ids: \{"a":"a-\d+-1"\}\nResources: 2 create, 0 unchanged\nDuration: /);
  const change = await run("preview", "--config", resources({ name: "a", inputs: { value: 2 } })).ended;
  t.regex(change.output, / ~ {2}fixture:Thing a update \[diff: ~value\]\n/);
  const wrong = await run("up", "--config", resources({ name: "a", inputs: { on: { check: "fail" } } })).ended;
  t.is(wrong.code, 1);
  t.regex(wrong.output, /error: fixture:Thing a: .* has a problem: it was told to fail/);
  const destroyed = await run("destroy").ended;
  t.regex(destroyed.output, / - {2}fixture:Thing a delete\n(.|\n)*Resources: 2 delete, 0 unchanged/);
});

test("Ctrl-C lets running steps end and begins no other", async (t) => {
  const { run, calls } = commandLine(t);
  const { child, ended } = run(
    "up",
    ...["--config", resources({ name: "a", inputs: { wait: 1_000 } }, { name: "b", options: { dependsOn: ["a"] } })],
  );
  while (!calls().includes('"create"')) await sleep(20);
  child.kill("SIGINT");
  const { code, output } = await ended;
  t.is(code, 1);
  t.regex(output, /error: up canceled\n/);
  t.true(calls().includes('"created"'));
  t.false(calls().includes('"name":"b"'));
});
