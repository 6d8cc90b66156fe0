// SPDX-License-Identifier: Apache-2.0
// `npm run engine`, from a fresh clone on. A second call takes under a second, so it compiles only what has not been compiled.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { build, install, requireNode, root } from "./bootstrap.mjs";

/** The program and what it imports of this repository. */
const sources = ["scripts/engine", "test/pulumi/cachedEngine"];

const isCompiled = sources.every((source) => {
  const output = join(root, "dist", `${source}.js`);
  return existsSync(output) && statSync(output).mtimeMs > statSync(join(root, `${source}.ts`)).mtimeMs;
});

requireNode();
if (!isCompiled) {
  install();
  if (!build()) process.exit(1);
}
const { status } = spawnSync(process.execPath, [join(root, "dist/scripts/engine.js")], { stdio: "inherit" });
process.exit(status ?? 1);
