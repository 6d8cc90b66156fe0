// SPDX-License-Identifier: Apache-2.0
import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { projectFile } from "../provider/client/config/project";
import { isRecord } from "../provider/client/http/answers";

/**
 * The folder in which Pulumi runs the program and the provider of the project that contains `cwd`: the folder of `main`. Outside a project it is `cwd` itself.
 * pulumi@v3.260.0 pkg/engine/project.go, GetPwdMain.
 */
export function programFolder(cwd: string): string {
  const file = projectFile(cwd);
  if (file === undefined) return cwd;
  const main = mainOf(file);
  if (main === undefined) return dirname(file);
  const target = resolve(dirname(file), main);
  return statSync(target, { throwIfNoEntry: false })?.isDirectory() === true ? target : dirname(target);
}

/** The `main` of a project file. `undefined` if the file cannot be read, which Pulumi itself reports. */
function mainOf(file: string): string | undefined {
  const yaml: typeof import("yaml") = require("yaml");
  try {
    const project: unknown = yaml.parse(readFileSync(file, "utf8"));
    return isRecord(project) && typeof project.main === "string" && project.main !== "" ? project.main : undefined;
  } catch {
    return undefined;
  }
}
