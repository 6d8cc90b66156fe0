// SPDX-License-Identifier: Apache-2.0
import type { Entry } from "./entry";

/** One configured value and where it is from. */
export interface Origin {
  readonly key: string;
  readonly value: string;
  readonly source: string;
}

/** Keys whose values are shown. Any other may hold a secret: new keys are masked until they are named here. */
const shown = new Set([
  ...["auth_type", "auth_methods", "region_name", "interface", "network_interface", "network_service_type", "network_service_name"],
  ...["api_timeout", "network_timeout", "concurrency", "network_endpoint"],
  ...["network_endpoint_override", "endpoint_override", "verify", "insecure", "cacert", "cert", "profile", "cloud"],
  ...["auth_url", "endpoint", "username", "user_id", "user_domain_id", "user_domain_name", "project_id", "project_name"].map(inAuth),
  ...["project_domain_id", "project_domain_name", "domain_id", "domain_name", "default_domain_id", "system_scope", "trust_id"].map(inAuth),
  ...["application_credential_id", "application_credential_name", "identity_provider", "protocol", "client_id"].map(inAuth),
  ...["access_token_endpoint", "discovery_endpoint", "openid_scope", "access_token_type"].map(inAuth),
]);

function inAuth(key: string): string {
  return `auth.${key}`;
}

export function originsOf(entry: Entry): Origin[] {
  return entry.keys().map((key) => ({ key, value: shown.has(key) ? printable(entry.get(key)) : "***", source: entry.source(key) ?? "" }));
}

function printable(value: unknown): string {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  // A mapping where a text belongs may hold anything.
  if (items.some((item) => typeof item === "object" && item !== null)) return "(not a text)";
  const text = items.map(String).join(", ");
  if (text.includes("-----BEGIN")) return "(PEM text)";
  if (!URL.canParse(text)) return text;
  return new URL(text).password === "" ? text : "*** (a URL with a password)";
}
