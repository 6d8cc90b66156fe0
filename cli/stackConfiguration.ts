// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { isRecord } from "../provider/client/http/answers";

const run = promisify(execFile);

/** The configuration of a Pulumi stack by full key, with decrypted secrets. It is read with the pulumi command and only kept in memory. */
export async function stackConfiguration(stack: string): Promise<Map<string, string>> {
  let output: string;
  try {
    ({ stdout: output } = await run("pulumi", ["config", "--json", "--show-secrets", "--non-interactive", "--stack", stack]));
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    throw new Error(missing ? "--stack needs the pulumi command, and it is not on PATH" : `pulumi config failed: ${said}`);
  }
  const parsed: unknown = JSON.parse(output);
  const pairs = Object.entries(isRecord(parsed) ? parsed : {}).flatMap(([key, held]): [string, string][] => {
    const value = isRecord(held) ? held.value : undefined;
    return typeof value === "string" ? [[key, value]] : [];
  });
  return new Map(pairs);
}
