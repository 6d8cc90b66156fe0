// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = join(__dirname, "../../../..");
const venv = join(root, ".real", "keystone");

export const sources = join(root, "test/real/keystone");
export const python = join(venv, "bin/python");
export const manage = join(venv, "bin/keystone-manage");

const version = "29.0.2";

/** Why the tests against a real Keystone do not run; `undefined` where they do. */
export function reasonToSkip(): string | undefined {
  return process.env.BORDER_GATEWAY_REAL
    ? undefined
    : "BORDER_GATEWAY_REAL is not set: run `npm run test:keystone`, which installs a real Keystone from PyPI";
}

/** Installs Keystone from PyPI into .real/keystone, unless it is there, with Python 3.11 (`REAL_PYTHON_3_11` names it). Takes about a minute the first time. */
export async function installKeystone(): Promise<void> {
  if (existsSync(manage)) return;
  const base = process.env.REAL_PYTHON_3_11 ?? "python3.11";
  await run(base, ["-m", "venv", venv]);
  const pins = join(sources, "constraints.txt");
  await run(python, ["-m", "pip", "install", "--quiet", "--constraint", pins, `keystone==${version}`, "waitress"], { maxBuffer: 16 << 20 });
}
