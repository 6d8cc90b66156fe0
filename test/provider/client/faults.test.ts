// SPDX-License-Identifier: Apache-2.0
// Each rule of the retry table over real connections: what was sent, and how often, when a failure does not end, and when it does.
import test, { type ExecutionContext } from "ava";
import { SiteError, UncertainError } from "../../../provider/client/errors";
import { retryLimits } from "../../../provider/client/retry";
import type { Request } from "../../../provider/client/session";
import { startSites } from "../../../sdk/testing";
import { type Fault, faultProxy } from "../../helpers/faultProxy";
import { openAt } from "../../helpers/openAt";
import { TOKEN } from "../../helpers/settings";
import { freePort } from "../../real/ports";

type Method = Request["method"];
const methods: readonly Method[] = ["GET", "POST", "PUT", "DELETE"];
const path = "/v2.0/gw/gateway_devices";
const body = { gateway_device: { name: "edge" } };

const request = (method: Method, timeoutMs = 20_000): Request => ({
  method,
  path: method === "GET" || method === "POST" ? path : `${path}/1`,
  ...(method === "POST" || method === "PUT" ? { body } : {}),
  timeoutMs,
});

async function behindProxy(t: ExecutionContext, more: { delayScale?: number } = {}) {
  const [site] = await startSites({ sites: ["tokyo"], auth: "none" });
  t.teardown(() => site.stop());
  const proxy = await faultProxy(t, site.url);
  return { site, proxy, session: await openAt(proxy.url, {}, more) };
}

/** Requests in all where the failure never ends; design.md's table, and the bounds of retry.ts. */
const { lost, tooMany, agentUnreachable, timeout } = retryLimits;
const busy = 1 + tooMany.repeats;
const rules: readonly [what: string, fault: Fault, most: Record<Method, number>, timeoutMs?: number][] = [
  ["a connection reset", "reset", { GET: 1 + lost.repeats, POST: 1, PUT: 1 + lost.repeats, DELETE: 1 + lost.repeats }],
  ["a lost answer", "answer lost", { GET: 1 + lost.repeats, POST: 1, PUT: 1 + lost.repeats, DELETE: 1 + lost.repeats }],
  ["an answer that is cut", "answer cut", { GET: 1 + lost.repeats, POST: 1, PUT: 1 + lost.repeats, DELETE: 1 + lost.repeats }],
  ...[408, 502, 503, 504].map((status): [string, Fault, Record<Method, number>] => [
    String(status),
    { status },
    { GET: 1 + lost.repeats, POST: 1, PUT: 1 + lost.repeats, DELETE: 1 + lost.repeats },
  ]),
  ["500", { status: 500 }, { GET: 2, POST: 1, PUT: 1, DELETE: 1 }],
  ["429 without Retry-After", { status: 429 }, { GET: busy, POST: busy, PUT: busy, DELETE: busy }],
  ["429 with Retry-After", { status: 429, headers: { "Retry-After": "1" } }, { GET: busy, POST: busy, PUT: busy, DELETE: busy }],
  [
    "409 of an agent that is away",
    { status: 409, body: { NeutronError: { type: "OVSDBError", message: "no agent", detail: "" } } },
    {
      GET: 1 + agentUnreachable.repeats,
      POST: 1 + agentUnreachable.repeats,
      PUT: 1 + agentUnreachable.repeats,
      DELETE: 1 + agentUnreachable.repeats,
    },
  ],
  [
    "a 409 that is the user's",
    { status: 409, body: { NeutronError: { type: "InUse", message: "in use", detail: "" } } },
    { GET: 1, POST: 1, PUT: 1, DELETE: 1 },
  ],
  ["no answer in time", "hang", { GET: 1 + timeout.repeats, POST: 1, PUT: 1, DELETE: 1 }, 2_000],
];
for (const [what, fault, most, timeoutMs] of rules) {
  for (const method of methods) {
    test(`${what}, for ever: ${method} is sent ${most[method]} times`, async (t) => {
      const { proxy, session } = await behindProxy(t);
      proxy.faults = [fault];
      await t.throwsAsync(session.send(request(method, timeoutMs)));
      t.is(proxy.arrived.length, most[method]);
      for (const one of proxy.arrived) {
        t.is(`${one.method} ${one.url}`, `${method} ${request(method).path}`);
        t.is(one.body, method === "POST" || method === "PUT" ? JSON.stringify(body) : "");
        t.is(one.token, TOKEN);
      }
      // One id for all attempts: it identifies all of them in the server's log.
      t.is(new Set(proxy.arrived.map(({ requestId }) => requestId)).size, 1);
      t.regex(String(proxy.arrived[0]?.requestId), /^req-[0-9a-f-]{36}$/);
    });
  }
  if (what.startsWith("a 409")) continue;
  test(`${what}, once: a GET is sent twice and answered`, async (t) => {
    const { proxy, session } = await behindProxy(t);
    proxy.faults = [fault, "pass"];
    t.deepEqual(await session.send(request("GET", timeoutMs)), { gateway_devices: [] });
    t.is(proxy.arrived.length, 2);
  });
}

test("a POST whose answer is lost is made once, and reported as in doubt", async (t) => {
  const { site, proxy, session } = await behindProxy(t);
  proxy.faults = ["answer lost", "pass"];
  const device = {
    name: "edge",
    type: "router_vtep",
    resource_id: site.addRouter(),
    tunnel_ips: ["203.0.113.1"],
    tenant_id: "a".repeat(32),
  };
  const sent = session.send({ ...request("POST"), body: { gateway_device: device } });
  t.is((await t.throwsAsync<UncertainError>(sent, { instanceOf: UncertainError }))?.next, "repeat");
  t.is(site.objects("gateway_devices").length, 1);
});

test("a server that is away is tried again with each method, and named when it stays away", async (t) => {
  for (const method of methods) {
    const port = await freePort();
    const lines: string[] = [];
    const session = await openAt(`http://127.0.0.1:${port}`, {}, { env: { BORDER_GATEWAY_LOG: "debug" }, log: (line) => lines.push(line) });
    const error = await t.throwsAsync(session.send(request(method)), { instanceOf: SiteError });
    t.regex(error?.message ?? "", /^site tokyo cannot be reached: .* the connection was refused \(ECONNREFUSED\)/);
    t.deepEqual(
      lines.map((line) => /ECONNREFUSED .* attempt (\d)$/.exec(line)?.[1]),
      ["1", "2", "3", "4"],
    );
  }
});

const waits: readonly [what: string, header: () => Record<string, string>, leastMs: number, mostMs: number][] = [
  // All at a tenth: thirty seconds are 3,000 ms, a back-off is 25 to 50.
  ["seconds", () => ({ "Retry-After": "30" }), 3_000, 30_000],
  ["a date", () => ({ "Retry-After": new Date(Date.now() + 30_000).toUTCString() }), 2_500, 30_000],
  ["a date gone by", () => ({ "Retry-After": new Date(Date.now() - 60_000).toUTCString() }), 20, 2_400],
  ["nothing", () => ({}), 20, 2_400],
];
for (const [what, headers, leastMs, mostMs] of waits) {
  test(`429 whose Retry-After is ${what}: waited for as long`, async (t) => {
    const { proxy, session } = await behindProxy(t, { delayScale: 0.1 });
    proxy.faults = [{ status: 429, headers: headers() }, "pass"];
    await session.send(request("GET"));
    const [first, second] = proxy.arrived;
    const waited = (second?.at ?? 0) - (first?.at ?? 0);
    t.true(waited >= leastMs && waited <= mostMs, `${waited} ms`);
  });
}

test("those that were turned away together do not come back together", async (t) => {
  const { proxy, session } = await behindProxy(t, { delayScale: 1 });
  proxy.faults = [...Array.from({ length: 8 }, (): Fault => ({ status: 503 })), "pass"];
  await Promise.all(Array.from({ length: 8 }, () => session.send(request("GET"))));
  const back = proxy.arrived.slice(8).map(({ at }) => at);
  const first = proxy.arrived[0]?.at ?? 0;
  t.is(back.length, 8);
  // Between once and twice the first back-off of 250 ms, each by its own draw.
  t.true(Math.min(...back) - first >= 240, `${Math.min(...back) - first} ms`);
  t.true(Math.max(...back) - Math.min(...back) > 20, `${Math.max(...back) - Math.min(...back)} ms`);
});
