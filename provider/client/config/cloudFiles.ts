// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { SiteError } from "../errors";
import { isRecord } from "../http/answers";
import type { Settings } from "../settings";
import { projectFolder } from "./project";

/** A file that cannot be used. The message names file, line and column, and never what stands there: it may be a password. */
export class FileProblem extends Error {}

export class CloudFile {
  constructor(
    readonly path: string,
    private readonly clouds: Readonly<Record<string, unknown>>,
  ) {}

  get names(): string[] {
    return Object.keys(this.clouds);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.clouds, name);
  }

  /** One entry. As in openstacksdk, an entry that cannot be used does no harm to the others. @throws SiteError */
  cloud(name: string): Readonly<Record<string, unknown>> | undefined {
    if (!this.has(name)) return undefined;
    const cloud = this.clouds[name] ?? {};
    if (!isRecord(cloud)) throw new SiteError(name, `${this.path}: the entry "${name}" has to be a mapping with the keys of a cloud`);
    return cloud;
  }
}

export type Stem = "clouds" | "secure" | "clouds-public";

const overrides: Partial<Record<Stem, string>> = { clouds: "OS_CLIENT_CONFIG_FILE", secure: "OS_CLIENT_SECURE_FILE" };

/**
 * Where a file is looked for, in order; the first that exists is the only one read.
 * openstacksdk@94758e92b openstack/config/loader.py, CONFIG_SEARCH_PATH: the file of the environment variable is put before the others.
 */
export function searchPath(stem: Stem, settings: Settings): string[] {
  const files = foldersOf(settings).flatMap((folder) => [".yaml", ".yml", ".json"].map((ending) => join(folder, stem + ending)));
  const override = overrideOf(stem, settings);
  return [...new Set([...(override === undefined ? [] : [override]), ...files])];
}

/** The places where clouds.yaml is looked for: the file that the environment names, and folders. */
export function searchedPlaces(settings: Settings): string[] {
  const override = overrideOf("clouds", settings);
  return [...(override === undefined ? [] : [override]), ...foldersOf(settings)];
}

/** The folder of the Pulumi project is ours; the others are those of `openstack`. */
function foldersOf({ env, cwd, home }: Settings): string[] {
  const project = projectFolder(cwd);
  const folders = [
    cwd,
    ...(project === undefined ? [] : [project]),
    ...(env.XDG_CONFIG_HOME ? [join(env.XDG_CONFIG_HOME, "openstack")] : []),
    ...(process.platform === "darwin" ? [join(home, "Library", "Application Support", "openstack")] : []),
    join(env.SNAP_REAL_HOME || home, ".config", "openstack"),
    "/etc/xdg/openstack",
    "/etc/openstack",
  ];
  return [...new Set(folders)];
}

function overrideOf(stem: Stem, { env, home }: Settings): string | undefined {
  const override = env[overrides[stem] ?? ""];
  return override ? expandPath(override, env, home) : undefined;
}

/** The first such file. @throws FileProblem */
export function findFile(stem: Stem, settings: Settings): CloudFile | undefined {
  const path = searchPath(stem, settings).find((candidate) => existsSync(candidate));
  if (path === undefined) return undefined;
  const content = read(path);
  const root = stem === "clouds-public" ? "public-clouds" : "clouds";
  if (content === undefined || content === null || content === "") return new CloudFile(path, {});
  if (!isRecord(content)) throw new FileProblem(`${path} has to hold a mapping with the key "${root}"`);
  const clouds = content[root] ?? {};
  if (!isRecord(clouds)) throw new FileProblem(`${path}: "${root}" has to be a mapping of names`);
  return new CloudFile(path, clouds);
}

/** A later file of the search path that has this cloud, with other values than `known`; it is not read, because only the first file found is. */
export function hiddenFile(name: string, settings: Settings, known?: unknown): string | undefined {
  const [, ...later] = searchPath("clouds", settings).filter((candidate) => existsSync(candidate));
  return later.find((path) => {
    try {
      const content = read(path);
      const clouds = isRecord(content) && isRecord(content.clouds) ? content.clouds : {};
      return Object.hasOwn(clouds, name) && !isDeepStrictEqual(clouds[name], known);
    } catch {
      return false;
    }
  });
}

/** The file that OS_CLIENT_CONFIG_FILE names, where there is none: openstacksdk looks on without a word, too. */
export function missingFile(settings: Settings): string | undefined {
  const path = overrideOf("clouds", settings);
  return path === undefined || existsSync(path) ? undefined : path;
}

/** `~` and `$NAME` in a path, as a shell would have them. */
export function expandPath(path: string, env: NodeJS.ProcessEnv, home: string): string {
  const named = path.replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => env[braced ?? bare ?? ""] ?? whole);
  return named === "~" || named.startsWith("~/") ? home + named.slice(1) : named;
}

function read(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new FileProblem(`${path} cannot be read (${code})`);
  }
  return path.endsWith(".json") ? parseJson(path, text) : parseYaml(path, text);
}

function parseYaml(path: string, text: string): unknown {
  // Loaded here because it costs the start of a process that reads no file.
  const yaml = require("yaml") as typeof import("yaml");
  const document = yaml.parseDocument(text.replace(/\r\n?/g, "\n"), {
    // Scalars stay text: a password of digits keeps its leading zeros.
    schema: "failsafe",
    merge: true,
    customTags: ["null", "bool", "merge"],
    logLevel: "silent",
    // As PyYAML: a comment may follow a quotation mark without a space, and the last of equal keys counts.
    strict: false,
    uniqueKeys: false,
  });
  const [problem] = document.errors;
  if (problem !== undefined) {
    const [at] = problem.linePos ?? [];
    throw new FileProblem(`${path} is not valid YAML: line ${at?.line}, column ${at?.col} (${problem.code})`);
  }
  try {
    // Without a limit: an alias is a reference, not a copy.
    return document.toJS({ maxAliasCount: -1 });
  } catch {
    throw new FileProblem(`${path} is not valid YAML: an alias in it cannot be resolved`);
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new FileProblem(`${path} is not valid JSON`);
  }
}
