// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run, tail } from "./children";
import { HOME, PYTHON, type Recipe } from "./servers";

/** The interpreter of an installed server. */
export const pythonOf = ({ folder }: Recipe): string => join(HOME, folder, "venv", "bin", "python");

/** There is nothing to install from: no package registry can be reached, or the registry does not have the packages. */
export class NoRegistry extends Error {}

/** pip's own words for it. */
const NOTHING_THERE = /connection broken by|from versions: none/;

/**
 * Installs a server from its lock, once: about a minute and 350 MB. After a change of the lock the server is installed again.
 * @throws NoRegistry, or Error with pip's last lines
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
  const step = (name: string, command: string, ...args: string[]) =>
    run({ name: `${name} of ${recipe.software}`, command: python, args: [join(PYTHON, "launch.py"), command, ...args], log }).catch(
      (error: Error) => {
        if (!NOTHING_THERE.test(readFileSync(log, "utf8"))) throw error;
        throw new NoRegistry(`no package registry can be reached, so ${recipe.software} cannot be installed here:\n${tail(log, 3)}`);
      },
    );
  await step("venv", python, "-m", "venv", join(home, "venv"));
  const pip = [pythonOf(recipe), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"] as const;
  // Packages of Neutron 17 are built by their own setup.py, and read pkg_resources when they run: both need an old setuptools.
  if (recipe.folder === "midonet") await step("pip", ...pip, "pip<24.1", "setuptools<58", "wheel");
  else await step("pip", ...pip, "--upgrade", "pip", "setuptools<81", "wheel");
  await step("pip", ...pip, "--no-build-isolation", "--no-deps", "--requirement", lock);
  writeFileSync(stamp, wanted);
}
