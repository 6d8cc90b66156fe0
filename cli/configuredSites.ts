// SPDX-License-Identifier: Apache-2.0
import { homedir } from "node:os";
import { Sessions } from "../provider/client/sessions";
import { programFolder } from "./programFolder";
import { stackConfiguration } from "./stackConfiguration";

/**
 * The sites that a command uses: the named ones, or otherwise all sites that are configured in the stack and in the sources that the program of this folder's
 * project uses.
 *
 * @throws SiteError if there are none. Its message lists the possible configurations and the searched files.
 */
export async function configuredSites(
  named: readonly string[],
  stack: string | undefined,
): Promise<{ sessions: Sessions; names: string[] }> {
  const config = stack === undefined ? new Map<string, string>() : await stackConfiguration(stack);
  const cwd = programFolder(process.cwd());
  const sessions = new Sessions({ stackConfig: (key) => config.get(key), env: process.env, cwd, home: homedir() });
  const names = named.length > 0 ? [...named] : sessions.names();
  if (names.length === 0) sessions.resolveSiteName();
  return { sessions, names };
}
