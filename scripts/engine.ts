// SPDX-License-Identifier: Apache-2.0
// `npm run engine`: builds the real Pulumi engine for the tests, from the Go module registry. The official download is not reachable from everywhere.
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  builtCli,
  cacheFolder,
  engineFolder,
  fileName,
  type GoProgram,
  pinnedVersion,
  pulumiCli,
  yamlLanguageHost,
} from "../test/pulumi/cachedEngine";

/** Exit code if this machine cannot build the engine, as opposed to a build that fails. */
const CANNOT_BUILD = 3;

/** Name of a folder in which a build is under way: `.building-<process id>`. */
const BUILDING = /^\.building-(\d+)$/;

/** What `go build` prints if the machine lacks something, and what to do about it. */
const REASONS: ReadonlyArray<readonly [RegExp, (match: RegExpExecArray) => string]> = [
  [/requires go >= (\S+) \(running go (\S+?)[;)]/, ([, needed, found]) => `Go ${found} is too old: install Go ${needed} or later.`],
  // Go before 1.24 does not support the directive `tool`, and Go before 1.21 does not support versions of three parts.
  [/unknown directive: tool|invalid go version/, () => "This Go is too old: install Go 1.26 or later."],
  [/toolchain not available/, () => "Go cannot download the toolchain that go.mod needs: install Go 1.26 or later."],
  [
    /dial tcp|no such host|i\/o timeout|connection refused|proxyconnect|disabled by GOPROXY|reading \S+: \d{3} |: EOF|unexpected EOF|tls: |x509: /,
    () => "Go cannot reach a module registry: check GOPROXY and the network.",
  ],
];

/** The language host is TypeScript of this repository, so that each checkout runs its own. */
const LANGUAGE_HOST = `#!/bin/sh
exec node "\${BORDER_GATEWAY_LANGUAGE_HOST:?must name the language host; the tests set it}" "$@"
`;

class CannotBuild extends Error {}

function buildEngine(): void {
  requireGo();
  console.log("Building the Pulumi engine. This takes a few minutes, once for each version.");
  const folder = join(cacheFolder(), `.building-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    for (const program of [pulumiCli, yamlLanguageHost]) build(program, folder);
    writeFileSync(join(folder, "pulumi-language-nodejs"), LANGUAGE_HOST, { mode: 0o755 });
    // The launcher of dynamic providers. It is next to the official CLI, too.
    const launcher = "pulumi-resource-pulumi-nodejs";
    copyFileSync(require.resolve(`@pulumi/pulumi/${launcher}`), join(folder, launcher));
    // Moved as a whole, so that the folder is complete whenever it exists. If another build was faster, its result stays.
    if (builtCli() === undefined) {
      rmSync(engineFolder(), { recursive: true, force: true });
      renameSync(folder, engineFolder());
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function requireGo(): void {
  const { error } = spawnSync("go", ["version"]);
  if (error !== undefined)
    throw new CannotBuild("Go is not installed: install Go 1.26 or later (https://go.dev/doc/install) and run `npm run engine` again.");
}

function build(program: GoProgram, folder: string): void {
  const version = pinnedVersion(program);
  const begin = Date.now();
  const stamp = program.versionVariable === undefined ? "" : ` -X ${program.versionVariable}=${version}`;
  const go = spawnSync("go", ["build", "-o", join(folder, fileName(program)), "-ldflags", `-s -w${stamp}`, program.package], {
    cwd: program.folder,
    encoding: "utf8",
    stdio: ["ignore", "inherit", "pipe"],
    env: { ...process.env, GOWORK: "off", CGO_ENABLED: "0" },
  });
  if (go.status !== 0) throw failure(program, go);
  console.log(`Built ${program.name} ${version} in ${Math.round((Date.now() - begin) / 1_000)} s.`);
}

function failure(program: GoProgram, { error, signal, stderr }: SpawnSyncReturns<string>): Error {
  if (error !== undefined) return error;
  if (signal !== null) return new Error(`The build of ${program.name} was interrupted (${signal}).`);
  for (const [pattern, sentence] of REASONS) {
    const match = pattern.exec(stderr);
    if (match !== null) return new CannotBuild(sentence(match));
  }
  return new Error(`go build ${program.package} failed:\n${stderr.trimEnd()}`);
}

/** Deletes what killed builds have left behind. */
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
  if (builtCli() === undefined) buildEngine();
  console.log(`Pulumi ${pinnedVersion(pulumiCli)} is ready: ${builtCli()}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof CannotBuild ? CANNOT_BUILD : 1;
}
