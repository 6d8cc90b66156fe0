// SPDX-License-Identifier: Apache-2.0
import type { RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import test, { type ExecutionContext } from "ava";
import { startSites } from "../../sdk/testing/index";
import { httpServer } from "../helpers/servers";
import { preflight, Unusable } from "./preflight";
import type { Server } from "./rule";

const midonet = ["gateway-device", "l2-gateway", "l2-gateway-connection"];

const extensions = (aliases: readonly string[]) => JSON.stringify({ extensions: aliases.map((alias) => ({ alias })) });

/** A server that lists these extensions, and answers everything else with this status. */
const listing =
  (aliases: readonly string[], status = 200): RequestListener =>
  (request, response) => {
    if (request.url?.startsWith("/v2.0/extensions")) response.end(extensions(aliases));
    else response.writeHead(status).end("{}");
  };

async function refusal(t: ExecutionContext, url: string, server: Server = "networking-midonet", patienceMs = 20_000): Promise<string> {
  const error = await t.throwsAsync(preflight({ url, server, patienceMs }), { instanceOf: Unusable });
  t.true(error?.message.startsWith(`${server} at ${url}: `), "with the address");
  return error?.message.replace(`${server} at ${url}: `, "") ?? "";
}

test("a server that is down", async (t) => {
  const url = await httpServer(t, () => undefined);
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, "127.0.0.1", resolve));
  const { port } = free.address() as AddressInfo;
  await new Promise((resolve) => free.close(resolve));
  t.is(await refusal(t, `http://127.0.0.1:${port}`), "nothing listens there (ECONNREFUSED). Is it down?");
  t.is(
    await refusal(t, url, "networking-midonet", 200),
    "it takes connections, but has not answered GET /v2.0/extensions within 0.2 s. Is it still starting?",
  );
});

for (const [what, answer, said, server] of [
  ["a server that is starting", (_, response) => response.writeHead(503).end(), "GET /v2.0/extensions answers 503. Is it still starting?"],
  ["a wrong token", (_, response) => response.writeHead(401).end(), 'it refuses the token "admin"'],
  ["no Neutron", (_, response) => response.end("<html>"), "GET /v2.0/extensions answers 200 and no list of extensions: no Neutron"],
  ["an extension that is not loaded", listing(["l2-gateway"]), "it runs without the extension gateway-device, l2-gateway-connection"],
  ["the other server", listing(midonet), "it has the extension gateway-device: this is networking-midonet", "networking-l2gw"],
  [
    "a later version",
    listing([...midonet, "security-groups-default-rules"]),
    "its Neutron is of another version, later than 17: it has the extension security-groups-default-rules",
  ],
  [
    "an earlier version",
    listing(midonet.slice(1)),
    "its Neutron is of another version, earlier than 29: it has no extension security-groups-default-rules, router-admin-state-down-before-update",
    "networking-l2gw",
  ],
  ["a database that is gone", listing(midonet, 500), "GET /v2.0/networks?limit=1 answers 500. Is its database there?"],
] as const satisfies readonly (readonly [string, RequestListener, string, Server?])[])
  test(what, async (t) => {
    t.is(await refusal(t, await httpServer(t, answer), server), said);
  });

test("a site that can be tested", async (t) => {
  const [site] = await startSites({ sites: ["tokyo"], kind: "border" });
  t.teardown(() => site.stop());
  await t.notThrowsAsync(preflight({ url: site.url, server: "networking-midonet" }));
});
