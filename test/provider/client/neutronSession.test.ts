// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { ApiError, isNeutronError, SiteError, UncertainError } from "../../../provider/client/errors";
import { Sessions } from "../../../provider/client/sessions";
import { mocked, ownHost, withNeutron } from "../../helpers/neutron";
import { settingsOf, TOKEN } from "../../helpers/settings";

const path = "/v2.0/l2-gateways";

test("a request carries token, request id, user agent, query in order and JSON", async (t) => {
  const { api, open } = withNeutron(t);
  const version = /^pulumi-border-gateway\/\d+\.\d+\.\d+/;
  api
    .post(`${path}?id=a&id=b&name=x+y`, { l2_gateway: { name: "g" } })
    .matchHeader("x-openstack-request-id", /^req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    .matchHeader("user-agent", version)
    .matchHeader("content-type", "application/json")
    .reply(201, { l2_gateway: { id: "1" } });
  const session = await open();
  const query = [["id", "a"] as const, ["id", "b"] as const, ["name", "x y"] as const];
  t.deepEqual(await session.send({ method: "POST", path, query, body: { l2_gateway: { name: "g" } } }), { l2_gateway: { id: "1" } });
});

test("an empty body is undefined", async (t) => {
  const { api, open } = withNeutron(t);
  api.delete(`${path}/1`).reply(204);
  t.is(await (await open()).send({ method: "DELETE", path: `${path}/1` }), undefined);
});

const refusals = [
  {
    title: "Neutron's own error",
    status: 404,
    body: { NeutronError: { type: "L2GatewayNotFound", message: "L2 Gateway 1 could not be found", detail: "" } },
    type: "L2GatewayNotFound",
    reason: "L2 Gateway 1 could not be found",
  },
  {
    title: "the 501 of networking-midonet, with another root",
    status: 501,
    body: { NotImplementedError: { type: "NotImplementedError", message: "", detail: "" } },
    type: "NotImplementedError",
    reason: "the server gave no reason",
  },
  {
    title: "Keystone's body",
    status: 403,
    body: { error: { code: 403, title: "Forbidden", message: "not for you" } },
    reason: "not for you",
  },
  { title: "an unknown path", status: 404, body: { code: 404, title: "Not Found", description: null }, reason: "Not Found" },
  {
    title: "an unknown extension",
    status: 404,
    body: { message: "Extension with alias foo does not exist", code: "404 Not Found", title: "x" },
    reason: "Extension with alias foo does not exist",
  },
  {
    title: "a proxy's page",
    status: 404,
    body: "<html><head><title>Not\n Found</title></head>nginx</html>",
    reason: 'a page titled "Not Found", not an answer of the API',
  },
  { title: "an empty 414", status: 414, body: "", reason: "no reason was given" },
  { title: "plain text", status: 400, body: "nonsense", reason: "not JSON: nonsense" },
];

for (const { title, status, body, type, reason } of refusals) {
  test(`refused: ${title}`, async (t) => {
    const { api, open } = withNeutron(t);
    api.get(`${path}/1`).reply(status, body, { "X-Openstack-Request-Id": "req-theirs" });
    const session = await open();
    const error = await t.throwsAsync<ApiError>(session.send({ method: "GET", path: `${path}/1` }), { instanceOf: ApiError });
    t.deepEqual(error?.exchange, {
      site: "tokyo",
      method: "GET",
      path: `${path}/1`,
      status,
      reason,
      requestId: "req-theirs",
      ...(type === undefined ? {} : { type }),
    });
    t.is(isNeutronError(error, "L2GatewayNotFound"), type === "L2GatewayNotFound");
  });
}

test("a 200 that is not JSON: an answer for a GET, doubt for what changes the site", async (t) => {
  const { api, open } = withNeutron(t);
  const session = await open();
  api.get(path).reply(200, '{"l2_gateways": [');
  const read = await t.throwsAsync(session.send({ method: "GET", path }), { instanceOf: ApiError });
  t.regex(read?.message ?? "", /answered 200: not JSON: \{"l2_gateways": \[/);
  for (const method of ["POST", "PUT", "DELETE"] as const) {
    api.intercept(path, method).reply(201, "<!doctype html><title>Log in</title>", { "Content-Type": "text/html" });
    const error = await t.throwsAsync<UncertainError>(session.send({ method, path, body: {} }), { instanceOf: UncertainError });
    t.is(error?.next, "report");
    t.regex(error?.message ?? "", /a page titled "Log in"/);
  }
});

test("a 401 against a fixed token names who logged in, and is asked once", async (t) => {
  const { api, open, url } = withNeutron(t);
  api.get(path).reply(401, { error: { code: 401, message: "The request you have made requires authentication." } });
  const session = await open();
  const error = await t.throwsAsync(session.send({ method: "GET", path }), { instanceOf: SiteError });
  t.true(
    error?.message.startsWith(
      `site tokyo: ${url} refuses the login of the holder of the given token: The request you have made requires authentication. (401, `,
    ),
    error?.message,
  );
});

test("a secret that the server echoes is masked", async (t) => {
  const { api, open } = withNeutron(t);
  api.get(path).reply(400, { NeutronError: { type: "X", message: `bad token ${TOKEN}`, detail: "" } });
  const session = await open();
  const error = await t.throwsAsync(session.send({ method: "GET", path }));
  t.true(error?.message.includes("bad token ***"), error?.message);
});

test("a secret that lies where the quotation is cut is masked too, and one in a page, a type, a request id", async (t) => {
  const { api, open } = withNeutron(t);
  const session = await open();
  const echoes: readonly [status: number, body: string | object, headers?: Record<string, string>][] = [
    [400, `${"x".repeat(190)}${TOKEN}`],
    [400, `<title>${"x".repeat(112)}${TOKEN}</title>`],
    [200, `${"x".repeat(190)}${TOKEN}`],
    [400, { NeutronError: { type: `T${TOKEN}`, message: "m", detail: TOKEN } }],
    [400, "", { "X-Openstack-Request-Id": TOKEN }],
    [302, "", { Location: `http://elsewhere.test/?t=${TOKEN}` }],
  ];
  for (const [status, body, headers] of echoes) {
    api.get(path).reply(status, body, headers);
    const error = await t.throwsAsync(session.send({ method: "GET", path }));
    // No four letters of it, wherever it was cut.
    t.notRegex(error?.message ?? "", /toke|test-/);
  }
});

test("a login header of HTTP basic that the server echoes is masked", async (t) => {
  const url = `http://${ownHost()}:9696`;
  const header = `Basic ${Buffer.from("alice:hunter2").toString("base64")}`;
  mocked(t, url)
    .get(path)
    .reply(403, { message: `no access with ${header}` });
  const tokyo = { auth_type: "http_basic", endpoint: url, username: "alice", password: "hunter2" };
  const session = await new Sessions(settingsOf({ "border-gateway:sites": { tokyo } })).open();
  const error = await t.throwsAsync(session.send({ method: "GET", path }), { instanceOf: ApiError });
  t.regex(error?.message ?? "", /answered 403: no access with \*\*\* \(request id/);
});

test("no more requests at a time than the site's concurrency", async (t) => {
  const { api, open } = withNeutron(t, { concurrency: 2 });
  let now = 0;
  let most = 0;
  api
    .get(path)
    .times(6)
    .reply(async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 20));
      now--;
      return [200, {}];
    });
  const session = await open();
  await Promise.all(Array.from({ length: 6 }, () => session.send({ method: "GET", path })));
  t.is(most, 2);
});
