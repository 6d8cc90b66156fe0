// SPDX-License-Identifier: Apache-2.0
// The prose check of `npm run check`, over all Markdown and TypeScript files of the repository. The habits that it finds are in scripts/prose/habits.ts.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { proseFiles } from "./prose/files";
import { findingsIn, findingText } from "./prose/findings";

const root = resolve(__dirname, "../..");
const findings = proseFiles(root).flatMap((path) => findingsIn(path, readFileSync(join(root, path), "utf8")));
for (const finding of findings) console.error(findingText(finding));
if (findings.length > 0) process.exitCode = 1;
