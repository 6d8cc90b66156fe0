// SPDX-License-Identifier: Apache-2.0
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

const fileNames = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/** The project file that Pulumi uses in a folder: the nearest one, upward. pulumi@v3.260.0 sdk/go/common/workspace/paths.go, DetectProjectPathFrom. */
export function projectFile(folder: string): string | undefined {
  const found = fileNames.map((name) => join(folder, name)).find((path) => existsSync(path));
  const parent = dirname(folder);
  return found ?? (parent === folder ? undefined : projectFile(parent));
}

/** The folder of that file, beside which people keep clouds.yaml: with `main` in a subfolder, program and provider run in the subfolder. */
export function projectFolder(folder: string): string | undefined {
  const file = projectFile(folder);
  return file === undefined ? undefined : dirname(file);
}
