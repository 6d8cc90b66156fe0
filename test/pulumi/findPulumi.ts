// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join, resolve } from "node:path";
import { findBuilt, pulumiCli } from "./cachedEngine";

const ROOT = resolve(__dirname, "../../..");

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
  if (process.env.BORDER_GATEWAY_PULUMI === "none") return undefined;
  for (const source of order) {
    const command = commands[source]();
    const version = command === undefined ? undefined : versionOf(command);
    if (command !== undefined && version !== undefined) return { command, source, version };
    if (source === "variable" && command !== undefined) throw new Error(`BORDER_GATEWAY_PULUMI: ${command} is not a Pulumi CLI that runs`);
  }
  return undefined;
}

const commands: Record<Source, () => string | undefined> = {
  variable: () => process.env.BORDER_GATEWAY_PULUMI,
  path: () => "pulumi",
  cache: () => findBuilt(pulumiCli),
};

const versions = new Map<string, string | undefined>();

function versionOf(command: string): string | undefined {
  if (!versions.has(command)) versions.set(command, askVersion(command));
  return versions.get(command);
}

function askVersion(command: string): string | undefined {
  try {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "1" };
    return execFileSync(command, ["version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], env }).trim();
  } catch {
    return undefined;
  }
}

/** PATH for a Pulumi CLI: with its own folder, where its plugins lie, and with our language host if it has none for Node.js. */
export function pathFor(command: string): string {
  const folders = (process.env.PATH ?? "").split(delimiter);
  if (isAbsolute(command)) folders.unshift(dirname(command));
  const hasLanguageHost = folders.some((folder) => existsSync(join(folder, "pulumi-language-nodejs")));
  // The launcher of dynamic providers comes with the language host; the SDK has a copy of it.
  const ours = [join(ROOT, "test/pulumi/bin"), join(ROOT, "node_modules/@pulumi/pulumi")];
  return [...folders, ...(hasLanguageHost ? [] : ours)].join(delimiter);
}
