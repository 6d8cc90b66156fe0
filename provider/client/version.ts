// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

let version: string | undefined;

/** The version of this package, as its package.json has it. */
export function packageVersion(): string {
  // Not an import: the file lies outside of what is compiled.
  version ??= String(JSON.parse(readFileSync(join(__dirname, "../../../package.json"), "utf8")).version);
  return version;
}
