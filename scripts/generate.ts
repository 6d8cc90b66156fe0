// SPDX-License-Identifier: Apache-2.0
// `npm run generate` writes the files that are generated from the tables; with `--check` it only lists the outdated ones.
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { stale } from "./generate/artifacts";

const root = resolve(__dirname, "../..");
const paths = stale(root).map(({ path, content }) => {
  if (!process.argv.includes("--check")) writeFileSync(join(root, path), content);
  return path;
});

if (!process.argv.includes("--check")) console.log(paths.length === 0 ? "nothing was stale" : `wrote ${paths.join(", ")}`);
else if (paths.length > 0) {
  console.error(`stale: ${paths.join(", ")}. Run: npm run generate`);
  process.exitCode = 1;
}
