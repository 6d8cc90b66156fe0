// SPDX-License-Identifier: Apache-2.0

/** One place that says something about a site, such as a cloud in clouds.yaml. */
export interface Layer {
  /** Where this is, for people: `/etc/openstack/clouds.yaml`, `OS_*`. */
  readonly source: string;
  readonly values: Readonly<Record<string, unknown>>;
}

interface Held {
  readonly value: unknown;
  readonly source: string;
}

/** Keys of the `auth` section. openstacksdk takes them beside the section too, and from there they win. */
export const authKeys = [
  "auth_url",
  "username",
  "user_id",
  "password",
  "user_domain_id",
  "user_domain_name",
  "project_id",
  "project_name",
  "project_domain_id",
  "project_domain_name",
  "domain_id",
  "domain_name",
  "default_domain_id",
  "default_domain_name",
  "system_scope",
  "trust_id",
  "token",
  "endpoint",
  "application_credential_id",
  "application_credential_name",
  "application_credential_secret",
  "passcode",
  "identity_provider",
  "protocol",
  "client_id",
  "client_secret",
  "access_token",
  "access_token_endpoint",
  "access_token_type",
  "discovery_endpoint",
  "openid_scope",
] as const;

const authKeySet: ReadonlySet<string> = new Set(authKeys);

// openstacksdk@94758e92b openstack/config/loader.py, _fix_backwards_auth and _fix_backwards_interface; "url" and "user_name" are keystoneauth's old names.
const oldNames: Readonly<Record<string, string>> = {
  tenant_id: "project_id",
  tenant_name: "project_name",
  auth_token: "token",
  user_name: "username",
  url: "endpoint",
  auth_plugin: "auth_type",
  endpoint_type: "interface",
  network_endpoint_type: "network_interface",
  region: "region_name",
};

/** What all places together say about one site: later layers win key by key, inside of `auth` too, and each value knows where it is from. */
export class Entry {
  readonly #held = new Map<string, Held>();

  constructor(layers: readonly Layer[]) {
    for (const { source, values } of layers) {
      const flat = new Map([...flatten(values)].filter(([, value]) => value !== undefined && value !== null && value !== ""));
      for (const [key, value] of flat) this.#held.set(key, { value, source });
    }
  }

  get(key: string): unknown {
    return this.#held.get(key)?.value;
  }

  /** Where the value of this key is from. */
  source(key: string): string | undefined {
    return this.#held.get(key)?.source;
  }

  keys(): string[] {
    return [...this.#held.keys()];
  }
}

/** Pairs in the order of rising precedence: an old name before the new one, `auth` before what stands beside it. */
function* flatten(values: Readonly<Record<string, unknown>>): Generator<[string, unknown]> {
  const { auth, ...beside } = values;
  if (typeof auth === "object" && auth !== null) {
    for (const [key, value] of oldNamesFirst(auth)) yield [authKeySet.has(key) ? `auth.${key}` : key, value];
  }
  for (const [key, value] of oldNamesFirst(beside)) yield [authKeySet.has(key) ? `auth.${key}` : key, value];
}

function oldNamesFirst(values: object): [string, unknown][] {
  const pairs = Object.entries(values).map(([key, value]): [string, unknown] => [key.toLowerCase().replaceAll("-", "_"), value]);
  const isOld = ([key]: [string, unknown]) => Object.hasOwn(oldNames, key);
  return [
    ...pairs.filter(isOld).map(([key, value]): [string, unknown] => [oldNames[key] ?? key, value]),
    ...pairs.filter((pair) => !isOld(pair)),
  ];
}
