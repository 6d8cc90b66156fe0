// SPDX-License-Identifier: Apache-2.0
// `npm test`, from a fresh clone on: installs, builds, checks and runs everything. Closes with `N passed, N failed`.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
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

/** Runs the tests, and counts the marks that ava prints. @param list the file in which tests on the real engine write their titles */
async function ava(list) {
  console.log("\ntests (ava)");
  const child = spawn(process.execPath, [join(root, "node_modules/ava/entrypoints/cli.mjs")], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, FORCE_COLOR: "0", BORDER_GATEWAY_PULUMI_TESTS: list },
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
  // Other failures that ava reports: an error outside a test, a time-out, a test that never ended.
  totals.failed += code !== 0 && failures.size === 0 ? 1 : failures.size;
}

/** The lines that say on which engine the tests ran. In CI, tests that could have run on the real engine but did not are a failure. */
async function testsOnPulumi() {
  const folder = mkdtempSync(join(tmpdir(), "tests-"));
  const list = join(folder, "onPulumi");
  writeFileSync(list, "");
  await ava(list);
  const count = new Set(readFileSync(list, "utf8").split("\n").filter(Boolean)).size;
  rmSync(folder, { recursive: true });
  const version = count > 0 ? compiled("pulumi/findPulumi").findPulumi()?.version : undefined;
  const { pinnedVersion, pulumiCli } = compiled("pulumi/cachedEngine");
  if (process.env.CI && version !== pinnedVersion(pulumiCli) && spawnSync("go", ["version"]).status === 0) {
    totals.failed++;
    return [
      `failed: the tests ran on ${version === undefined ? "the test engine" : `Pulumi ${version}`} instead of Pulumi ${pinnedVersion(pulumiCli)}, although Go is installed. Run \`npm run engine\` first.`,
    ];
  }
  if (count > 0) return [`Tests that ran on the real Pulumi engine, ${version}: ${count}`];
  return [
    "The end-to-end tests ran on the test engine, and those that need the real Pulumi engine were skipped.",
    "To run them all, install Go 1.26 or later and run `npm run engine`, then `npm test`.",
  ];
}

const compiled = (module) => createRequire(import.meta.url)(`../dist/test/${module}.js`);

let closing = [];
requireNode();
install();
if (check("types (tsc)", build)) {
  check("lint and format (biome)", () => node("node_modules/@biomejs/biome/bin/biome", "check"));
  check("unused code (knip)", () => node("node_modules/knip/bin/knip.js"));
  check("generated files (npm run generate)", () => node("dist/scripts/generate.js", "--check"));
  closing = await testsOnPulumi();
}
const { passed, failed, skipped } = totals;
if (skipped > 0) closing.push(`Skipped tests: ${skipped}`);
if (closing.length > 0) console.log(`\n${closing.join("\n")}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
