// SPDX-License-Identifier: Apache-2.0
// What CI reads: one line `N passed, N failed`, the last, over everything that ran.
import { execFile } from "node:child_process";
import { chmodSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import test, { type ExecutionContext } from "ava";
import { folderWith } from "../helpers/folders";

/** Runs `.ci/run` with a stand-in for npm, which runs these lines for `npm run test` and `npm run test:real`. */
function ci(t: ExecutionContext, scripts: { test: string; real: string }): Promise<{ code: number; lines: string[] }> {
  const folder = folderWith(t, {
    npm: `#!/bin/sh\nprintf '%s\\n' "$*" >&2\ncase "$3" in\ntest) ${scripts.test};;\ntest:real) ${scripts.real};;\nesac\n`,
  });
  chmodSync(join(folder, "npm"), 0o755);
  return new Promise((done) => {
    execFile(resolve(".ci/run"), { env: { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` } }, (error, stdout) =>
      done({ code: error === null ? 0 : Number(error.code), lines: stdout.trimEnd().split("\n") }),
    );
  });
}

const closing = (lines: readonly string[]) => lines.filter((line) => /^\d+ passed, \d+ failed$/.test(line));

test("the totals of both are one line, the last", async (t) => {
  const { code, lines } = await ci(t, { test: "echo 'tests'; echo '10 passed, 0 failed'", real: "echo '5 passed, 0 failed'; echo 'bye'" });
  t.deepEqual([code, closing(lines), lines.at(-1)], [0, ["15 passed, 0 failed"], "15 passed, 0 failed"]);
  t.true(lines.includes("npm run test: 10 passed, 0 failed"));
});

test("real servers that cannot be run are said to be left out, and no failure", async (t) => {
  const { code, lines } = await ci(t, {
    test: "echo '10 passed, 0 failed'",
    real: "echo 'LEFT OUT: Python 3.8'; echo '0 passed, 0 failed'",
  });
  t.deepEqual([code, lines.at(-1)], [0, "10 passed, 0 failed"]);
  t.true(lines.includes("LEFT OUT: Python 3.8"));
});

test("every failure counts, also of a script that ends without totals", async (t) => {
  const failed = await ci(t, { test: "echo '9 passed, 1 failed'; exit 1", real: "echo '5 passed, 0 failed'" });
  t.deepEqual([failed.code, failed.lines.at(-1)], [1, "14 passed, 1 failed"]);
  const died = await ci(t, { test: "echo '10 passed, 0 failed'", real: "exit 3" });
  t.deepEqual([died.code, died.lines.at(-1)], [1, "10 passed, 1 failed"]);
});
