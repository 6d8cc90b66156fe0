// SPDX-License-Identifier: Apache-2.0
// `npm run engine`: builds the real Pulumi engine for the tests, from the Go module registry. The official download is not reachable from everywhere.
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  cacheFolder,
  fileName,
  findBuilt,
  type GoProgram,
  pinnedVersion,
  programFolder,
  pulumiCli,
  yamlLanguageHost,
} from "../test/pulumi/cachedEngine";

/** Exit code if this machine cannot build the engine, as opposed to a build that fails. */
const CANNOT_BUILD = 3;

/** Name of a folder in which a build is under way: `.building-<program>-<process id>`. */
const BUILDING = /^\.building-.+-(\d+)$/;

/** What `go build` prints if the machine lacks something, and what to do about it. */
const REASONS: ReadonlyArray<readonly [RegExp, (match: RegExpExecArray) => string]> = [
  [/requires go >= (\S+) \(running go (\S+?)[;)]/, ([, needed, found]) => `Go ${found} is too old: install Go ${needed} or later.`],
  [/go: errors parsing go.mod|invalid go version|unknown directive: tool/, () => "This Go is too old: install Go 1.26 or later."],
  [
    /dial tcp|no such host|i\/o timeout|connection refused|proxyconnect|disabled by GOPROXY|module lookup disabled|reading \S+: \d{3} /,
    () => "Go cannot reach a module registry: check GOPROXY, or the network.",
  ],
];

class CannotBuild extends Error {}

function build(program: GoProgram): void {
  const version = pinnedVersion(program);
  if (findBuilt(program) !== undefined) return;
  console.log(`building ${program.name} ${version} (once for each version)`);
  const begin = Date.now();
  const folder = join(cacheFolder(), `.building-${program.name}-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    const stamp = program.versionVariable === undefined ? "" : ` -X ${program.versionVariable}=${version}`;
    const output = join(folder, fileName(program));
    const go = spawnSync("go", ["build", "-o", output, "-ldflags", `-s -w${stamp}`, program.package], {
      cwd: program.module,
      encoding: "utf8",
      stdio: ["ignore", "inherit", "pipe"],
      env: { ...process.env, GOWORK: "off", CGO_ENABLED: "0" },
    });
    if (go.status !== 0) throw failure(program, go);
    // Moved into place as a whole, so that a folder with the program's name is always complete. If another build was faster, its result stays.
    if (findBuilt(program) === undefined) renameSync(folder, programFolder(program));
    console.log(`built in ${Math.round((Date.now() - begin) / 1_000)} s`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function failure(program: GoProgram, { error, signal, stderr }: SpawnSyncReturns<string>): Error {
  if (error !== undefined && "code" in error && error.code === "ENOENT")
    return new CannotBuild("Go is not installed: install Go 1.26 or later (https://go.dev/doc/install) and run `npm run engine` again.");
  if (error !== undefined) return error;
  if (signal !== null) return new Error(`The build of ${program.name} was interrupted (${signal}).`);
  for (const [pattern, sentence] of REASONS) {
    const match = pattern.exec(stderr);
    if (match !== null) return new CannotBuild(sentence(match));
  }
  return new Error(`go build ${program.package} failed:\n${stderr.trimEnd()}`);
}

/** Deletes what builds left behind that were killed. */
function removeAbandonedBuilds(): void {
  if (!existsSync(cacheFolder())) return;
  for (const name of readdirSync(cacheFolder())) {
    const pid = Number(BUILDING.exec(name)?.[1]);
    if (pid > 0 && !isRunning(pid)) rmSync(join(cacheFolder(), name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

try {
  removeAbandonedBuilds();
  build(pulumiCli);
  build(yamlLanguageHost);
  console.log(`Pulumi ${pinnedVersion(pulumiCli)} is ready: ${findBuilt(pulumiCli)}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof CannotBuild ? CANNOT_BUILD : 1;
}
