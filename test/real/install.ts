// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./children";
import { HOME, PYTHON, type Recipe } from "./servers";

/** The interpreter of an installed server. */
export const pythonOf = ({ folder }: Recipe): string => join(HOME, folder, "venv", "bin", "python");

/**
 * Installs a server from its lock, once: about a minute and 350 MB. A changed lock installs anew.
 * @throws Error with pip's last lines
 */
export async function install(recipe: Recipe, python: string): Promise<void> {
  const home = join(HOME, recipe.folder);
  const lock = join(PYTHON, recipe.folder, "requirements.txt");
  const stamp = join(home, "installed");
  const wanted = createHash("sha256").update(readFileSync(lock)).update(python).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const log = join(home, "install.log");
  const step = (name: string, command: string, ...args: string[]) => run({ name: `${name} of ${recipe.software}`, command, args, log });
  await step("venv", python, "-m", "venv", join(home, "venv"));
  const pip = [pythonOf(recipe), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"] as const;
  // Packages of Neutron 17 are built by their own setup.py, and read pkg_resources when they run: both need an old setuptools.
  if (recipe.folder === "midonet") await step("pip", ...pip, "pip<24.1", "setuptools<58", "wheel");
  else await step("pip", ...pip, "--upgrade", "pip", "setuptools<81", "wheel");
  await step("pip", ...pip, "--no-build-isolation", "--no-deps", "--requirement", lock);
  writeFileSync(stamp, wanted);
}
