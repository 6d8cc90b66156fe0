// SPDX-License-Identifier: Apache-2.0
import type { ExecutionContext } from "ava";
import nock from "nock";
import { Sessions } from "../../provider/client/sessions";
import { settingsOf, TOKEN } from "./settings";

let next = 0;

/** A host that no other test of this process uses. */
export function ownHost(name = "neutron"): string {
  return `${name}-${++next}.test`;
}

/** nock at an origin. A mock that was never used fails the test. */
export function mocked(t: ExecutionContext, origin: string, options?: nock.Options): nock.Scope {
  const scope = nock(origin, options);
  t.teardown(() => {
    const unused = scope.pendingMocks();
    if (unused.length > 0) throw new Error(`never called: ${unused.join(", ")}`);
  });
  return scope;
}

/** One site with a fixed token and a Neutron of the test's own. Every request must carry the token. */
export function withNeutron(t: ExecutionContext, entry: Readonly<Record<string, unknown>> = {}) {
  const url = `http://${ownHost()}:9696`;
  const api = mocked(t, url, { reqheaders: { "x-auth-token": TOKEN } });
  const settings = settingsOf({ "border-gateway:sites": { tokyo: { auth_type: "admin_token", endpoint: url, token: TOKEN, ...entry } } });
  const sessions = new Sessions(settings);
  return { url, api, settings, sessions, open: () => sessions.open("tokyo") };
}
