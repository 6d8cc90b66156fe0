// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

/** A Pulumi project as far as Node programs need it. */
export interface Project {
  readonly name: string;
  /** Folder of the project. */
  readonly root: string;
  /** Folder in which the program runs: that of `main`. */
  readonly cwd: string;
  /** What to run there: a file name, or `.`. */
  readonly entry: string;
  /** Compile TypeScript while loading, which is Pulumi's default. */
  readonly typescript: boolean;
}

const projectFile = z.object({
  name: z.string(),
  main: z.string().optional(),
  runtime: z.union([
    z.literal("nodejs"),
    z.object({ name: z.literal("nodejs"), options: z.object({ typescript: z.boolean().optional() }).optional() }),
  ]),
});

/**
 * Reads a project from its folder. A folder without `Pulumi.yaml`, or a single file, is a project of JavaScript under the given name.
 * @throws Error a `Pulumi.yaml` that is not one of Node
 */
export const readProject = (program: string, name = "project"): Project => {
  const path = resolve(program);
  const file = join(path, "Pulumi.yaml");
  if (!existsSync(file)) return { name, ...place(path), root: statSync(path).isDirectory() ? path : dirname(path), typescript: false };
  const parsed = projectFile.safeParse(parse(readFileSync(file, "utf8")));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  const { main, runtime, ...rest } = parsed.data;
  const typescript = (runtime === "nodejs" ? undefined : runtime.options?.typescript) ?? true;
  return { name: rest.name, ...place(resolve(path, main ?? ".")), root: path, typescript };
};

const place = (main: string): Pick<Project, "cwd" | "entry"> =>
  statSync(main).isDirectory() ? { cwd: main, entry: "." } : { cwd: dirname(main), entry: basename(main) };
