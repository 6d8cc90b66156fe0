// SPDX-License-Identifier: Apache-2.0
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { runtime } from "@pulumi/pulumi";
import { refusal } from "./refusal";

/** The engine starts the provider process in the folder in which it starts the program. A program that changes its folder later changes nothing for the provider. */
const startFolder = process.cwd();

let isInstalled: boolean | undefined;

/**
 * Refuses a resource whose provider the engine cannot load. The state names the provider as `pulumi-border-gateway/provider`, which the provider process
 * resolves from the program's folder. A library between the program and this package may have brought this module from elsewhere, and a bundle contains it.
 * Without an engine, in unit tests with mocks, there is no provider process.
 *
 * @throws RunError that names the package.json that has to list the package
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

/** The package.json that applies to a folder: its own or that of the nearest folder above it. */
function packageFile(folder: string): string {
  for (let above = folder; ; above = dirname(above)) {
    const file = join(above, "package.json");
    if (existsSync(file)) return file;
    if (above === dirname(above)) return join(folder, "package.json");
  }
}
