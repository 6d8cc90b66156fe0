// SPDX-License-Identifier: Apache-2.0
// The quick start of the README, run from its text in an empty folder.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import test, { type ExecutionContext } from "ava";
import { ROOT } from "../helpers/compile";
import { freePorts } from "../helpers/freePorts";
import { environmentOf, findPulumi } from "../pulumi/findPulumi";
import { onPulumi } from "../pulumi/onPulumi";
import { takeTurn } from "../stack/turn";
import { emptyFolder, pack } from "./consumer";

const readme = readFileSync(join(ROOT, "README.md"), "utf8");
const section = (heading: string): string => readme.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
const blocks = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "gs"))].map(([, block = ""]) => block);

const commands = blocks(section("Quick start"), "sh").flatMap((block) => block.trim().split("\n"));
const withoutTimes = (line: string): string => line.trimEnd().replace(/\([\d.]+s\)$/, "(time)");
const shownLines = blocks(section("Quick start"), "text").flatMap((block) =>
  block.split("\n").filter((line) => line !== "" && line !== "..."),
);

/** Runs a command until it ends, or until it prints this line. @returns what it printed */
async function runCommand(t: ExecutionContext, command: string, cwd: string, env: NodeJS.ProcessEnv, last?: RegExp): Promise<string[]> {
  const child = spawn("sh", ["-c", `exec 2>&1; ${command}`], { cwd, env, stdio: ["ignore", "pipe", "inherit"], detached: true });
  t.teardown(() => {
    if (last !== undefined) process.kill(-(child.pid ?? 0), "SIGTERM");
  });
  const code = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (last?.test(line)) return lines;
  }
  t.is(await code, 0, `${command}\n${lines.join("\n")}`);
  return lines;
}

test("the quick start has at most five commands", (t) => {
  t.true(commands.length <= 5);
  t.true(commands.includes("npm install pulumi-border-gateway @pulumi/pulumi"));
  t.true(commands.includes("npx pulumi-border-gateway emulate --demo"));
  t.true(commands.includes("pulumi up"));
});

onPulumi("the quick start deploys its program and prints what the README shows", async (t) => {
  t.timeout(600_000);
  await takeTurn(t);
  const folder = emptyFolder(t, {});
  const pulumiFolder = emptyFolder(t, {});
  for (const name of ["home", "state"]) mkdirSync(join(pulumiFolder, name));
  const env = {
    ...process.env,
    ...environmentOf(findPulumi()?.command ?? ""),
    PULUMI_HOME: join(pulumiFolder, "home"),
    PULUMI_BACKEND_URL: `file://${join(pulumiFolder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "quick-start",
    PULUMI_SKIP_UPDATE_CHECK: "1",
    PULUMI_SKIP_CONFIRMATIONS: "true",
    npm_config_prefer_offline: "true",
  };
  const tarball = await pack(t);
  const port = await freePorts();
  const withPorts = (text: string) => text.replaceAll("19696", String(port)).replaceAll("19697", String(port + 1));
  const printed: string[] = [];
  for (const command of commands) {
    const own = command.replace("install pulumi-border-gateway", `install file:${tarball}`).replace(/--demo$/, `--demo --port ${port}`);
    printed.push(...(await runCommand(t, own, folder, env, command.includes("emulate") ? /^ready/ : undefined)));
  }
  const lines = new Set(printed.map(withoutTimes));
  t.deepEqual(
    shownLines.map((line) => withoutTimes(withPorts(line))).filter((line) => !lines.has(line)),
    [],
    printed.join("\n"),
  );
  t.is(readFileSync(join(folder, "index.ts"), "utf8"), blocks(section("Programs"), "typescript")[0] ?? "");
});
