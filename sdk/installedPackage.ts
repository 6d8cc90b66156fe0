// SPDX-License-Identifier: Apache-2.0
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { runtime } from "@pulumi/pulumi";
import { refusal } from "./refusal";

/** The folder in which the engine starts the program and the provider process. A later change of the program's folder does not affect the provider. */
const startFolder = process.cwd();

let isInstalled: boolean | undefined;

/**
 * Checks that the engine can load the provider of a resource. The state refers to `pulumi-border-gateway/provider`, which the provider process resolves from the folder
 * of the program. This module itself may come from elsewhere, through a library or a bundle. Without an engine, as in unit tests with mocks, there is no check.
 *
 * @throws RunError that names the package.json that must list the package
 */
export function requireInstalledPackage(resource: string): void {
  if (runtime.getEngine() === undefined) return;
  isInstalled ??= canResolve("pulumi-border-gateway/provider");
  if (isInstalled) return;
  throw refusal(
    `${resource} cannot be deployed: add "pulumi-border-gateway" to the dependencies in ${packageFile(startFolder)} and install it, because Pulumi loads the provider from that project, even if a library or a bundle contains the package.`,
  );
}

function canResolve(module: string): boolean {
  try {
    createRequire(join(startFolder, "program.js")).resolve(module);
    return true;
  } catch {
    return false;
  }
}

/** The package.json that applies to a folder: its own, or that of the nearest parent folder. */
function packageFile(folder: string): string {
  for (let above = folder; ; above = dirname(above)) {
    const file = join(above, "package.json");
    if (existsSync(file)) return file;
    if (above === dirname(above)) return join(folder, "package.json");
  }
}
