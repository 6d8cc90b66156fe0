// SPDX-License-Identifier: Apache-2.0
import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { projectFile } from "../provider/client/config/project";
import { isRecord } from "../provider/client/http/answers";

/**
 * The folder in which Pulumi runs the program of the project that `cwd` is in, and the provider with it: that of `main`. `cwd` itself outside a project.
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

/** A project file that cannot be read is Pulumi's to report. */
function mainOf(file: string): string | undefined {
  const yaml: typeof import("yaml") = require("yaml");
  try {
    const project: unknown = yaml.parse(readFileSync(file, "utf8"));
    return isRecord(project) && typeof project.main === "string" && project.main !== "" ? project.main : undefined;
  } catch {
    return undefined;
  }
}
