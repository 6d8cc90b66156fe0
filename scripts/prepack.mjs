// SPDX-License-Identifier: Apache-2.0
// Compiles the package before it is packed. npm runs this script as `prepack` for `npm pack` and `npm publish`, and as `prepare` for an installation from
// a git address. npm also runs `prepare` after `npm ci` in a clone, where the developer or `npm test` compiles: `--if-dependency` skips that run.
import { sep } from "node:path";
import { build, install, requireNode, root } from "./bootstrap.mjs";

/** npm sets INIT_CWD to the folder in which the user started it. */
const startedHere = `${process.env.INIT_CWD ?? root}${sep}`.startsWith(root + sep);

if (!(process.argv.includes("--if-dependency") && startedHere)) {
  requireNode();
  install();
  if (!build()) process.exitCode = 1;
}
