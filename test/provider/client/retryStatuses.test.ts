// SPDX-License-Identifier: Apache-2.0
// Every HTTP status against docs/retries.md: how often a request is sent, and what the caller gets. The document is the test's own copy of the table.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import fc from "fast-check";
import nock from "nock";
import { ApiError, SiteError, UncertainError } from "../../../provider/client/errors";
import { failureOf, retryLimits, retryTable } from "../../../provider/client/retry";
import type { Request } from "../../../provider/client/session";
import { Sessions } from "../../../provider/client/sessions";
import { startSites } from "../../../sdk/testing";
import { ROOT } from "../../helpers/compile";
import { ownHost, withNeutron } from "../../helpers/neutron";
import { openAt } from "../../helpers/openAt";
import { settingsOf, TOKEN } from "../../helpers/settings";

type Method = Request["method"];
const methods: readonly Method[] = ["GET", "POST", "PUT", "DELETE"];
const path = "/v2.0/l2-gateways";

const document = readFileSync(join(ROOT, "docs", "retries.md"), "utf8");
const cellsOf = (line: string) =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

interface Row {
  readonly actions: Readonly<Record<Method, string>>;
  readonly repeats: number;
  readonly seconds: number;
}
const rows: ReadonlyMap<string, Row> = new Map(
  [...document.matchAll(/^\| `(\w+)` \|.*\|$/gm)].map(([line]): [string, Row] => {
    const [row = "", GET = "", POST = "", PUT = "", DELETE = "", repeats = "", limit = ""] = cellsOf(line);
    return [row.slice(1, -1), { actions: { GET, POST, PUT, DELETE }, repeats: Number(repeats), seconds: Number(limit.replace(" s", "")) }];
  }),
);
/** Status to row. The range in the last line holds for what no line before it has. */
const statuses = new Map<number, string>();
for (const [line] of document.matchAll(/^\| \d{3}.*\|$/gm)) {
  const [named = "", row = ""] = cellsOf(line);
  const range = /^(\d+) to (\d+)$/.exec(named);
  const each =
    range === null
      ? named.split(", ").map(Number)
      : [...Array(Number(range[2]) - Number(range[1]) + 1).keys()].map((n) => n + Number(range[1]));
  for (const status of each) if (!statuses.has(status)) statuses.set(status, row.replaceAll("`", ""));
}
/** The row of docs/retries.md for a status without the error type of the agent. */
const rowOf = (status: number): Row | undefined => (status === 409 ? undefined : rows.get(statuses.get(status) ?? "answer"));

test("docs/retries.md has the actions and limits of the table", (t) => {
  const words = { retry: "retry", retryOnce: "retry once", lookThenRepeat: "look, then repeat", lookThenReport: "look, then report" };
  const table = Object.entries(retryTable).map(([row, cells]) => {
    const { repeats, withinMs } = retryLimits[row as keyof typeof retryLimits];
    const actions = Object.fromEntries(methods.map((method) => [method, words[cells[method]]]));
    return [row, { actions, repeats, seconds: withinMs / 1000 }];
  });
  t.deepEqual(Object.fromEntries(rows), Object.fromEntries(table));
});

test("docs/retries.md has the row of every status", (t) => {
  for (let status = 200; status <= 999; status++) {
    const documented = status === 409 ? undefined : (statuses.get(status) ?? "answer");
    t.is(failureOf(status, () => undefined) ?? "answer", documented ?? "answer", String(status));
  }
  t.is(
    failureOf(409, () => "OVSDBError"),
    "agentUnreachable",
  );
  t.is(
    failureOf(409, () => "L2GatewayInUse"),
    undefined,
  );
  // Each status that a front end of the field sends is decided by a line of its own.
  for (const status of [408, 421, 425, 429, 499, 500, 502, 503, 504, 507, 520, 521, 522, 523, 524, 525, 526, 527])
    t.regex(document, new RegExp(`^\\| (\\d+, )*${status}(, \\d+)* \\|`, "m"), String(status));
});

const page = "<html><body><h1>408 Request Time-out</h1>\nYour browser didn't send a complete request in time.\n</body></html>\n";
const neutronError = JSON.stringify({ NeutronError: { type: "Something", message: "it is so", detail: "" } });

test("property: a request with a lasting error status is repeated, and fails, as the row of the status specifies", async (t) => {
  // A redirect without a target is an answer like any other.
  const status = fc.oneof(fc.constantFrom(...statuses.keys()), fc.integer({ min: 300, max: 599 }));
  await fc.assert(
    fc.asyncProperty(status, fc.constantFrom(...methods), fc.constantFrom(page, neutronError, ""), async (code, method, body) => {
      const url = `http://${ownHost()}:9696`;
      let sent = 0;
      nock(url)
        .persist()
        .intercept(path, method)
        .reply(() => {
          sent += 1;
          return [code, body];
        });
      const row = rowOf(code);
      const action = row?.actions[method];
      const repeats = action === "retry" ? (row?.repeats ?? 0) : action === "retry once" ? 1 : 0;
      const session = await openAt(url);
      const error = await session.send({ method, path, ...(method === "POST" || method === "PUT" ? { body: {} } : {}) }).then(
        () => undefined,
        (failure: unknown) => failure,
      );
      t.is(sent, 1 + repeats, `${method} ${code}`);
      t.true(error instanceof ApiError || error instanceof SiteError || error instanceof UncertainError, `${method} ${code}: ${error}`);
      // Nothing that may have been done is reported as if it had not.
      const mayBeDone = method !== "GET" && ["lost", "serverError", "timeout"].includes(statuses.get(code) ?? "");
      if (mayBeDone) t.true(error instanceof UncertainError, `${method} ${code}`);
      if (error instanceof UncertainError && mayBeDone)
        t.is(error.next, action === "look, then repeat" ? "repeat" : "report", `${method} ${code}`);
      if (method === "GET" || (row !== undefined && !mayBeDone)) t.false(error instanceof UncertainError, `${method} ${code}`);
    }),
    { numRuns: 300 },
  );
});

test("408 once: GET, PUT and DELETE are sent again, a POST is reported as in doubt", async (t) => {
  const { api, open } = withNeutron(t);
  const session = await open();
  for (const method of ["GET", "PUT", "DELETE"] as const) {
    api.intercept(path, method).reply(408, page);
    api.intercept(path, method).reply(method === "DELETE" ? 204 : 200, method === "DELETE" ? undefined : { done: true });
    await t.notThrowsAsync(session.send({ method, path, body: {} }));
  }
  api.post(path).reply(408, page);
  const error = await t.throwsAsync<UncertainError>(session.send({ method: "POST", path, body: {} }), { instanceOf: UncertainError });
  t.is(error?.next, "repeat");
  t.regex(error?.message ?? "", /answered 408: .*a proxy in front of it did not receive the whole request in time/);
});

test("408 at a login: it is sent again", async (t) => {
  const [site] = await startSites({ sites: ["tokyo"], auth: "keystone" });
  t.teardown(() => site.stop());
  site.fault({ match: { path: /auth\/tokens/, times: 2 }, action: { status: 408, body: page } });
  const auth = {
    auth_url: `${site.url}/identity`,
    username: "admin",
    password: "secret",
    user_domain_name: "Default",
    project_name: "admin",
    project_domain_name: "Default",
  };
  const sessions = new Sessions(settingsOf({ "border-gateway:sites": { tokyo: { auth, region_name: "RegionOne" } } }));
  t.is((await sessions.open("tokyo")).site, "tokyo");
  t.is(site.requests().filter(({ path }) => path.endsWith("/auth/tokens")).length, 3);
});

test("no answer of a front end shows the token", async (t) => {
  const { api, open } = withNeutron(t);
  const session = await open();
  api.post(path).reply(408, `<title>${TOKEN}</title>`);
  t.false((await t.throwsAsync(session.send({ method: "POST", path, body: {} })))?.message.includes(TOKEN));
});
