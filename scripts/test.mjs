// SPDX-License-Identifier: Apache-2.0
// `npm test`, from a fresh clone on: installs, builds, checks and runs everything. Closes with `N passed, N failed`.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build, install, requireNode, root, run } from "./bootstrap.mjs";

const totals = { passed: 0, failed: 0, skipped: 0 };

/** One check that counts as one test. */
function check(name, attempt) {
  console.log(`\n${name}`);
  const good = attempt();
  totals[good ? "passed" : "failed"]++;
  if (!good) console.error(`failed: ${name}`);
  return good;
}

const node = (script, ...args) => run(process.execPath, [join(root, script), ...args]);

/** Runs the tests, and counts the marks that ava prints. */
async function ava() {
  console.log("\ntests (ava)");
  const child = spawn(process.execPath, [join(root, "node_modules/ava/entrypoints/cli.mjs")], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, FORCE_COLOR: "0" },
  });
  // ava names a failed test when it fails and once more at the end.
  const failures = new Set();
  createInterface({ input: child.stdout }).on("line", (line) => {
    console.log(line);
    if (/^ +✔ /.test(line)) totals.passed++;
    else if (/^ +✘ /.test(line)) failures.add(line.trim());
    else if (/^ +- /.test(line)) totals.skipped++;
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  // Whatever else ava is not content with: an error outside a test, a time-out, a test that never ended.
  totals.failed += code !== 0 && failures.size === 0 ? 1 : failures.size;
}

requireNode();
install();
if (check("types (tsc)", build)) {
  check("lint and format (biome)", () => node("node_modules/@biomejs/biome/bin/biome", "check"));
  check("unused code (knip)", () => node("node_modules/knip/bin/knip.js"));
  check("generated files (npm run generate)", () => node("dist/scripts/generate.js", "--check"));
  await ava();
}
const { passed, failed, skipped } = totals;
if (skipped > 0) console.log(`\n${skipped} skipped: each says above what it would have needed`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
