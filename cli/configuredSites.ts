// SPDX-License-Identifier: Apache-2.0
import { homedir } from "node:os";
import { Sessions } from "../provider/client/sessions";
import { programFolder } from "./programFolder";
import { stackConfiguration } from "./stackConfiguration";

/**
 * The sites that a command is about: those that are named, else all that are configured in the stack and where the program of this folder's project
 * looks.
 * @throws SiteError where there are none: it says what could be configured, and where it was looked for
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
