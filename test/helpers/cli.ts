// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { join } from "node:path";

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `border-gateway` in a process of its own. */
export const run = (...args: string[]): Promise<CliResult> => runWith({}, args);

/** As {@link run}, in a folder that is the user's home too, so that no other configuration is found. */
export const runIn = (folder: string, ...args: string[]): Promise<CliResult> =>
  runWith({ cwd: folder, env: { PATH: process.env.PATH, HOME: folder } }, args);

function runWith(options: { cwd?: string; env?: NodeJS.ProcessEnv }, args: readonly string[]): Promise<CliResult> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(__dirname, "../../cli/borderGateway.js"), ...args], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}
