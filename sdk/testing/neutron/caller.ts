// SPDX-License-Identifier: Apache-2.0

/** Who sends a request, as far as Neutron cares. */
export interface Caller {
  /** Absent where the site has no Keystone in front (auth type none): the caller is then admin of everything. */
  readonly projectId?: string;
  readonly admin: boolean;
}

/** Project of the token `admin`, which names none. */
export const DEFAULT_PROJECT = "a".repeat(32);

/**
 * Reads the tokens of `--auth tokens`: `admin`, `admin:PROJECT`, `member:PROJECT`, `reader:PROJECT`.
 * @returns undefined for any other token
 */
export function callerOfPlainToken(token: string): Caller | undefined {
  const [role = "", project = ""] = token.split(/:(.*)/s);
  if (!["admin", "member", "reader"].includes(role)) return undefined;
  return { projectId: project === "" ? DEFAULT_PROJECT : project, admin: role === "admin" };
}
