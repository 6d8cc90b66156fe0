// SPDX-License-Identifier: Apache-2.0
// Builds the real Pulumi engine, runs `npm test` with it, then `npm run test:real` if the real servers can be run here. Closes with `N passed, N failed`.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { root } from "./bootstrap.mjs";

const totals = { passed: 0, failed: 0 };

/** Runs one of our scripts and shows what it prints. */
function run(name) {
  const child = spawn("npm", ["run", "--silent", name], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  return new Promise((resolve) => child.on("close", resolve));
}

/** Runs one of our scripts, shows its output, and adds up the totals that it prints at the end. A script that ends without totals counts as one failure. */
async function add(name, ...args) {
  const child = spawn("npm", ["run", "--silent", name, ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    shell: process.platform === "win32",
  });
  let closing;
  createInterface({ input: child.stdout }).on("line", (line) => {
    closing = /^(\d+) passed, (\d+) failed$/.exec(line) ?? closing;
    // Only the last line of all may look like the last line.
    console.log(closing?.input === line ? `npm run ${name}: ${line}` : line);
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  const [passed, failed] = closing?.slice(1).map(Number) ?? [0, 0];
  totals.passed += passed;
  totals.failed += code !== 0 && failed === 0 ? 1 : failed;
}

// Without Go it prints what is missing, and `npm test` goes on without the engine. With Go, `npm test` fails if the engine is missing.
await run("engine");
await add("test");
console.log("\nthe real servers");
await add("test:real", "--", "--if-possible");
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 ? 0 : 1;
