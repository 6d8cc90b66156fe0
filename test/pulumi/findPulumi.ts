// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { builtCli } from "./cachedEngine";

/** Where a Pulumi CLI can come from. `variable` is BORDER_GATEWAY_PULUMI: a command, a path, or `none` for the test engine. */
export type Source = "variable" | "path" | "cache";

/** Tests prefer the pinned version, on which the recording was made. */
export const forTests: readonly Source[] = ["variable", "cache", "path"];

/** People prefer their own Pulumi. */
export const forPeople: readonly Source[] = ["variable", "path", "cache"];

export interface FoundPulumi {
  /** The command, or its path. */
  readonly command: string;
  readonly source: Source;
  /** For instance `v3.274.1`. */
  readonly version: string;
}

/** The first Pulumi CLI that runs. Starting one takes about a tenth of a second, so the answer is kept for the process. */
export function findPulumi(order: readonly Source[] = forTests): FoundPulumi | undefined {
  if (named() === "none") return undefined;
  for (const source of order) {
    const command = commands[source]();
    const version = command === undefined ? undefined : versionOf(command);
    if (command !== undefined && version !== undefined) return { command, source, version };
    if (source === "variable" && command !== undefined)
      throw new Error(`BORDER_GATEWAY_PULUMI: ${command} cannot be run as a Pulumi CLI. Give its path, or "none" for the test engine`);
  }
  return undefined;
}

const isOnPath = (name: string): boolean =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .some((folder) => ["", ".exe", ".cmd"].some((ending) => existsSync(join(folder, name + ending))));

/** An empty variable counts as none. */
function named(): string | undefined {
  return process.env.BORDER_GATEWAY_PULUMI || undefined;
}

const commands: Record<Source, () => string | undefined> = {
  variable: named,
  // A CLI that was installed without its language hosts cannot run programs.
  path: () => (isOnPath("pulumi-language-nodejs") ? "pulumi" : undefined),
  cache: builtCli,
};

/** Milliseconds in which a CLI has to print its version. */
const VERSION_TIMEOUT_MS = 20_000;

const versions = new Map<string, string | undefined>();

function versionOf(command: string): string | undefined {
  if (!versions.has(command)) versions.set(command, askVersion(command));
  return versions.get(command);
}

function askVersion(command: string): string | undefined {
  try {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "1" };
    const printed = execFileSync(command, ["version"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      env,
      timeout: VERSION_TIMEOUT_MS,
    });
    return /^v\d+\.\d+\.\d+\S*$/m.exec(printed)?.[0];
  } catch {
    return undefined;
  }
}

/** What a Pulumi CLI needs in its environment: its own folder on PATH, and our language host if it was built by `npm run engine`. */
export const environmentOf = (command: string): NodeJS.ProcessEnv => ({
  PATH: isAbsolute(command) ? [dirname(command), process.env.PATH].join(delimiter) : process.env.PATH,
  BORDER_GATEWAY_LANGUAGE_HOST: join(__dirname, "languageHost.js"),
});
