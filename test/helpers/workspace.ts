// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "./compile";

/** Links packages into a folder, so that a program there finds what is built here: by default this package and its SDK. */
export function linkPackages(
  folder: string,
  links: Readonly<Record<string, string>> = {
    "node_modules/pulumi-border-gateway": ROOT,
    "node_modules/@pulumi/pulumi": join(ROOT, "node_modules/@pulumi/pulumi"),
  },
): void {
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(target, join(folder, path));
  }
}
