// SPDX-License-Identifier: Apache-2.0
import type { ExecutionContext } from "ava";
import nock from "nock";
import { Sessions } from "../../provider/client/sessions";
import type { Settings } from "../../provider/client/settings";

export const TOKEN = "token-of-the-test";

let next = 0;

/** A host that no other test of this process uses. */
export function ownHost(name = "neutron"): string {
  return `${name}-${++next}.test`;
}

/** Surroundings with nothing in them: no file, no variable, back-off a thousandth of the real one. */
export function settingsOf(stack: Readonly<Record<string, unknown>> = {}, more: Partial<Settings> = {}): Settings {
  const text = (value: unknown) => (value === undefined || typeof value === "string" ? value : JSON.stringify(value));
  return { stackConfig: (key) => text(stack[key]), env: {}, cwd: "/nonexistent", home: "/nonexistent", delayScale: 0.001, ...more };
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
