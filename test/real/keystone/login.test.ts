// SPDX-License-Identifier: Apache-2.0
// Every login that docs/login.md claims, against a real Keystone; the network service behind it asks Keystone about each token, as keystonemiddleware does.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import anyTest, { type TestFn } from "ava";
import { SiteError } from "../../../provider/client/errors";
import type { NeutronSession } from "../../../provider/client/neutronSession";
import { Sessions } from "../../../provider/client/sessions";
import { totp } from "../../../sdk/testing";
import { ticked } from "../../helpers/loginTable";
import { settingsOf } from "../../helpers/settings";
import { reasonToSkip } from "./installation";
import { type Population, populate, TOTP_SECRET } from "./population";
import { RealKeystone } from "./realKeystone";

interface Context {
  readonly keystone: RealKeystone;
  readonly url: string;
  readonly people: Population;
  /** Tokens that the network service was shown, with what Keystone said of each. */
  readonly shown: { token: string; status: number }[];
}

const skip = reasonToSkip();
const test = anyTest as TestFn<Context>;
const run = skip === undefined ? test.serial : test.skip;
if (skip !== undefined) test(`skipped: ${skip}`, (t) => t.pass());

test.before(async (t) => {
  if (skip !== undefined) return;
  t.timeout(600_000);
  const keystone = await RealKeystone.create();
  const url = await keystone.serve();
  const shown: Context["shown"] = [];
  let admin = "";
  const neutron = createServer(async (request, response) => {
    if (request.url === "/") return response.end(JSON.stringify({ versions: [{ id: "v2.0", links: [] }] }));
    const token = String(request.headers["x-auth-token"]);
    const answer = await fetch(`${url}/v3/auth/tokens`, { headers: { "X-Auth-Token": admin, "X-Subject-Token": token } });
    shown.push({ token, status: answer.status });
    return response
      .writeHead(answer.status === 200 ? 200 : 401)
      .end(answer.status === 200 ? '{"l2_gateways":[]}' : '{"error":{"message":"no"}}');
  });
  await new Promise<void>((resolve) => neutron.listen(0, "127.0.0.1", resolve));
  neutron.unref();
  const people = await populate(url, `http://127.0.0.1:${(neutron.address() as AddressInfo).port}`, await identityProvider());
  admin = people.admin;
  t.context = { keystone, url, people, shown };
});

/** An identity provider that gives an access token to one client. Answers the address of its tokens. */
async function identityProvider(): Promise<string> {
  const right = `Basic ${Buffer.from("deployer:s3cret").toString("base64")}`;
  const server = createServer((request, response) =>
    request.headers.authorization === right
      ? response.end('{"access_token": "access-of-alice"}')
      : response.writeHead(401).end('{"error": "invalid_client"}'),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
}

test.after.always((t) => t.context.keystone?.stop());

const list = { method: "GET", path: "/v2.0/l2-gateways" } as const;
const password = {
  username: "admin",
  password: "secret",
  user_domain_name: "Default",
  project_name: "admin",
  project_domain_name: "Default",
};

function open(url: string, auth: Record<string, unknown>, beside: Record<string, unknown> = {}): Promise<NeutronSession> {
  return new Sessions(settingsOf({ "border-gateway:sites": { tokyo: { auth: { auth_url: url, ...auth }, ...beside } } })).open();
}

const federated = { identity_provider: "corp", protocol: "openid", project_name: "admin", project_domain_name: "Default" };
const byCredential = ({ credential }: Population) => ({
  application_credential_id: credential.id,
  application_credential_secret: credential.secret,
});
const byToken = ({ admin, adminProject }: Population) => ({ token: admin, project_id: adminProject });
const passcode = () => totp(TOTP_SECRET, Date.now());
const unscoped = { ...password, project_name: undefined };

type Login = readonly [auth: (people: Population) => Record<string, unknown>, beside?: Record<string, unknown>];

/** By the names in the table of docs/login.md. An additional word distinguishes two variants of one name. */
const types: Readonly<Record<string, Login>> = {
  password: [() => password, { auth_type: "password" }],
  "password unnamed": [() => password],
  "password ids": [({ adminUser, adminProject }) => ({ user_id: adminUser, password: "secret", project_id: adminProject })],
  v3password: [() => password, { auth_type: "v3password" }],
  token: [byToken, { auth_type: "token" }],
  v3token: [byToken, { auth_type: "v3token" }],
  v3applicationcredential: [byCredential, { auth_type: "v3applicationcredential" }],
  "v3applicationcredential name": [
    ({ credential }) => ({
      username: "admin",
      user_domain_name: "Default",
      application_credential_name: "deployer",
      application_credential_secret: credential.secret,
    }),
  ],
  v3totp: [() => ({ ...password, username: "totp", passcode: passcode() }), { auth_type: "v3totp" }],
  v3multifactor: [
    () => ({ ...password, username: "mfa", passcode: passcode() }),
    { auth_type: "v3multifactor", auth_methods: ["v3password", "v3totp"] },
  ],
  v3oidcaccesstoken: [() => ({ ...federated, access_token: "access-of-alice" }), { auth_type: "v3oidcaccesstoken" }],
  v3oidcclientcredentials: [
    ({ accessTokens }) => ({ ...federated, client_id: "deployer", client_secret: "s3cret", access_token_endpoint: accessTokens }),
    { auth_type: "v3oidcclientcredentials" },
  ],
};
const scopes: Readonly<Record<string, Login>> = {
  project: [() => password],
  system: [() => ({ ...unscoped, system_scope: "all" })],
  domain: [() => ({ ...unscoped, domain_id: "default" })],
  trust: [({ trust }) => ({ ...unscoped, username: "trustee", trust_id: trust })],
};
const all = [
  ...Object.entries(types).map(([name, login]): [string, Login] => [`auth type ${name}`, login]),
  ...Object.entries(scopes).map(([name, login]): [string, Login] => [`scope ${name}`, login]),
];
for (const [title, [auth, beside]] of all) {
  run(`granted: ${title}`, async (t) => {
    const { url, people } = t.context;
    const session = await open(url, auth(people), { interface: "internal", region_name: "RegionOne", ...beside });
    t.deepEqual(await session.send(list), { l2_gateways: [] });
    t.true((await session.login()).roles?.includes("admin"));
    t.true((await session.login()).lifetimeMs !== undefined);
  });
}

// Not skipped with the others: it needs no Keystone.
test("docs/login.md claims what is tried here, and no more", (t) => {
  const tried = new Set(Object.keys(types).map((name) => name.split(" ")[0]));
  t.deepEqual([...tried].sort(), ticked("auth_type", "real Keystone"));
  t.deepEqual(Object.keys(scopes).sort(), ticked("scope", "real Keystone"));
});

const refused: readonly [title: string, auth: (people: Population) => Record<string, unknown>, reason: RegExp][] = [
  [
    "wrong password",
    () => ({ ...password, password: "hunter2" }),
    /^site tokyo: login as user "admin" \(domain Default\) at \S+ failed: The request you have made requires authentication. \(401, request id req-/,
  ],
  ["disabled project", () => ({ ...password, project_name: "closed" }), /The request you have made requires authentication. \(401/],
  [
    "no such project",
    () => ({ ...password, project_name: "admim" }),
    /\(401, request id \S+\)\. Check the user name, the password, and that project "admim" \(domain Default\) exists and the user has a role on it$/,
  ],
  [
    "a token for no such project",
    ({ admin }) => ({ token: admin, project_name: "admim", project_domain_name: "Default" }),
    /\. The token is valid, but project "admim" \(domain Default\) does not exist or the user has no role on it\. Did you mean "admin"\?$/,
  ],
  ["several factors, one given", () => ({ ...password, username: "mfa" }), /failed: .*\(401, request id req-/],
  ["wrong domain", () => ({ ...password, user_domain_name: "Nowhere" }), /\(401, request id req-/],
];
for (const [title, auth, reason] of refused) {
  run(`refused: ${title}`, async (t) => {
    const error = await t.throwsAsync(open(t.context.url, auth(t.context.people)), { instanceOf: SiteError });
    t.regex(error?.message ?? "", reason);
    t.notRegex(error?.message ?? "", /hunter2/);
  });
}

run("refused: an expired application credential", async (t) => {
  await sleep(2_000);
  const { id, secret } = t.context.people.expiredCredential;
  const error = await t.throwsAsync(open(t.context.url, { application_credential_id: id, application_credential_secret: secret }), {
    instanceOf: SiteError,
  });
  t.regex(error?.message ?? "", new RegExp(`login as application credential "${id}" at .* failed: .*\\(401`));
});

run("refused: an unknown client of the identity provider, and an access token that Keystone rejects", async (t) => {
  const { url, people } = t.context;
  const beside = { interface: "internal", region_name: "RegionOne" };
  const client = { ...federated, client_id: "deployer", client_secret: "hunter2", access_token_endpoint: people.accessTokens };
  const wrong = await t.throwsAsync(open(url, client, { ...beside, auth_type: "v3oidcclientcredentials" }), { instanceOf: SiteError });
  t.regex(wrong?.message ?? "", /login as client "deployer" of identity provider "corp" at \S+ failed: invalid_client \(401/);
  const given = open(url, { ...federated, access_token: "hunter2" }, { ...beside, auth_type: "v3oidcaccesstoken" });
  const refused = await t.throwsAsync(given, { instanceOf: SiteError });
  t.regex(refused?.message ?? "", /login as the holder of the given access token of identity provider "corp" at \S+ failed: .*\(401/);
  t.notRegex(`${wrong?.message} ${refused?.message}`, /hunter2/);
});

run("a token that is revoked mid-run is replaced once, and the requests that met it succeed", async (t) => {
  const { url, people, shown } = t.context;
  const session = await open(url, { ...password, username: "revoked" });
  await session.send(list);
  const token = (await session.login()).token?.reveal() ?? "";
  await fetch(`${url}/v3/auth/tokens`, { method: "DELETE", headers: { "X-Auth-Token": people.admin, "X-Subject-Token": token } });
  shown.length = 0;
  await Promise.all(Array.from({ length: 6 }, () => session.send(list)));
  t.is(new Set(shown.filter(({ status }) => status === 200).map((one) => one.token)).size, 1);
  t.true(shown.some((one) => one.token === token && one.status === 404));
});

run("tokens of five seconds are renewed ahead of their end", async (t) => {
  const { keystone, shown } = t.context;
  const session = await open(await keystone.serve(5), password);
  shown.length = 0;
  for (const until = Date.now() + 12_000; Date.now() < until; await sleep(250)) await session.send(list);
  t.true(new Set(shown.map(({ token }) => token)).size >= 3);
  t.deepEqual(
    shown.filter(({ status }) => status !== 200),
    [],
  );
});

run("a region that the catalog has not", async (t) => {
  const error = await t.throwsAsync(open(t.context.url, password, { region_name: "RegionTwo" }), { instanceOf: SiteError });
  t.is(
    error?.message,
    'site tokyo: the catalog has no network endpoint in region "RegionTwo". Did you mean "RegionOne"? Valid regions: RegionOne',
  );
});
