// SPDX-License-Identifier: Apache-2.0
import type { Proof, Scope, Scoped } from "../config/siteConfig";
import { suggestion } from "../didYouMean";
import { isRecord, parse } from "../http/answers";

/**
 * What to check if Keystone refuses a login. It answers the same 401 for a wrong password, a project that does not exist and a user without a role
 * (keystone 29.0.2 keystone/auth/core.py, _lookup_project; keystone/models/token_model.py, _validate_project_scope): the advice names all of them.
 */
export function loginAdvice(proofs: readonly Proof[], scope: Scope): string {
  const own = [...new Set(proofs.flatMap(proofAdvice))];
  const target = targetOf(scope);
  const role = target === undefined ? [] : [`that ${target}`];
  const [last, ...others] = [...own, ...role].reverse();
  return `Check ${[...(others.length > 0 ? [`${others.reverse().join(", ")}, and`] : []), last].join(" ")}`;
}

function proofAdvice(proof: Proof): string[] {
  switch (proof.method) {
    case "password":
      return ["the user name", "the password"];
    case "totp":
      return ["the user name", "the passcode"];
    case "token":
      return ["that the token is valid and has not expired"];
    case "application_credential":
      return [
        `the application credential's ${proof.id === undefined ? "name, user" : "id"} and secret`,
        "that it exists and has not expired",
      ];
  }
}

function targetOf(scope: Scope): string | undefined {
  switch (scope.kind) {
    case "project":
      return `${described("project", scope.project)} exists and the user has a role on it`;
    case "domain":
      return `${described("domain", scope.domain)} exists and the user has a role on it`;
    case "system":
      return "the user has a role on the system (system_scope)";
    case "trust":
      return `trust ${scope.id} exists and names this user as its trustee`;
    case "none":
      return undefined;
  }
}

function described(what: string, { id, name, domainId, domainName }: Scoped): string {
  if (name === undefined) return `${what} ${id}`;
  const domain = domainName ?? domainId;
  return `${what} "${name}"${domain === undefined ? "" : ` (domain ${domain})`}`;
}

/** What a list of the projects that a valid token can be exchanged for says of a refused project. */
export function projectAdvice(wanted: Scoped, listed: string): string | undefined {
  const parsed = parse(listed);
  const projects =
    parsed.ok && isRecord(parsed.value) && Array.isArray(parsed.value.projects) ? parsed.value.projects.filter(isRecord) : undefined;
  if (projects === undefined || projects.some(({ id, name }) => id === wanted.id || (wanted.name !== undefined && name === wanted.name)))
    return undefined;
  const names = projects.flatMap(({ name }) => (typeof name === "string" ? [name] : []));
  return `The token is valid, but ${described("project", wanted)} does not exist or the user has no role on it${suggestion(wanted.name ?? "", names)}`;
}
