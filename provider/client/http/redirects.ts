// SPDX-License-Identifier: Apache-2.0
import type { Answer } from "./exchange";

const redirecting = new Set([301, 302, 303, 307, 308]);

/**
 * Where an answer redirects to. Followed with the same method and body, as keystoneauth does (keystoneauth@9c28aa6 keystoneauth1/session.py,
 * _REDIRECT_STATUSES), but only where the login stays with whom it was meant for: the same origin, or the same host by TLS instead of without.
 */
export function redirectTarget(from: string, answer: Answer): { readonly url: string; readonly safe: boolean } | undefined {
  const location = answer.header("location");
  if (!redirecting.has(answer.status) || location === undefined || !URL.canParse(location, from)) return undefined;
  const source = new URL(from);
  const target = new URL(location, from);
  const upgraded = source.protocol === "http:" && target.protocol === "https:" && source.hostname === target.hostname;
  return { url: target.href, safe: target.origin === source.origin || upgraded };
}
