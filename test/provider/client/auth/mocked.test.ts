// SPDX-License-Identifier: Apache-2.0
// The ticks of docs/login.md in the column "mocked": what each auth type sends, request by request.
import test, { type ExecutionContext } from "ava";
import { Sessions } from "../../../../provider/client/sessions";
import { grantedToken, PASSWORD, withKeystone } from "../../../helpers/keystone";
import { ticked } from "../../../helpers/loginTable";
import { mocked, ownHost } from "../../../helpers/neutron";
import { settingsOf } from "../../../helpers/settings";

const list = { method: "GET", path: "/v2.0/l2-gateways" } as const;
const domain = { name: "Default" };
const federated = "/v3/OS-FEDERATION/identity_providers/corp/protocols/openid/auth";
const provider = { identity_provider: "corp", protocol: "openid", username: undefined, password: undefined };
const scope = { project: { name: "ops", domain } };

async function byPassword(t: ExecutionContext, auth_type: string): Promise<void> {
  const { keystone, api, sessions } = withKeystone(t, { auth_type });
  const identity = { methods: ["password"], password: { user: { name: "alice", domain, password: PASSWORD } } };
  keystone.post("/v3/auth/tokens", { auth: { identity, scope } }).reply(...grantedToken(t, { token: "scoped" }));
  api.get(list.path).matchHeader("x-auth-token", "scoped").reply(200, { l2_gateways: [] });
  t.deepEqual(await (await sessions.open()).send(list), { l2_gateways: [] });
}

async function byAccessToken(t: ExecutionContext, auth_type: string, auth: Record<string, unknown>): Promise<void> {
  const { keystone, api, sessions } = withKeystone(t, { auth_type }, { ...provider, ...auth });
  keystone
    .post(federated)
    .matchHeader("authorization", "Bearer access-1")
    .reply(...grantedToken(t, { token: "unscoped" }));
  const identity = { methods: ["token"], token: { id: "unscoped" } };
  keystone.post("/v3/auth/tokens", { auth: { identity, scope } }).reply(...grantedToken(t, { token: "scoped" }));
  api.get(list.path).matchHeader("x-auth-token", "scoped").reply(200, { l2_gateways: [] });
  t.deepEqual(await (await sessions.open()).send(list), { l2_gateways: [] });
}

/** A login that the configuration contains. The only request has these headers. */
async function fixed(t: ExecutionContext, entry: Record<string, unknown>, headers: Record<string, string | undefined>): Promise<void> {
  const url = `http://${ownHost()}:9696`;
  const request = mocked(t, url).get(list.path);
  for (const [name, value] of Object.entries({ authorization: undefined, "x-auth-token": undefined, ...headers }))
    request.matchHeader(name, (sent) => sent === value);
  request.reply(200, { l2_gateways: [] });
  const session = await new Sessions(settingsOf({ "border-gateway:sites": { tokyo: { endpoint: url, ...entry } } })).open();
  t.deepEqual(await session.send(list), { l2_gateways: [] });
}

const types: Readonly<Record<string, (t: ExecutionContext) => Promise<void>>> = {
  password: (t) => byPassword(t, "password"),
  v3password: (t) => byPassword(t, "v3password"),
  v3oidcclientcredentials: (t) => {
    const idp = `http://${ownHost("idp")}`;
    mocked(t, idp)
      .post("/token", "grant_type=client_credentials&scope=openid+profile")
      .basicAuth({ user: "deployer", pass: "s3cret" })
      .reply(200, { access_token: "access-1", token_type: "Bearer" });
    const client = { client_id: "deployer", client_secret: "s3cret", access_token_endpoint: `${idp}/token` };
    return byAccessToken(t, "v3oidcclientcredentials", client);
  },
  v3oidcaccesstoken: (t) => byAccessToken(t, "v3oidcaccesstoken", { access_token: "access-1" }),
  admin_token: (t) => fixed(t, { auth_type: "admin_token", token: "t0ken" }, { "x-auth-token": "t0ken" }),
  http_basic: (t) => {
    const authorization = `Basic ${Buffer.from("alice:hunter2").toString("base64")}`;
    return fixed(t, { auth_type: "http_basic", username: "alice", password: "hunter2" }, { authorization });
  },
  none: (t) => fixed(t, { auth_type: "none" }, {}),
};
for (const [name, tried] of Object.entries(types)) test(`auth type ${name}`, (t) => tried(t));

test("docs/login.md claims what is tried here, and no more", (t) => {
  t.deepEqual(Object.keys(types).sort(), ticked("auth_type", "mocked"));
});
