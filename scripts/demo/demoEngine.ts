// SPDX-License-Identifier: Apache-2.0
// The engine that the demo runs on.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheFolder, pinnedVersion, pulumiCli } from "../../test/pulumi/cachedEngine";
import { findPulumi, forPeople } from "../../test/pulumi/findPulumi";
import type { Engine } from "../../test/stack/newStack";

/** The npm package that downloads the official CLI when it is first run. */
const OFFICIAL_PACKAGE = "pulumi@3.265.0";
const OFFICIAL_SITE = "https://get.pulumi.com/install.sh";
/** Timeout in milliseconds for a response of that site. */
const ANSWER_MS = 10_000;
const DOWNLOAD_MS = 600_000;

export interface DemoEngine {
  readonly engine: Engine;
  readonly pulumi?: string;
  /** One line for the user. */
  readonly description: string;
}

const PRIVATE = "with its own home, state and passphrase in a temporary folder";

/** The `pulumi` on PATH, otherwise the engine built by `npm run engine`, otherwise the test engine. */
export function demoEngine(): DemoEngine {
  const found = findPulumi(forPeople);
  if (found === undefined)
    return {
      engine: "test",
      description:
        "Engine: the test engine of this repository, because there is no usable pulumi on PATH. To see Pulumi itself, run `npm run engine` (needs Go) or `npm run demo -- --pulumi` (downloads the CLI).",
    };
  const origins = { path: "from PATH", cache: "built by npm run engine", variable: "named by BORDER_GATEWAY_PULUMI" };
  return {
    engine: "cli",
    pulumi: found.command,
    description: `Engine: Pulumi ${found.version}, ${origins[found.source]}, ${PRIVATE}.`,
  };
}

/** Downloads the official CLI into the cache if it is missing. If the download fails, prints the reason and falls back to {@link demoEngine}. */
export async function officialEngine(): Promise<DemoEngine> {
  const version = pinnedVersion(pulumiCli).replace(/^v/, "");
  const home = join(cacheFolder(), "official");
  const env = { ...process.env, PULUMI_HOME: home, PULUMI_VERSION: version, PULUMI_SKIP_UPDATE_CHECK: "1" };
  const command = join(home, "versions", version, "bin", process.platform === "win32" ? "pulumi.exe" : "pulumi");
  const engine: DemoEngine = { engine: "cli", pulumi: command, description: `Engine: the official Pulumi CLI ${version}, ${PRIVATE}.` };
  if (existsSync(command)) return engine;
  try {
    await isReachable();
    console.log(`Downloading the Pulumi CLI ${version} (npm package ${OFFICIAL_PACKAGE}) into ${home}`);
    await promisify(execFile)("npm", ["exec", "--yes", `--package=${OFFICIAL_PACKAGE}`, "--", "pulumi", "version"], {
      env,
      timeout: DOWNLOAD_MS,
      shell: process.platform === "win32",
    });
    return engine;
  } catch (error) {
    console.log(`The Pulumi CLI could not be downloaded: ${reason(error)}. The demo continues without it.`);
    return demoEngine();
  }
}

/** A blocked network can swallow a download without an answer, so one short request comes first. */
async function isReachable(): Promise<void> {
  const answer = await fetch(OFFICIAL_SITE, { method: "HEAD", signal: AbortSignal.timeout(ANSWER_MS) });
  if (!answer.ok) throw new Error(`${OFFICIAL_SITE} answered ${answer.status}`);
}

/** The last line of what the download printed, or the cause of a failed request. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const printed = "stderr" in error ? String(error.stderr).trim().split("\n").at(-1) : "";
  if (printed) return printed;
  return error.cause instanceof Error ? `${OFFICIAL_SITE}: ${error.cause.message}` : error.message;
}
