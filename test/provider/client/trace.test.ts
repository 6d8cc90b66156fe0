// SPDX-License-Identifier: Apache-2.0
import { inspect } from "node:util";
import test from "ava";
import { Redactor } from "../../../provider/client/redactor";
import { Secret, wireJson } from "../../../provider/client/secret";
import { Sessions } from "../../../provider/client/sessions";
import { grantedToken, PASSWORD, withKeystone } from "../../helpers/keystone";

const list = { method: "GET", path: "/v2.0/l2-gateways" } as const;

test("debug: one line for each attempt, no body", async (t) => {
  const lines: string[] = [];
  const { keystone, api, settings } = withKeystone(t);
  keystone.post("/v3/auth/tokens").reply(...grantedToken(t));
  api.get(`${list.path}?id=a`).reply(503, "");
  api.get(`${list.path}?id=a`).reply(200, { l2_gateways: [] }, { "X-Openstack-Request-Id": "req-theirs" });
  const sessions = new Sessions({ ...settings, env: { BORDER_GATEWAY_LOG: "debug" }, log: (line) => lines.push(line) });
  await (await sessions.open()).send({ ...list, query: [["id", "a"]] });
  t.is(lines.length, 3);
  t.regex(lines[0] ?? "", /^border-gateway: tokyo POST \/v3\/auth\/tokens 201 \d+ ms req-\S+ attempt 1$/);
  t.regex(lines[1] ?? "", /^border-gateway: tokyo GET \/v2.0\/l2-gateways\?id=a 503 \d+ ms req-\S+ attempt 1$/);
  t.regex(lines[2] ?? "", /^border-gateway: tokyo GET \/v2.0\/l2-gateways\?id=a 200 \d+ ms req-theirs attempt 2$/);
});

test("trace: bodies too, passwords and tokens masked, a login's answer left out", async (t) => {
  const lines: string[] = [];
  const { keystone, api, settings } = withKeystone(t);
  keystone.post("/v3/auth/tokens").reply(...grantedToken(t, { token: "granted-t0ken" }));
  api.post(list.path).reply(201, { echo: "granted-t0ken", password: PASSWORD });
  const sessions = new Sessions({ ...settings, env: { BORDER_GATEWAY_LOG: "trace" }, log: (line) => lines.push(line) });
  await (await sessions.open()).send({ ...list, method: "POST", body: { l2_gateway: { name: "g" } } });
  t.regex(lines[0] ?? "", /"password":\{"user":\{"name":"alice","domain":\{"name":"Default"\},"password":"\*\*\*"\}\}.* < \(not shown\)$/);
  t.regex(lines[1] ?? "", / > \{"l2_gateway":\{"name":"g"\}\} < \{"echo":"\*\*\*","password":"\*\*\*"\}$/);
  t.false(lines.join("\n").includes(PASSWORD) || lines.join("\n").includes("granted-t0ken"));
});

test("silent unless asked", async (t) => {
  const { keystone, settings } = withKeystone(t);
  keystone.post("/v3/auth/tokens").reply(...grantedToken(t));
  await new Sessions({ ...settings, log: () => t.fail() }).open();
  t.pass();
});

test("a secret prints as *** however it is turned into text, and goes over the wire as it is", (t) => {
  const secret = new Secret("hunter2");
  for (const text of [
    `${secret}`,
    String(secret),
    JSON.stringify({ secret }),
    inspect({ secret }, { showHidden: true, depth: 9 }),
    `${[secret]}`,
    JSON.stringify(Object.entries(secret)),
  ])
    t.false(text.includes("hunter2"), text);
  t.is(wireJson({ a: [{ b: secret }], c: 1, d: null }), '{"a":[{"b":"hunter2"}],"c":1,"d":null}');
});

test("known secrets are taken out of foreign text in every spelling: URL, form, JSON of two kinds, page, login header", (t) => {
  const redactor = new Redactor();
  redactor.learn(new Secret("pä ß<'&\"☃"));
  redactor.learn(new Secret(`Basic ${Buffer.from("alice:hunter2").toString("base64")}`));
  for (const text of [
    "p%C3%A4%20%C3%9F%3C'%26%22%E2%98%83",
    "p%C3%A4+%C3%9F%3C%27%26%22%E2%98%83",
    "pä ß<'&\\\"☃",
    "p\\u00e4 \\u00df<'&\\\"\\u2603",
    "pä ß&lt;&#x27;&amp;&quot;☃",
    "Basic YWxpY2U6aHVudGVyMg==",
    "YWxpY2U6aHVudGVyMg==",
  ])
    t.is(redactor.clean(text), "***");
});

test("known secrets are taken out of foreign text, also as they look in URLs and JSON", (t) => {
  const redactor = new Redactor();
  redactor.learn(new Secret('p/"w rd'));
  redactor.learn(new Secret("ab"));
  t.is(redactor.clean('x p/"w rd y p%2F%22w%20rd z p/\\"w rd ab'), "x *** y *** z *** ab");
});
