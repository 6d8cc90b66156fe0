// SPDX-License-Identifier: Apache-2.0
// What programs see of the language host on the real engine, whichever language host that is: the official one, or ours.
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ExecutionContext } from "ava";
import { ROOT } from "../helpers/compile";
import { folderWith } from "../helpers/folders";
import { newStack } from "../stack/newStack";
import { isAlive } from "../stack/processTree";
import type { StackDriver, StackOptions } from "../stack/stack";
import { onPulumi } from "./onPulumi";

type Options = Pick<StackOptions, "config" | "secrets" | "print">;

/** A stack of a project with these files, which has the SDK of this repository. */
async function projectOf(t: ExecutionContext, files: Readonly<Record<string, string>>, options: Options = {}): Promise<StackDriver> {
  t.timeout(120_000);
  const folder = folderWith(t, files);
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return newStack(t, { program: folder, ...options });
}

const yaml = (more = "") => `name: app\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n${more}`;

onPulumi("configuration, secret keys, names and dry run reach the program", async (t) => {
  const program = `
    const pulumi = require("@pulumi/pulumi");
    const config = new pulumi.Config();
    exports.seen = {
      plain: config.require("plain"), other: new pulumi.Config("other").require("plain"), secret: config.requireSecret("token"),
      names: [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()], root: pulumi.runtime.getRootDirectory?.(), cwd: process.cwd(),
    };
    if (pulumi.runtime.isDryRun()) console.log("this is a preview");`;
  const options = { config: { "app:plain": "one", "other:plain": "two" }, secrets: { "app:token": "hush" } };
  const stack = await projectOf(t, { "Pulumi.yaml": yaml("main: programs/web\n"), "programs/web/index.js": program }, options);
  const preview = await stack.preview();
  t.true(preview.ok, preview.diagnostics);
  t.regex(preview.diagnostics, /this is a preview/);
  t.false(preview.diagnostics.includes("hush"));
  const up = await stack.up();
  t.true(up.ok, up.diagnostics);
  t.notRegex(up.diagnostics, /this is a preview/);
  const { seen } = (await stack.outputs()) as { seen: Record<string, unknown> };
  t.like(seen, { plain: "one", other: "two", secret: "hush", names: ["organization", "app", "dev"] });
  t.regex(String(seen.cwd), /programs\/web$/, "the folder of `main`");
});

onPulumi("TypeScript is compiled while loading unless the option disables it", async (t) => {
  const files = { "Pulumi.yaml": "name: app\nruntime: nodejs\n", "index.ts": "export const answer: number = 42;", "tsconfig.json": "{}" };
  const stack = await projectOf(t, files);
  const up = await stack.up();
  t.true(up.ok, up.diagnostics);
  t.deepEqual(await stack.outputs(), { answer: 42 });
});

onPulumi("what a program prints is shown: lines of standard output and of standard error, the last without an end included", async (t) => {
  const program = `console.log("out 1\\nout 2"); console.error("err 1"); process.stdout.write("out at the end");`;
  const stack = await projectOf(t, { "Pulumi.yaml": yaml(), "index.js": program });
  const { ok, diagnostics } = await stack.preview();
  t.true(ok, diagnostics);
  for (const line of ["out 1", "out 2", "err 1", "out at the end"]) t.true(diagnostics.includes(line), line);
});

onPulumi("an exit code is reported, and an error that the SDK has shown is not shown twice", async (t) => {
  const exits = await projectOf(t, { "Pulumi.yaml": yaml(), "index.js": "process.exit(3);" });
  t.deepEqual((await exits.preview()).errors, ["an unhandled error occurred: Program exited with non-zero exit code: 3"]);
  const throws = await projectOf(t, {
    "Pulumi.yaml": yaml(),
    "index.js": 'throw new (require("@pulumi/pulumi").RunError)("told to fail");',
  });
  const { ok, errors } = await throws.preview();
  t.false(ok);
  t.is(errors.length, 1);
  t.regex(errors[0] ?? "", /told to fail/);
});

onPulumi("a program without the SDK gets a sentence", async (t) => {
  const folder = folderWith(t, { "Pulumi.yaml": yaml(), "index.js": "" });
  const stack = await newStack(t, { program: folder });
  const { ok, diagnostics } = await stack.preview();
  t.false(ok);
  t.regex(diagnostics, /pulumi install/);
});

onPulumi("a program that hangs ends when the operation is cancelled", async (t) => {
  const program = `console.log("pid " + process.pid); setInterval(() => undefined, 1000); module.exports = new Promise(() => undefined);`;
  let printed = "";
  const print = (text: string) => {
    printed += text;
  };
  const stack = await projectOf(t, { "Pulumi.yaml": yaml(), "index.js": program }, { print });
  const run = stack.start("preview");
  while (!/pid \d+/.test(printed)) await sleep(20);
  const pid = Number(/pid (\d+)/.exec(printed)?.[1]);
  run.interrupt();
  t.false((await run.result).ok);
  for (let turn = 0; turn < 200 && isAlive(pid); turn++) await sleep(50);
  t.false(isAlive(pid));
});
