// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { Entry } from "../../../../provider/client/config/entry";
import { validate } from "../../../../provider/client/config/validate";
import { SiteError } from "../../../../provider/client/errors";

const siteOf = (values: Record<string, unknown>) => validate("tokyo", "the test", new Entry([{ source: "the test", values }]));
const login = { auth_url: "http://k.test:5000/v3", username: "alice", password: "hunter2", user_domain_name: "Default" };
const keystone = (auth: Record<string, unknown>, beside: Record<string, unknown> = {}) => {
  const config = siteOf({ auth, ...beside }).auth;
  if (config.type !== "keystone") throw new Error(`not keystone but ${config.type}`);
  return config;
};

const refused: readonly [title: string, values: Record<string, unknown>, reason: RegExp][] = [
  ["no address of Keystone", { auth: { username: "a", password: "p", user_domain_id: "d" } }, /auth_url is missing/],
  ["no user", { auth: { ...login, username: undefined } }, /username is missing \(or user_id\)/],
  ["no password", { auth: { ...login, password: "" } }, /password is missing/],
  [
    "no domain of the user",
    { auth: { ...login, user_domain_name: undefined } },
    /user_domain_name or user_domain_id is missing: Keystone finds username only within a domain/,
  ],
  ["no domain of the project", { auth: { ...login, project_name: "ops" } }, /project_domain_name or project_domain_id is missing/],
  [
    "an unknown type",
    { auth_type: "v3kerberos", auth: login },
    /auth type "v3kerberos" is not supported; supported are none, http_basic, .*v3oidcaccesstoken$/,
  ],
  ["multi-factor without methods", { auth_type: "v3multifactor", auth: login }, /auth_methods is missing/],
  ["TOTP without passcode", { auth_type: "v3totp", auth: login }, /passcode is missing: auth type v3totp needs it/],
  ["project and system at once", { auth: { ...login, project_id: "p", system_scope: "all" } }, /but a project and system_scope are given/],
  ["another system than all", { auth: { ...login, system_scope: "some" } }, /system_scope has to be "all"/],
  ["no endpoint without a catalog", { auth_type: "none" }, /endpoint is missing: auth type none has no catalog/],
  ["an address that is no URL", { auth: { ...login, auth_url: "keystone:5000" } }, /auth_url has to begin with http/],
  ["an address that is nonsense", { auth: { ...login, auth_url: "//" } }, /auth_url is not a URL/],
  ["a password in the address", { auth: { ...login, auth_url: "http://a:hunter2@k.test" } }, /auth_url must not hold a user or password/],
  [
    "an interface that there is not",
    { auth: login, interface: "privat" },
    /: interface "privat" is not valid: use public, internal or admin$/,
  ],
  [
    "an interface that is nearly right",
    { auth: login, network_interface: ["public", "intrenal"] },
    /: network_interface "intrenal" is not valid: use public, internal or admin\. Did you mean "internal"\?$/,
  ],
  ["a flag that is neither", { auth: login, verify: "perhaps" }, /verify has to be true or false/],
  ["no concurrency", { auth: login, concurrency: 0 }, /concurrency has to be a whole number from 1 to 256/],
  ["a list for a text", { auth: { ...login, username: ["hunter2"] } }, /username has to be text/],
  [
    "OpenID Connect without provider",
    { auth_type: "v3oidcaccesstoken", auth: { ...login, access_token: "t" } },
    /identity_provider is missing/,
  ],
  [
    "an OpenID Connect client without endpoint",
    { auth_type: "v3oidcclientcredentials", auth: { ...login, client_id: "c", client_secret: "s" } },
    /access_token_endpoint is missing \(or discovery_endpoint\)/,
  ],
];
for (const [title, values, reason] of refused) {
  test(`refused: ${title}`, (t) => {
    const error = t.throws(() => siteOf(values), { instanceOf: SiteError });
    t.regex(error?.message ?? "", /^site tokyo \(the test\): /);
    t.regex(error?.message ?? "", reason);
    t.notRegex(error?.message ?? "", /hunter2/);
  });
}

test("a key next to auth takes precedence over the same key inside it", (t) => {
  const { proofs } = keystone(login, { username: "bob" });
  t.deepEqual(proofs[0]?.method === "password" && proofs[0].user, { name: "bob", domainName: "Default" });
});

test("old names: tenant_name, auth_plugin, endpoint_type, dashes", (t) => {
  const site = siteOf({
    "auth-plugin": "v3password",
    endpoint_type: "internalURL",
    auth: { ...login, tenant_name: "ops", "project-domain-id": "d" },
  });
  t.deepEqual(site.interfaces, ["internal"]);
  t.deepEqual(site.auth.type === "keystone" && site.auth.scope, { kind: "project", project: { name: "ops", domainId: "d" } });
});

test("one domain for user and project; alone it is the scope", (t) => {
  const both = keystone({ ...login, user_domain_name: undefined, project_name: "ops" }, { domain_id: "d" });
  t.deepEqual(both.scope, { kind: "project", project: { name: "ops", domainId: "d" } });
  t.deepEqual(keystone(login, { domain_name: "corp" }).scope, { kind: "domain", domain: { name: "corp" } });
});

test("scopes: system, trust, project by id, none", (t) => {
  t.deepEqual(keystone({ ...login, system_scope: "all" }).scope, { kind: "system" });
  t.deepEqual(keystone({ ...login, trust_id: "t" }).scope, { kind: "trust", id: "t" });
  t.deepEqual(keystone({ ...login, project_id: "p" }).scope, { kind: "project", project: { id: "p" } });
  t.deepEqual(keystone(login).scope, { kind: "none" });
});

test("an application credential is sent without a scope, even if one is configured", (t) => {
  const credential = { auth_url: login.auth_url, application_credential_id: "id", application_credential_secret: "s", project_id: "p" };
  t.deepEqual(keystone(credential).scope, { kind: "none" });
  t.is(keystone(credential).proofs[0]?.method, "application_credential");
});

test("the type that the secrets can only mean", (t) => {
  t.is(keystone({ auth_url: login.auth_url, token: "t" }).proofs[0]?.method, "token");
  t.is(siteOf({ token: "t", endpoint: "http://n.test" }).auth.type, "admin_token");
  t.is(siteOf({ auth_type: "token_endpoint", token: "t", url: "http://n.test" }).auth.type, "admin_token");
});

test("several factors are several proofs", (t) => {
  const { proofs } = keystone({ ...login, passcode: "123456" }, { auth_type: "v3multifactor", auth_methods: "v3password, v3totp" });
  t.deepEqual(
    proofs.map(({ method }) => method),
    ["password", "totp"],
  );
});

test("names in braces stand for other values, as in openstacksdk", (t) => {
  t.is(
    keystone({ ...login, auth_url: "https://{region_name}.corp.test/v3" }, { region_name: "tokyo" }).authUrl,
    "https://tokyo.corp.test/v3",
  );
});

test("endpoints lose version and slash, keep prefix and brackets", (t) => {
  const endpoint = (network_endpoint_override: string) => siteOf({ auth_type: "none", network_endpoint_override }).endpoint;
  t.is(endpoint("http://n.test:9696"), "http://n.test:9696");
  t.is(endpoint("http://n.test:9696/v2.0/"), "http://n.test:9696");
  t.is(endpoint("https://n.test/network/v2.0"), "https://n.test/network");
  t.is(endpoint("http://[2001:db8::1]:9696/"), "http://[2001:db8::1]:9696");
});

test("what is said of the network service alone wins: endpoint, interface, region, time-out; its type and name", (t) => {
  const all = { auth: login, interface: "admin", region_name: "east", api_timeout: 7 };
  const own = { network_interface: "internal", network_region_name: "west", network_timeout: 9, network_endpoint: "http://n.test/v2.0" };
  t.like(siteOf(all), { interfaces: ["admin"], region: "east", timeoutMs: 7000 });
  t.like(siteOf({ ...all, ...own }), { interfaces: ["internal"], region: "west", timeoutMs: 9000, endpoint: "http://n.test" });
  t.like(siteOf({ ...all, network_service_type: "net2", network_service_name: "neu" }), { serviceType: "net2", serviceName: "neu" });
});

test("insecure wins over verify, as in openstacksdk", (t) => {
  const verify = (values: Record<string, unknown>) => siteOf({ auth: login, ...values }).verify;
  t.true(verify({}));
  t.false(verify({ insecure: "True" }));
  t.false(verify({ verify: false }));
  t.false(verify({ verify: true, insecure: true }));
  t.true(verify({ insecure: "False" }));
});
