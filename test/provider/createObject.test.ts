// SPDX-License-Identifier: Apache-2.0
// How an object comes to be when answers are lost: every row of the POST column of the retry table, with what it sends.
import test, { type ExecutionContext } from "ava";
import type { Scope } from "nock";
import { kinds } from "../../provider/kinds";
import { type Kept, Life } from "../helpers/life";
import { withNeutron } from "../helpers/neutron";

const DEVICE = "5f3c9e2a-6a0b-4c55-9d1e-0d6f3f1c2b3a";
const GATEWAY = "7b0d4b1c-52a7-4d10-8f5e-aa6d5a0f7d11";
const NETWORK = "0a9b8c7d-6e5f-4a3b-9c2d-1e0f9a8b7c6d";

function offline(t: ExecutionContext, kind: keyof typeof kinds) {
  const { api, settings } = withNeutron(t);
  const stackConfig = (key: string) => (key === "border-gateway:liveValidation" ? "false" : settings.stackConfig(key));
  const start = (state?: Kept) => new Life(kinds[kind] as never, { ...settings, stackConfig }, state);
  return { api, start, life: start() };
}

const gateway = (id: string, name: string, segmentationId = "100") => ({
  id,
  name,
  tenant_id: "p",
  devices: [{ device_id: DEVICE, segmentation_id: segmentationId }],
});
const looks = (api: Scope, name: string, ...rows: object[]) =>
  api.get("/v2.0/l2-gateways").query({ name }).reply(200, { l2_gateways: rows });
const posts = (api: Scope) => api.post("/v2.0/l2-gateways");
const program = { devices: [{ deviceId: DEVICE, segmentationId: 100 }], nameHint: "edge-0123abc", site: "tokyo" };

test("one look and one POST make a gateway", async (t) => {
  const { api, life } = offline(t, "l2Gateway");
  looks(api, "edge-0123abc");
  api
    .post("/v2.0/l2-gateways", { l2_gateway: { name: "edge-0123abc", devices: [{ device_id: DEVICE, segmentation_id: 100 }] } })
    .reply(201, { l2_gateway: gateway("g1", "edge-0123abc") });
  t.is(await life.up(program), "create");
  t.is(life.state?.id, "g1");
  t.like(life.state?.outputs, { name: "edge-0123abc", devices: [{ deviceId: DEVICE, segmentationId: 100 }], tenantId: "p", site: "tokyo" });
  t.is(await life.up(program), "same", "and a second up sends nothing");
});

test("an object with the hash of the resource that exists before the POST is adopted, as after a killed run", async (t) => {
  const { api, life } = offline(t, "l2Gateway");
  // The first look may be served from what was read before; what is taken over is looked at once more.
  for (let look = 0; look < 2; look++) looks(api, "edge-0123abc", gateway("g1", "edge-0123abc"));
  await life.up(program);
  t.is(life.state?.id, "g1");
});

test("an object with the hash of the resource is created again if the second read no longer finds it", async (t) => {
  const { api, life } = offline(t, "l2Gateway");
  looks(api, "edge-0123abc", gateway("g1", "edge-0123abc"));
  looks(api, "edge-0123abc");
  posts(api).reply(201, { l2_gateway: gateway("g2", "edge-0123abc") });
  await life.up(program);
  t.is(life.state?.id, "g2");
});

test("one that has our name but is another thing is left alone", async (t) => {
  const { api, life } = offline(t, "l2Gateway");
  looks(api, "edge-0123abc", gateway("old", "edge-0123abc", "200"));
  posts(api).reply(201, { l2_gateway: gateway("g2", "edge-0123abc") });
  await life.up(program);
  t.is(life.state?.id, "g2");
});

test("an equal gateway with a name that the program specifies is not adopted", async (t) => {
  const { api, life } = offline(t, "l2Gateway");
  looks(api, "edge", gateway("foreign", "edge"));
  posts(api).reply(201, { l2_gateway: gateway("g2", "edge") });
  await life.up({ ...program, name: "edge" });
  t.is(life.state?.id, "g2");
});

test("adopt: true takes over an equal one, and refuses to choose between two", async (t) => {
  const { api, life } = offline(t, "l2Gateway");
  looks(api, "edge", gateway("g1", "edge"), gateway("trap", "edge", "200"));
  await life.up({ ...program, name: "edge", adopt: true });
  t.is(life.state?.id, "g1");

  const second = offline(t, "l2Gateway");
  looks(second.api, "edge", gateway("g1", "edge"), gateway("g2", "edge"));
  const error = await t.throwsAsync(second.life.up({ ...program, name: "edge", adopt: true }));
  t.regex(error.message, /holds 2 objects that could be this L2Gateway.*g1, g2/);
  t.is(second.life.state, undefined);
});

test("answer lost, object made: it is found, and nothing is sent twice", async (t) => {
  const { api, life } = offline(t, "l2Gateway");
  looks(api, "edge-0123abc");
  posts(api).replyWithError(Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }));
  looks(api, "edge-0123abc", gateway("g1", "edge-0123abc"));
  await life.up(program);
  t.is(life.state?.id, "g1");
});

test("answer lost, object made, its equal there before: the new one is ours", async (t) => {
  const { api, life } = offline(t, "l2Gateway");
  looks(api, "edge", gateway("old", "edge"));
  posts(api).reply(503, "busy");
  looks(api, "edge", gateway("old", "edge"), gateway("new", "edge"));
  await life.up({ ...program, name: "edge" });
  t.is(life.state?.id, "new");
});

/** The looks after a POST whose answer was lost: at once, and while the server may still end it. */
const looksInVain = (api: Scope, name: string, times = 5) =>
  api.get("/v2.0/l2-gateways").query({ name }).times(times).reply(200, { l2_gateways: [] });

for (const status of [502, 503, 504]) {
  test(`${status} and nothing created: the POST is repeated once the server had time to end the first, and one more look follows`, async (t) => {
    const { api, life } = offline(t, "l2Gateway");
    looks(api, "edge-0123abc");
    posts(api).reply(status, "<html>proxy</html>");
    looksInVain(api, "edge-0123abc");
    posts(api).reply(201, { l2_gateway: gateway("g1", "edge-0123abc") });
    looks(api, "edge-0123abc", gateway("g1", "edge-0123abc"));
    await life.up(program);
    t.is(life.state?.id, "g1");
    t.deepEqual(life.warnings, []);
  });
}

test("a POST that commits while we wait is found, and not repeated", async (t) => {
  const { api, life } = offline(t, "l2Gateway");
  looks(api, "edge-0123abc");
  posts(api).reply(504, "<html>proxy</html>");
  looksInVain(api, "edge-0123abc", 3);
  looks(api, "edge-0123abc", gateway("g1", "edge-0123abc"));
  await life.up(program);
  t.is(life.state?.id, "g1");
});

test("a POST that commits after the second one leaves a surplus gateway, which is deleted with a warning", async (t) => {
  const { api, life } = offline(t, "l2Gateway");
  looks(api, "edge-0123abc");
  posts(api).reply(504, "<html>proxy</html>");
  looksInVain(api, "edge-0123abc");
  posts(api).reply(201, { l2_gateway: gateway("g2", "edge-0123abc") });
  looks(api, "edge-0123abc", gateway("g2", "edge-0123abc"), gateway("late", "edge-0123abc"));
  api.get("/v2.0/l2-gateway-connections").query({ l2_gateway_id: "late" }).reply(200, { l2_gateway_connections: [] });
  api.delete("/v2.0/l2-gateways/late").reply(204);
  await life.up(program);
  t.is(life.state?.id, "g2");
  t.regex(life.warnings.join(), /^deleted L2Gateway late "edge-0123abc" at site tokyo: .* nothing was attached to it$/);
});

test("a surplus gateway with a connection is not deleted but reported", async (t) => {
  const { api, life } = offline(t, "l2Gateway");
  looks(api, "edge-0123abc");
  posts(api).reply(504, "<html>proxy</html>");
  looksInVain(api, "edge-0123abc");
  posts(api).reply(201, { l2_gateway: gateway("g2", "edge-0123abc") });
  looks(api, "edge-0123abc", gateway("g2", "edge-0123abc"), gateway("late", "edge-0123abc"));
  const attached = { ...connection, l2_gateway_id: "late" };
  api
    .get("/v2.0/l2-gateway-connections")
    .query({ l2_gateway_id: "late" })
    .reply(200, { l2_gateway_connections: [attached] });
  await life.up(program);
  t.is(life.state?.id, "g2");
  t.regex(life.warnings.join(), /L2Gateway late .* Delete it after connection c1/);
});

test("a surplus gateway under a name that the program gave is reported with its id and `adopt: true`", async (t) => {
  const { api, life } = offline(t, "l2Gateway");
  looks(api, "edge");
  posts(api).reply(504, "<html>proxy</html>");
  looksInVain(api, "edge");
  posts(api).reply(201, { l2_gateway: gateway("g2", "edge") });
  looks(api, "edge", gateway("g2", "edge"), gateway("late", "edge"));
  await life.up({ ...program, name: "edge" });
  t.is(life.state?.id, "g2");
  t.regex(life.warnings.join(), /L2Gateway late "edge" at site tokyo equals .*`adopt: true`/);
});

test("of two gateways with our own hash one is adopted, and the surplus one is deleted", async (t) => {
  const { api, life } = offline(t, "l2Gateway");
  for (let look = 0; look < 2; look++) looks(api, "edge-0123abc", gateway("g1", "edge-0123abc"), gateway("late", "edge-0123abc"));
  api.get("/v2.0/l2-gateway-connections").query({ l2_gateway_id: "late" }).reply(200, { l2_gateway_connections: [] });
  api.delete("/v2.0/l2-gateways/late").reply(204);
  await life.up(program);
  t.is(life.state?.id, "g1");
});

test("refresh reports a surplus gateway that carries our own hash, by the one request that reads ours", async (t) => {
  const { api, life, start } = offline(t, "l2Gateway");
  looks(api, "edge-0123abc");
  posts(api).reply(201, { l2_gateway: gateway("g1", "edge-0123abc") });
  await life.up(program);
  looks(api, "edge-0123abc", gateway("g1", "edge-0123abc"), gateway("late", "edge-0123abc"));
  const next = start(life.state);
  t.false(await next.refresh());
  t.regex(next.warnings.join(), /L2Gateway late "edge-0123abc" at site tokyo has the name and the values of L2Gateway g1/);
});

// A front end may answer so after Neutron has committed.
for (const [status, body] of [
  [403, "<html><title>Forbidden</title></html>"],
  [404, "<html>not found</html>"],
  [524, "<html>a timeout occurred</html>"],
  [413, ""],
  [400, '{"error":"bad gateway rule"}'],
] as const) {
  test(`${status} that is not Neutron's own error (${body.slice(0, 8)}) is not trusted as the response to a POST: the gateway is found`, async (t) => {
    const { api, life } = offline(t, "l2Gateway");
    looks(api, "edge");
    posts(api).reply(status, body);
    looks(api, "edge", gateway("g1", "edge"));
    await life.up({ ...program, name: "edge" });
    t.is(life.state?.id, "g1");
  });
}

test("a time-out after which nothing appears is reported; for a name that the program gave, with `adopt: true`", async (t) => {
  const { api, life } = offline(t, "l2Gateway");
  looks(api, "edge");
  posts(api).reply(524, "<html>a timeout occurred</html>");
  looksInVain(api, "edge");
  const error = await t.throwsAsync(life.up({ ...program, name: "edge" }));
  t.regex(error.message, /answered 524.* would create a second one, .*: set `adopt: true` first$/);
});

test("a refusal by Neutron itself is an answer: nothing more is asked", async (t) => {
  const { api, life } = offline(t, "l2Gateway");
  looks(api, "edge");
  posts(api).reply(403, { NeutronError: { type: "PolicyNotAuthorized", message: "disallowed by policy", detail: "" } });
  await t.throwsAsync(life.up({ ...program, name: "edge" }), { message: /403 PolicyNotAuthorized: disallowed by policy/ });
});

test("500 and nothing made: it is reported, with the server's sentence", async (t) => {
  const { api, life } = offline(t, "l2Gateway");
  looks(api, "edge-0123abc");
  posts(api).reply(
    500,
    { NeutronError: { type: "HTTPInternalServerError", message: "Request Failed: internal server error", detail: "" } },
    { "x-openstack-request-id": "req-7" },
  );
  looks(api, "edge-0123abc");
  const error = await t.throwsAsync(life.up(program));
  t.regex(error.message, /site tokyo: POST \/v2.0\/l2-gateways answered 500 .*internal server error \(request id req-7\)/);
  t.is(error.stack, "");
  t.is(life.state, undefined);
});

test("500 after the work was done: the object is found", async (t) => {
  const { api, life } = offline(t, "l2Gateway");
  looks(api, "edge-0123abc");
  posts(api).reply(500, {});
  looks(api, "edge-0123abc", gateway("g1", "edge-0123abc"));
  await life.up(program);
  t.is(life.state?.id, "g1");
});

test("answer lost, and the look fails too: the user is told that it is not known", async (t) => {
  const { api, life } = offline(t, "l2Gateway");
  looks(api, "edge-0123abc");
  posts(api).reply(500, {});
  api.get("/v2.0/l2-gateways").query(true).times(2).reply(500, {});
  const error = await t.throwsAsync(life.up(program));
  t.regex(error.message, /Whether the L2Gateway was made is not known/);
});

test("a lookalike whose name only begins like ours is not looked at twice", async (t) => {
  const { api, life } = offline(t, "l2Gateway");
  // MariaDB compares without case and trailing blanks.
  looks(api, "edge-0123abc", gateway("trap1", "Edge-0123ABC"), gateway("trap2", "edge-0123abc "));
  posts(api).reply(201, { l2_gateway: gateway("g1", "edge-0123abc") });
  await life.up(program);
  t.is(life.state?.id, "g1");
});

const connection = { id: "c1", l2_gateway_id: GATEWAY, network_id: NETWORK, tenant_id: "p", segmentation_id: 200 };
const connect = { l2GatewayId: GATEWAY, networkId: NETWORK, segmentationId: 200, site: "tokyo" };
const conflict = (type: string) => ({ NeutronError: { type, message: "exists", detail: "" } });

test("a connection's segmentation id goes out as text and comes back as a number", async (t) => {
  const { api, life, start } = offline(t, "l2GatewayConnection");
  api
    .post("/v2.0/l2-gateway-connections", {
      l2_gateway_connection: { l2_gateway_id: GATEWAY, network_id: NETWORK, segmentation_id: "200" },
    })
    .reply(201, { l2_gateway_connection: { ...connection, segmentation_id: "200" } });
  api
    .get("/v2.0/l2-gateway-connections")
    .query({ id: "c1" })
    .reply(200, { l2_gateway_connections: [connection] });
  await life.up(connect);
  t.is(life.state?.outputs.segmentationId, 200);
  t.false(await start(life.state).refresh());
  t.deepEqual(life.warnings, []);
});

test("an equal connection on a gateway of another hand is adopted only with adopt: true, with a warning", async (t) => {
  const { api, life } = offline(t, "l2GatewayConnection");
  api.post("/v2.0/l2-gateway-connections").times(2).reply(409, conflict("L2GatewayConnectionExists"));
  api
    .get("/v2.0/l2-gateway-connections")
    .query({ l2_gateway_id: GATEWAY })
    .times(2)
    .reply(200, { l2_gateway_connections: [connection] });
  await t.throwsAsync(life.up(connect), { message: /L2GatewayConnection c1 equals this resource, but may belong to another stack/ });
  await life.up({ ...connect, adopt: true });
  t.is(life.state?.id, "c1");
  t.regex(life.warnings.join(), /this update adopts the existing L2GatewayConnection c1 of site tokyo/);
});

test("a conflicting connection to another network is named in the error", async (t) => {
  const { api, life } = offline(t, "l2GatewayConnection");
  api.post("/v2.0/l2-gateway-connections").reply(409, conflict("MidonetL2GatewayConnectionExists"));
  api
    .get("/v2.0/l2-gateway-connections")
    .query({ l2_gateway_id: GATEWAY })
    .reply(200, { l2_gateway_connections: [{ ...connection, network_id: DEVICE }] });
  const error = await t.throwsAsync(life.up(connect));
  t.regex(error.message, /MidonetL2GatewayConnectionExists: exists.*In the way: L2GatewayConnection c1\. Delete it, or give `adopt: true`/);
});

test("a segmentation id that the server silently drops is detected", async (t) => {
  const { api, life } = offline(t, "l2Gateway");
  looks(api, "edge-0123abc");
  posts(api).reply(201, { l2_gateway: { id: "g1", name: "edge-0123abc", tenant_id: "p", devices: [{ device_id: DEVICE }] } });
  await life.up(program);
  t.regex(life.warnings.join(), /L2Gateway g1 at site tokyo: .* did not keep devices/);
});

test("a 201 that cannot be read is looked after", async (t) => {
  const { api, life } = offline(t, "l2Gateway");
  looks(api, "edge-0123abc");
  posts(api).reply(201, { gateway: "yes" });
  looks(api, "edge-0123abc", gateway("g1", "edge-0123abc"));
  await life.up(program);
  t.is(life.state?.id, "g1");
});
