// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { SiteError } from "../../../provider/client/errors";
import { Sessions } from "../../../provider/client/sessions";
import { grantedToken, withKeystone } from "../../helpers/keystone";
import { withNeutron } from "../../helpers/neutron";

test("one session for a site, however many open it at once", async (t) => {
  const { keystone, sessions } = withKeystone(t);
  keystone.post("/v3/auth/tokens").reply(...grantedToken(t));
  const [first, second] = await Promise.all([sessions.open("tokyo"), sessions.open("tokyo")]);
  t.is(first, second);
  t.is(await sessions.open(), first);
});

test("login none, admin_token: the endpoint is given, with or without version and slash", async (t) => {
  for (const [auth, suffix] of [
    ["none", ""],
    ["none", "/v2.0"],
    ["admin_token", "/"],
    ["admin_token", "/v2.0/"],
  ] as const) {
    const { url, settings } = withNeutron(t);
    const sites = { osaka: { auth_type: auth, token: "secret-token", endpoint: `${url}${suffix}` } };
    const session = await new Sessions({ ...settings, stackConfig: () => JSON.stringify(sites) }).open("osaka");
    t.is(session.endpoint, url);
    t.is(session.site, "osaka");
  }
});

test("a failed login is not repeated immediately, but after a pause", async (t) => {
  const { keystone, sessions } = withKeystone(t);
  keystone.post("/v3/auth/tokens").reply(401, { error: { code: 401, message: "The request you have made requires authentication." } });
  const error = await t.throwsAsync(sessions.open("tokyo"), { instanceOf: SiteError });
  t.is(await t.throwsAsync(sessions.open("tokyo")), error);
  keystone.post("/v3/auth/tokens").reply(...grantedToken(t));
  await new Promise((resolve) => setTimeout(resolve, 20));
  t.is((await sessions.open("tokyo")).site, "tokyo");
});
