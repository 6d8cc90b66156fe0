// SPDX-License-Identifier: Apache-2.0
import test, { type ExecutionContext } from "ava";
import { SiteError } from "../../../../provider/client/errors";
import { Sessions } from "../../../../provider/client/sessions";
import { type EmulatedSite, type StartSites, startSites } from "../../../../sdk/testing";
import { settingsOf } from "../../../helpers/settings";

async function emulated(t: ExecutionContext, options: Partial<StartSites> = {}): Promise<EmulatedSite> {
  const [site] = await startSites({ auth: "keystone", ...options, sites: ["tokyo"] });
  t.teardown(() => site.stop());
  return site;
}

function sessionsOf({ url }: EmulatedSite, auth: Record<string, unknown>) {
  const tokyo = { auth: { auth_url: `${url}/identity`, ...auth }, region_name: "RegionOne" };
  return new Sessions(settingsOf({ "border-gateway:sites": { tokyo } }));
}

const admin = { username: "admin", password: "secret", user_domain_name: "Default", project_name: "admin", project_domain_name: "Default" };
const list = { method: "GET", path: "/v2.0/l2-gateways" } as const;
const logins = (site: EmulatedSite) => site.requests().filter(({ path }) => path.endsWith("/auth/tokens"));

test("one factor of two is not enough", async (t) => {
  const half = sessionsOf(await emulated(t), { ...admin, username: "mfa" }).open();
  t.regex((await t.throwsAsync(half, { instanceOf: SiteError }))?.message ?? "", /login as user "mfa" \(domain Default\) at .* failed/);
});

const role = 'project "admin" (domain Default) exists and the user has a role on it';
const wrong: readonly [title: string, auth: Record<string, unknown>, advice: string][] = [
  ["a wrong password", { ...admin, password: "hunter2" }, `Check the user name, the password, and that ${role}`],
  ["a disabled user", { ...admin, username: "disabled" }, `Check the user name, the password, and that ${role}`],
  [
    "a disabled project",
    { ...admin, project_name: "closed" },
    'Check the user name, the password, and that project "closed" (domain Default) exists and the user has a role on it',
  ],
  [
    "a project that does not exist",
    { ...admin, project_name: "admim" },
    'Check the user name, the password, and that project "admim" (domain Default) exists and the user has a role on it',
  ],
  [
    "a project by its id",
    { ...admin, project_name: undefined, project_id: "f".repeat(32) },
    `Check the user name, the password, and that project ${"f".repeat(32)} exists and the user has a role on it`,
  ],
  [
    "a domain without a role",
    { ...admin, username: "member", project_name: undefined, domain_name: "Default" },
    'Check the user name, the password, and that domain "Default" exists and the user has a role on it',
  ],
  [
    "the system without a role",
    { ...admin, username: "member", project_name: undefined, system_scope: "all" },
    "Check the user name, the password, and that the user has a role on the system (system_scope)",
  ],
  ["no scope at all", { ...admin, password: "hunter2", project_name: undefined }, "Check the user name, and the password"],
  [
    "an expired application credential",
    { application_credential_id: "credential-expired", application_credential_secret: "secret" },
    "Check the application credential's id and secret, and that it exists and has not expired",
  ],
  ["a project without a role", { ...admin, username: "member" }, `Check the user name, the password, and that ${role}`],
];
for (const [title, auth, advice] of wrong) {
  test(`login refused: ${title}`, async (t) => {
    const site = await emulated(t);
    const error = await t.throwsAsync(sessionsOf(site, auth).open(), { instanceOf: SiteError });
    const who = auth.username === undefined ? 'application credential "credential-expired"' : `user "${auth.username}" (domain Default)`;
    const said = "The request you have made requires authentication.";
    const told = `site tokyo: login as ${who} at ${site.url}/identity failed: ${said} (401, request id req-`;
    t.true(error?.message.startsWith(told), error?.message);
    t.true(error?.message.endsWith(`). ${advice}`), error?.message);
    t.notRegex(error?.message ?? "", /hunter2/);
    // A wrong password is not tried again: accounts are locked for that.
    t.is(logins(site).length, 1);
  });
}

test("a token that is good for other projects: those are asked for, and the nearest is suggested", async (t) => {
  const site = await emulated(t);
  const token = (await (await sessionsOf(site, admin).open()).login()).token?.reveal();
  const by = (auth: Record<string, unknown>) => t.throwsAsync(sessionsOf(site, { token, ...auth }).open(), { instanceOf: SiteError });
  const project = { project_name: "admim", project_domain_name: "Default" };
  const told =
    'The token is valid, but project "admim" (domain Default) does not exist or the user has no role on it. Did you mean "admin"?';
  t.true((await by(project))?.message.endsWith(`). ${told}`));
  t.true(
    (await by({ ...project, token: "hunter2" }))?.message.endsWith(
      'Check that the token is valid and has not expired, and that project "admim" (domain Default) exists and the user has a role on it',
    ),
  );
  // A project that the list has is refused for another reason.
  site.fault({ match: { method: "POST", path: /auth\/tokens/ }, action: { status: 401, body: { error: { code: 401, message: "no" } } } });
  t.regex(
    (await by({ ...project, project_name: "admin" }))?.message ?? "",
    /\. Check that the token is valid and has not expired, and that project "admin"/,
  );
});

test("one token and one discovery, then the request itself", async (t) => {
  const site = await emulated(t);
  const session = await sessionsOf(site, admin).open();
  await Promise.all(Array.from({ length: 20 }, () => session.send(list)));
  t.deepEqual(
    site
      .requests()
      .slice(0, 3)
      .map(({ method, path }) => `${method} ${path}`),
    ["POST /identity/v3/auth/tokens", "GET /", "GET /v2.0/l2-gateways"],
  );
  t.is(site.requests().length, 22);
});

test("a revoked token is renewed by one request, however many wait", async (t) => {
  const site = await emulated(t);
  const session = await sessionsOf(site, admin).open();
  await session.send(list);
  site.revokeTokens();
  site.clearRequests();
  const answers = await Promise.all(Array.from({ length: 20 }, () => session.send(list)));
  t.true(answers.every((answer) => JSON.stringify(answer) === '{"l2_gateways":[]}'));
  t.is(logins(site).length, 1);
});

test("tokens that live for less than a second: every request succeeds", async (t) => {
  const site = await emulated(t, { tokenLifetimeMs: 400 });
  const session = await sessionsOf(site, admin).open();
  const until = Date.now() + 1500;
  while (Date.now() < until) {
    t.deepEqual(await session.send(list), { l2_gateways: [] });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  t.true(logins(site).length >= 3);
});

test("a site that refuses new tokens too: who and which project", async (t) => {
  const site = await emulated(t);
  const session = await sessionsOf(site, admin).open();
  site.fault({
    match: { path: /l2-gateways/, times: 2 },
    action: { status: 401, body: { error: { message: "Unauthorized", code: 401 } } },
  });
  const error = await t.throwsAsync(session.send(list), { instanceOf: SiteError });
  t.regex(
    error?.message ?? "",
    /refuses the login of user "admin" \(domain Default\), project admin even with a new token: Unauthorized \(401, request id req-/,
  );
  t.is(logins(site).length, 2);
});

test("a clock that is wrong by an hour changes nothing", async (t) => {
  const site = await emulated(t);
  const off = Date.now() - 3_600_000;
  const time = (ms: number) => new Date(ms).toISOString();
  const token = {
    issued_at: time(off),
    expires_at: time(off + 3_600_000),
    user: {},
    catalog: [{ type: "network", endpoints: [{ interface: "public", region: "RegionOne", url: site.url }] }],
  };
  site.fault({ match: { path: /auth\/tokens/ }, action: { status: 201, body: { token }, headers: { "X-Subject-Token": "t" } } });
  const session = await sessionsOf(site, admin).open();
  site.fault({ match: { path: /l2-gateways/, times: Number.POSITIVE_INFINITY }, action: { status: 200, body: { l2_gateways: [] } } });
  for (let n = 0; n < 3; n++) await session.send(list);
  t.is(logins(site).length, 1);
});

test("a token whose times are whole seconds may end a second early, and is taken so", async (t) => {
  const site = await emulated(t);
  const endpoints = [{ interface: "public", region: "RegionOne", url: site.url }];
  for (const [issued_at, lifetimeMs] of [
    ["2026-11-24T10:00:00.000000Z", 4_000],
    ["2026-11-24T10:00:00.250000Z", 4_750],
  ] as const) {
    const token = { issued_at, expires_at: "2026-11-24T10:00:05.000000Z", user: {}, catalog: [{ type: "network", endpoints }] };
    site.fault({ match: { path: /auth\/tokens/ }, action: { status: 201, body: { token }, headers: { "X-Subject-Token": "t" } } });
    t.is((await (await sessionsOf(site, admin).open()).login()).lifetimeMs, lifetimeMs);
    site.clearFaults();
  }
});

test("Keystone that is busy is asked again; one that is down is named", async (t) => {
  const site = await emulated(t);
  site.fault({ match: { path: /auth\/tokens/, times: 2 }, action: { status: 503, body: "<html><title>Busy</title></html>" } });
  t.is((await sessionsOf(site, admin).open()).site, "tokyo");
  t.is(logins(site).length, 3);
  site.fault({ match: { path: /auth\/tokens/, times: 99 }, action: { status: 503, body: "<html><title>Busy</title></html>" } });
  const error = await t.throwsAsync(sessionsOf(site, admin).open(), { instanceOf: SiteError });
  t.regex(error?.message ?? "", /failed: a page titled "Busy", not an answer of the API \(503, request id req-/);
});

const notKeystone: readonly [title: string, status: number, body: string | Record<string, never>, reason: RegExp][] = [
  ["a login page", 200, "<!doctype html><title>Sign in</title>", /the answer holds no token: a page titled "Sign in"/],
  ["another API", 201, {}, /the answer holds no token: this is not Keystone's v3 API/],
  ["a 404 page", 404, "<title>404 Not Found</title>", /failed: a page titled "404 Not Found", not an answer of the API \(404/],
];
for (const [title, status, body, reason] of notKeystone) {
  test(`auth_url leads to ${title}`, async (t) => {
    const site = await emulated(t);
    site.fault({ match: { path: /auth\/tokens/, times: 9 }, action: { status, body } });
    t.regex((await t.throwsAsync(sessionsOf(site, admin).open(), { instanceOf: SiteError }))?.message ?? "", reason);
  });
}
