// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { findPython } from "../servers";

const run = promisify(execFile);
const root = join(__dirname, "../../../..");
const venv = join(root, ".real", "keystone");

export const sources = join(root, "test/real/keystone");
export const python = join(venv, "bin/python");
export const manage = join(venv, "bin/keystone-manage");

const versions = { keystone: "29.0.2", openstacksdk: "4.22.0" };
/** Written when all of it is installed. */
const installed = join(venv, `keystone-${versions.keystone}-openstacksdk-${versions.openstacksdk}`);

/** Why the tests against a real Keystone do not run; `undefined` where they do. */
export function reasonToSkip(): string | undefined {
  return process.env.BORDER_GATEWAY_REAL
    ? undefined
    : "BORDER_GATEWAY_REAL is not set: run `npm run test:keystone`, which installs a real Keystone and openstacksdk from PyPI";
}

/** Installs Keystone and openstacksdk from PyPI into .real/keystone, unless it is there, with Python 3.11 (`REAL_PYTHON_3_11` names it). Takes about a minute the first time. */
export async function installKeystone(): Promise<void> {
  if (existsSync(installed)) return;
  const base = findPython("3.11") ?? "python3.11";
  await run(base, ["-m", "venv", venv]);
  const pins = join(sources, "constraints.txt");
  const wanted = [...Object.entries(versions).map(([name, version]) => `${name}==${version}`), "waitress"];
  await run(python, ["-m", "pip", "install", "--quiet", "--constraint", pins, ...wanted], { maxBuffer: 16 << 20 });
  writeFileSync(installed, "");
}
