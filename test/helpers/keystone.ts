// SPDX-License-Identifier: Apache-2.0
import type { ExecutionContext } from "ava";
import { Sessions } from "../../provider/client/sessions";
import { mocked, ownHost } from "./neutron";
import { settingsOf } from "./settings";

export const PASSWORD = "correct horse battery staple";

/** One site with a mocked Keystone and Neutron, logged in to with a password. */
export function withKeystone(
  t: ExecutionContext,
  entry: Readonly<Record<string, unknown>> = {},
  auth: Readonly<Record<string, unknown>> = {},
) {
  const host = ownHost("site");
  const keystoneUrl = `http://${host}:5000`;
  const neutronUrl = `http://${host}:9696`;
  const password = {
    username: "alice",
    password: PASSWORD,
    user_domain_name: "Default",
    project_name: "ops",
    project_domain_name: "Default",
  };
  const site = { auth: { auth_url: keystoneUrl, ...password, ...auth }, network_endpoint_override: neutronUrl, ...entry };
  const settings = settingsOf({ "border-gateway:sites": { tokyo: site } });
  return {
    keystoneUrl,
    neutronUrl,
    keystone: mocked(t, keystoneUrl),
    api: mocked(t, neutronUrl),
    settings,
    sessions: new Sessions(settings),
  };
}

export interface Grant {
  readonly token?: string;
  readonly seconds?: number;
  readonly catalog?: unknown;
}

/** Keystone's answer to a login, for nock's reply. */
export function grantedToken(
  _t: ExecutionContext,
  { token = "granted", seconds = 3600, catalog = [] }: Grant = {},
): [number, object, Record<string, string>] {
  const issued = Date.now();
  const body = {
    token: {
      methods: ["password"],
      user: { id: "u1", name: "alice", domain: { id: "default", name: "Default" } },
      project: { id: "p1", name: "ops", domain: { id: "default", name: "Default" } },
      roles: [{ id: "r1", name: "admin" }],
      issued_at: new Date(issued).toISOString(),
      expires_at: new Date(issued + seconds * 1000).toISOString(),
      catalog,
    },
  };
  return [201, body, { "X-Subject-Token": token }];
}
