// SPDX-License-Identifier: Apache-2.0
import { withoutVersion } from "./config/validate";

/**
 * One text for all spellings of a network endpoint. It ignores the letter case of scheme and host, the default port, slashes that change nothing,
 * and the version at the end of the path. It is for comparison only; requests go to the endpoint as configured.
 */
export function endpointIdentity(endpoint: string): string {
  if (!URL.canParse(endpoint)) return withoutVersion(endpoint);
  const { protocol, hostname, port, pathname } = new URL(endpoint);
  // A host name may end in the dot of the DNS root.
  const host = hostname.replace(/\.$/, "");
  return withoutVersion(`${protocol}//${host}${port === "" ? "" : `:${port}`}${pathname.replace(/\/{2,}/g, "/")}`);
}

export const isSameEndpoint = (a: string, b: string): boolean => endpointIdentity(a) === endpointIdentity(b);
