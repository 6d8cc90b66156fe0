// SPDX-License-Identifier: Apache-2.0
// What `npm test`, `npm run demo` and `npm pack` need before anything compiled is there. Nothing but Node itself may be imported here.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs a command and answers whether it went well. */
export function run(command, args) {
  return spawnSync(command, args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" }).status === 0;
}

export function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Node ${process.versions.node} is too old: this project needs 20.19 or later.`);
  process.exit(1);
}

/** Installs what the lockfile names, unless it is there. Standard output stays empty: `npm pack` prints the name of the tarball there. */
export function install() {
  if (isInstalled()) return;
  console.error("installing what package-lock.json names (npm ci)");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: ["inherit", process.stderr, "inherit"],
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(1);
}

function isInstalled() {
  const read = (path) => JSON.parse(readFileSync(join(root, path), "utf8")).packages;
  if (!existsSync(join(root, "node_modules/.package-lock.json"))) return false;
  const installed = read("node_modules/.package-lock.json");
  const wanted = Object.entries(read("package-lock.json")).filter(([path, { optional }]) => path !== "" && !optional);
  return wanted.every(([path, { version }]) => installed[path] !== undefined && installed[path].version === version);
}

/** Compiles everything, and removes output whose source file was deleted. */
export function build() {
  const dist = join(root, "dist");
  const outputs = existsSync(dist) ? readdirSync(dist, { recursive: true, withFileTypes: true }) : [];
  for (const output of outputs) {
    const path = join(output.parentPath, output.name);
    const source = relative(dist, path).replace(/(\.d\.ts|\.js|\.js\.map)$/, ".ts");
    if (source.endsWith(".ts") && !existsSync(join(root, source))) rmSync(path);
  }
  return run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", root]);
}
