// SPDX-License-Identifier: Apache-2.0
// Runs the commands of a guide in an empty folder, with the real Pulumi CLI and emulated sites.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import type { ExecutionContext } from "ava";
import { ROOT } from "../helpers/compile";
import { environmentOf, findPulumi } from "../pulumi/findPulumi";
import { type Block, blocksOf, commandsOf, comparable, fileOf, type GuideCommand, isRun, shownLines } from "./guide";

/** An event in the story of a guide. It happens before the first command of a section. */
export type Event = () => void | Promise<void>;

/** Runs all commands of a page, and compares what they print with what the page shows. */
export async function runGuide(
  t: ExecutionContext,
  markdown: string,
  clouds: string,
  events: Readonly<Record<string, Event>>,
): Promise<void> {
  const folder = projectFolder(t, clouds);
  const env = environment(folder);
  const pending = new Map(Object.entries(events));
  await run(t, { line: "pulumi stack init dev", exitCode: 0 }, folder, env);
  let printed = "";
  for (const block of blocksOf(markdown)) {
    const file = fileOf(block);
    if (file !== undefined) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), block.text);
    } else if (block.language === "sh") {
      await pending.get(block.section)?.();
      pending.delete(block.section);
      printed = await runBlock(t, block, folder, env);
    } else if (block.language === "text") {
      const lines = new Set(printed.split("\n").map(comparable));
      t.deepEqual(
        shownLines(block.text).filter((line) => !lines.has(line)),
        [],
        `${block.section}: the page shows lines that the commands did not print:\n${printed}`,
      );
    }
  }
  t.deepEqual([...pending.keys()], [], "sections without commands");
}

async function runBlock(t: ExecutionContext, block: Block, folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  const printed: string[] = [];
  const commands = commandsOf(block).filter(isRun);
  // The update makes the checks of the preview, too.
  for (const [index, command] of commands.entries())
    if (command.line !== "pulumi preview" || commands[index + 1]?.line !== "pulumi up") printed.push(await run(t, command, folder, env));
  return printed.join("\n");
}

async function run(t: ExecutionContext, { line, exitCode }: GuideCommand, cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn("sh", ["-c", `exec 2>&1; ${withoutPreview(line)}`], {
    cwd,
    env: { ...env, ...confirmation(line) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const code = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const printed = await text(child.stdout);
  t.is(await code, exitCode, `${line}\n${printed}`);
  return printed;
}

/** Skips the preview that precedes each update: it takes half of the time, and the guides run `pulumi preview` where they show one. */
const withoutPreview = (line: string): string =>
  line.includes("--preview-only") ? line : line.replace(/^pulumi (-C \w+ )?(up|refresh|destroy)\b/, "$& --skip-preview");

/** Answers the question whether to deploy. The CLI refuses the answer where it does not ask. */
const confirmation = (line: string): NodeJS.ProcessEnv => (line.includes("--preview-only") ? {} : { PULUMI_SKIP_CONFIRMATIONS: "true" });

/** A project in which this package is installed. */
function projectFolder(t: ExecutionContext, clouds: string): string {
  const folder = mkdtempSync(join(tmpdir(), "guide-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  for (const path of ["home", "state", "node_modules/.bin", "node_modules/@pulumi"]) mkdirSync(join(folder, path), { recursive: true });
  symlinkSync(ROOT, join(folder, "node_modules/pulumi-border-gateway"));
  symlinkSync(join(ROOT, "node_modules/@pulumi/pulumi"), join(folder, "node_modules/@pulumi/pulumi"));
  const cli = join(folder, "node_modules/.bin/pulumi-border-gateway");
  writeFileSync(cli, `#!/bin/sh\nexec node "${join(ROOT, "dist/cli/borderGateway.js")}" "$@"\n`, { mode: 0o755 });
  const dependencies = { "pulumi-border-gateway": "*", "@pulumi/pulumi": "*" };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "guide", private: true, dependencies }));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: mesh\nruntime: nodejs\n");
  writeFileSync(join(folder, "clouds.yaml"), clouds);
  return folder;
}

const environment = (folder: string): NodeJS.ProcessEnv => ({
  ...process.env,
  ...environmentOf(findPulumi()?.command ?? ""),
  HOME: folder,
  OS_CLIENT_CONFIG_FILE: join(folder, "clouds.yaml"),
  PULUMI_HOME: join(folder, "home"),
  PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
  PULUMI_CONFIG_PASSPHRASE: "guide",
  PULUMI_SKIP_UPDATE_CHECK: "1",
  // Another test compiles the programs.
  PULUMI_NODEJS_TRANSPILE_ONLY: "true",
});
