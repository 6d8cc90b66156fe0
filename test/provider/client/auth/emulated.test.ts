// SPDX-License-Identifier: Apache-2.0
// The ticks of docs/login.md in the column "emulated".
import test, { type ExecutionContext } from "ava";
import { Sessions } from "../../../../provider/client/sessions";
import { type EmulatedSite, type SiteAuth, startSites, totp } from "../../../../sdk/testing";
import { ticked } from "../../../helpers/loginTable";
import { settingsOf } from "../../../helpers/settings";

const ADMIN_PROJECT = "a".repeat(32);
const admin = { username: "admin", password: "secret", user_domain_name: "Default" };
const project = { project_name: "admin", project_domain_name: "Default" };
const credential = { application_credential_id: "credential-admin", application_credential_secret: "secret" };
const passcode = () => totp("JBSWY3DPEHPK3PXP", Date.now());

type Entry = Readonly<Record<string, unknown>>;
type EntryOf = (site: EmulatedSite) => Entry | Promise<Entry>;

async function sessionOf(t: ExecutionContext, entryOf: EntryOf, auth: SiteAuth = "keystone") {
  const [site] = await startSites({ auth, sites: ["tokyo"] });
  t.teardown(() => site.stop());
  const { auth: login = {}, ...beside } = await entryOf(site);
  const where = auth === "keystone" ? { auth_url: `${site.url}/identity` } : { endpoint: site.url };
  site.clearRequests();
  const entry = { ...beside, auth: { ...where, ...(login as Entry) }, region_name: "RegionOne" };
  return { site, session: await new Sessions(settingsOf({ "border-gateway:sites": { tokyo: entry } })).open() };
}

async function givenToken({ url }: EmulatedSite): Promise<string> {
  const identity = { methods: ["password"], password: { user: { id: "user-admin", password: "secret" } } };
  const answer = await fetch(`${url}/identity/v3/auth/tokens`, { method: "POST", body: JSON.stringify({ auth: { identity } }) });
  return answer.headers.get("x-subject-token") ?? "";
}
const byToken =
  (auth_type: string): EntryOf =>
  async (site) => ({ auth_type, auth: { token: await givenToken(site), project_id: ADMIN_PROJECT } });

/** By the names in the table. An additional word distinguishes two variants of one name. */
const types: Readonly<Record<string, EntryOf>> = {
  password: () => ({ auth_type: "password", auth: { ...admin, ...project } }),
  "password unnamed": () => ({ auth: { ...admin, ...project } }),
  "password ids": () => ({ auth: { user_id: "user-admin", password: "secret", project_id: ADMIN_PROJECT } }),
  v3password: () => ({ auth_type: "v3password", auth: { ...admin, ...project } }),
  token: byToken("token"),
  v3token: byToken("v3token"),
  v3applicationcredential: () => ({ auth_type: "v3applicationcredential", auth: credential }),
  "v3applicationcredential unnamed": () => ({ auth: credential }),
  "v3applicationcredential name": () => ({
    auth_type: "v3applicationcredential",
    auth: {
      username: "admin",
      user_domain_id: "default",
      application_credential_name: "deployer",
      application_credential_secret: "secret",
    },
  }),
  v3totp: () => ({ auth_type: "v3totp", auth: { ...admin, ...project, username: "totp", passcode: passcode() } }),
  v3multifactor: () => ({
    auth_type: "v3multifactor",
    auth_methods: ["v3password", "v3totp"],
    auth: { ...admin, ...project, username: "mfa", passcode: passcode() },
  }),
};
for (const [name, entryOf] of Object.entries(types)) {
  test(`auth type ${name}`, async (t) => {
    const { site, session } = await sessionOf(t, entryOf);
    t.deepEqual(await session.send({ method: "GET", path: "/v2.0/l2-gateways" }), { l2_gateways: [] });
    t.is(session.endpoint, site.url);
    t.is(session.projectId, ADMIN_PROJECT);
    t.deepEqual(
      site.requests().map(({ method, path }) => `${method} ${path}`),
      ["POST /identity/v3/auth/tokens", "GET /", "GET /v2.0/l2-gateways"],
    );
  });
}

const withoutKeystone: Readonly<Record<string, [auth: SiteAuth, entry: Entry]>> = {
  admin_token: ["tokens", { auth_type: "admin_token", auth: { token: "admin" } }],
  none: ["none", { auth_type: "none" }],
};
for (const [name, [auth, entry]] of Object.entries(withoutKeystone)) {
  test(`auth type ${name}`, async (t) => {
    const { site, session } = await sessionOf(t, () => entry, auth);
    t.deepEqual(await session.send({ method: "GET", path: "/v2.0/l2-gateways" }), { l2_gateways: [] });
    t.is(site.requests().length, 1);
  });
}

const scopes: Readonly<Record<string, Entry>> = {
  project,
  system: { system_scope: "all" },
  domain: { domain_name: "Default" },
};
for (const [name, scope] of Object.entries(scopes)) {
  test(`scope ${name}`, async (t) => {
    const { session } = await sessionOf(t, () => ({ auth: { ...admin, ...scope } }));
    t.deepEqual(await session.send({ method: "GET", path: "/v2.0/l2-gateways" }), { l2_gateways: [] });
    t.is(session.projectId, name === "project" ? ADMIN_PROJECT : undefined);
  });
}

test("docs/login.md claims what is tried here, and no more", (t) => {
  const tried = new Set([...Object.keys(types), ...Object.keys(withoutKeystone)].map((name) => name.split(" ")[0]));
  t.deepEqual([...tried].sort(), ticked("auth_type", "emulated"));
  t.deepEqual(Object.keys(scopes).sort(), ticked("scope", "emulated"));
});
