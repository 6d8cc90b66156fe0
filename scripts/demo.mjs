// SPDX-License-Identifier: Apache-2.0
// `npm run demo`, from a fresh clone on: installs and builds what is missing, then runs scripts/demo.ts.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { build, install, requireNode, root } from "./bootstrap.mjs";

requireNode();
install();
if (!build()) process.exit(1);

// In a process group of its own: Ctrl-C reaches this process only, which asks the demo to clear away all that it has started.
const demo = spawn(process.execPath, [join(root, "dist/scripts/demo.js"), ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
  detached: true,
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => demo.kill("SIGINT"));
demo.on("exit", (code) => process.exit(code ?? 1));
