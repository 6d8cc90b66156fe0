// SPDX-License-Identifier: Apache-2.0
import test, { type ExecutionContext } from "ava";
import type nock from "nock";
import { ApiError, SiteError, UncertainError } from "../../../provider/client/errors";
import { type Failure, retryAfterMs, retryLimits, retryTable } from "../../../provider/client/retry";
import type { Request } from "../../../provider/client/session";
import { withNeutron } from "../../helpers/neutron";

type Method = Request["method"];

/** How each failure looks on the wire. */
const inject: Record<Failure, (mock: nock.Interceptor) => nock.Scope> = {
  notSent: (mock) => mock.replyWithError(Object.assign(new Error("refused"), { code: "ECONNREFUSED" })),
  lost: (mock) => mock.replyWithError(Object.assign(new Error("reset"), { code: "ECONNRESET" })),
  serverError: (mock) => mock.reply(500, { NeutronError: { type: "HTTPInternalServerError", message: "it broke", detail: "" } }),
  tooMany: (mock) => mock.reply(429, "slow down", { "Retry-After": "1" }),
  agentUnreachable: (mock) => mock.reply(409, { NeutronError: { type: "OVSDBError", message: "no agent", detail: "" } }),
  timeout: (mock) => mock.delay(3_000).reply(200, {}),
};

/** The retry policy, written a second time. `again` means one more request that succeeds. All others fail after one request. */
type Outcome = "again" | "look, then repeat" | "look, then report";
const expected: Record<Failure, Record<Method, Outcome>> = {
  notSent: { GET: "again", POST: "again", PUT: "again", DELETE: "again" },
  lost: { GET: "again", POST: "look, then repeat", PUT: "again", DELETE: "again" },
  serverError: { GET: "again", POST: "look, then report", PUT: "look, then report", DELETE: "look, then repeat" },
  tooMany: { GET: "again", POST: "again", PUT: "again", DELETE: "again" },
  agentUnreachable: { GET: "again", POST: "again", PUT: "again", DELETE: "again" },
  timeout: { GET: "again", POST: "look, then report", PUT: "look, then repeat", DELETE: "look, then repeat" },
};

const request = (method: Method, row?: Failure): Request => ({
  method,
  path: "/v2.0/l2-gateways",
  ...(method === "POST" || method === "PUT" ? { body: { l2_gateway: { name: "g" } } } : {}),
  timeoutMs: row === "timeout" ? 1_500 : 20_000,
});

async function failure(t: ExecutionContext, method: Method, sent: Promise<unknown>): Promise<Error> {
  const error = await t.throwsAsync(sent, undefined, method);
  return error ?? new Error("nothing was thrown");
}

for (const row of Object.keys(expected) as Failure[]) {
  for (const method of Object.keys(expected[row]) as Method[]) {
    const outcome = expected[row][method];
    test(`${row} × ${method}: ${outcome}`, async (t) => {
      const { api, open } = withNeutron(t);
      inject[row](api.intercept("/v2.0/l2-gateways", method));
      const session = await open();
      if (outcome === "again") {
        const deleted = method === "DELETE";
        api.intercept("/v2.0/l2-gateways", method).reply(deleted ? 204 : 200, deleted ? undefined : { done: true });
        t.deepEqual(await session.send(request(method, row)), deleted ? undefined : { done: true });
        return;
      }
      const error = await failure(t, method, session.send(request(method, row)));
      t.true(error instanceof UncertainError);
      t.is(error instanceof UncertainError && error.next, outcome === "look, then repeat" ? "repeat" : "report");
    });
  }
}

for (const row of Object.keys(retryTable) as Failure[]) {
  test(`${row}: a GET is sent once and ${retryLimits[row].repeats} times more, no more`, async (t) => {
    const { api, open } = withNeutron(t);
    for (let n = 0; n <= retryLimits[row].repeats; n++) inject[row](api.get("/v2.0/l2-gateways"));
    const spare = inject[row](api.get("/v2.0/l2-gateways?spare=1"));
    const session = await open();
    const error = await failure(t, "GET", session.send(request("GET", row)));
    const answered = row === "serverError" || row === "tooMany" || row === "agentUnreachable";
    t.true(answered ? error instanceof ApiError : error instanceof SiteError, error.message);
    t.true(error.message.startsWith("site tokyo"), error.message);
    // The one mock that is left proves that the count above is exact.
    t.deepEqual(spare.pendingMocks().length, 1);
    await t.throwsAsync(session.send({ ...request("GET", row), query: [["spare", "1"]] }));
  });
}

test("a PUT and a DELETE whose connection keeps breaking end in doubt, not in an answer", async (t) => {
  const { api, open } = withNeutron(t);
  const session = await open();
  for (const method of ["PUT", "DELETE"] as const) {
    for (let n = 0; n <= retryLimits.lost.repeats; n++) inject.lost(api.intercept("/v2.0/l2-gateways", method));
    const error = await failure(t, method, session.send(request(method)));
    t.true(error instanceof UncertainError && error.next === "report");
  }
});

test("a PUT that was lost once and is refused by 429 ever after is still in doubt", async (t) => {
  const { api, open } = withNeutron(t);
  inject.lost(api.put("/v2.0/l2-gateways"));
  for (let n = 0; n <= retryLimits.tooMany.repeats; n++) inject.tooMany(api.put("/v2.0/l2-gateways"));
  const session = await open();
  t.true((await failure(t, "PUT", session.send(request("PUT")))) instanceof UncertainError);
});

for (const code of ["ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]) {
  test(`a moment of ${code}: nothing was sent, so that even a POST is sent again`, async (t) => {
    const { api, open } = withNeutron(t);
    const session = await open();
    for (const method of ["GET", "POST"] as const) {
      api.intercept("/v2.0/l2-gateways", method).replyWithError(Object.assign(new Error(`getaddrinfo ${code} neutron`), { code }));
      api.intercept("/v2.0/l2-gateways", method).reply(200, { done: true });
      t.deepEqual(await session.send(request(method)), { done: true });
    }
  });
}

test("408, 502, 503 and 504 are a lost connection", async (t) => {
  const { api, open } = withNeutron(t);
  const session = await open();
  for (const status of [408, 502, 503, 504]) {
    api.post("/v2.0/l2-gateways").reply(status, "<html><head><title>Bad Gateway</title></head></html>");
    const error = await failure(t, "POST", session.send(request("POST")));
    t.true(error instanceof UncertainError && error.next === "repeat");
    t.regex(error.message, new RegExp(`POST /v2.0/l2-gateways answered ${status}: a page titled "Bad Gateway"`));
  }
});

test("a wait longer than the limit is not waited for", async (t) => {
  const { api, open } = withNeutron(t);
  // 100,000,000 s are far over five minutes even at a thousandth.
  api.get("/v2.0/l2-gateways").reply(429, "", { "Retry-After": "100000000" });
  const session = await open();
  t.true((await failure(t, "GET", session.send(request("GET")))) instanceof ApiError);
});

test("Retry-After: seconds, a date, a date gone by, absent, nonsense", (t) => {
  const now = Date.parse("Wed, 21 Oct 2026 07:28:00 GMT");
  t.is(retryAfterMs("3", now), 3000);
  t.is(retryAfterMs("Wed, 21 Oct 2026 07:28:05 GMT", now), 5000);
  t.is(retryAfterMs("Wed, 21 Oct 2026 07:27:00 GMT", now), 0);
  t.is(retryAfterMs(undefined, now), undefined);
  t.is(retryAfterMs("soon", now), undefined);
});
