// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { SiteError } from "../../../../provider/client/errors";
import { grantedToken, withKeystone } from "../../../helpers/keystone";
import { mocked, ownHost } from "../../../helpers/neutron";

const federated = "/v3/OS-FEDERATION/identity_providers/corp/protocols/openid/auth";
const provider = { identity_provider: "corp", protocol: "openid", username: undefined, password: undefined };

test("the token endpoint is found by discovery, and another field holds the token", async (t) => {
  const idp = `http://${ownHost("idp")}`;
  const discovery = {
    discovery_endpoint: `${idp}/.well-known/openid-configuration`,
    access_token_type: "id_token",
    openid_scope: "openid",
  };
  const { keystone, sessions } = withKeystone(
    t,
    { auth_type: "v3oidcclientcredentials" },
    { ...provider, client_id: "c", client_secret: "s", ...discovery },
  );
  const mock = mocked(t, idp);
  mock.get("/.well-known/openid-configuration").reply(200, { token_endpoint: `${idp}/t` });
  mock.post("/t", "grant_type=client_credentials&scope=openid").reply(200, { id_token: "id-1" });
  keystone
    .post(federated)
    .matchHeader("authorization", "Bearer id-1")
    .reply(...grantedToken(t, {}));
  keystone.post("/v3/auth/tokens").reply(...grantedToken(t, {}));
  t.is((await sessions.open()).projectId, "p1");
});

test("a provider that refuses the client: its reason, and no secret", async (t) => {
  const idp = `http://${ownHost("idp")}`;
  const auth = { ...provider, client_id: "deployer", client_secret: "s3cret", access_token_endpoint: `${idp}/token` };
  const { keystoneUrl, sessions } = withKeystone(t, { auth_type: "v3oidcclientcredentials" }, auth);
  mocked(t, idp).post("/token").reply(401, { error: "invalid_client", error_description: "no client with secret s3cret" });
  const error = await t.throwsAsync(sessions.open(), { instanceOf: SiteError });
  const told = `site tokyo: login as client "deployer" of identity provider "corp" at ${keystoneUrl} failed: invalid_client: no client with secret *** (401, `;
  t.true(error?.message.startsWith(told), error?.message);
});
