// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { join } from "node:path";

const CLI = join(__dirname, "../../cli/borderGateway.js");

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

/** As {@link run}, with a file piped into it by `producer`, a command of the shell to which `$1` is the file. */
export const runPiped = (producer: string, file: string, ...args: string[]): Promise<CliResult> =>
  new Promise((resolve) => {
    const script = `${producer} | { shift; "$@"; }`;
    execFile("sh", ["-c", script, "sh", file, process.execPath, CLI, ...args], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });

function runWith(options: { cwd?: string; env?: NodeJS.ProcessEnv }, args: readonly string[]): Promise<CliResult> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}
