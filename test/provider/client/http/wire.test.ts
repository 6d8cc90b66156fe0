// SPDX-License-Identifier: Apache-2.0
import { type AddressInfo, createServer } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import test from "ava";
import { ApiError, SiteError, UncertainError } from "../../../../provider/client/errors";
import { Agents } from "../../../../provider/client/http/agents";
import { Unanswered, Wire } from "../../../../provider/client/http/exchange";
import { Authority } from "../../../helpers/certificates";
import { list, openAt } from "../../../helpers/openAt";
import { httpServer, httpsServer } from "../../../helpers/servers";
import { TOKEN } from "../../../helpers/settings";

test("gzip is asked for and unpacked", async (t) => {
  const url = await httpServer(t, (request, response) => {
    t.regex(request.headers["accept-encoding"] ?? "", /gzip/);
    response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync('{"l2_gateways":[]}'));
  });
  t.deepEqual(await (await openAt(url)).send(list), { l2_gateways: [] });
});

for (const [packing, pack] of [
  ["deflate", deflateSync],
  ["br", brotliCompressSync],
] as const) {
  test(`${packing} is unpacked, a byte order mark left out`, async (t) => {
    const url = await httpServer(t, (_request, response) =>
      response.writeHead(200, { "Content-Encoding": packing }).end(pack('\ufeff{"l2_gateways":["é"]}')),
    );
    t.deepEqual(await (await openAt(url)).send(list), { l2_gateways: ["é"] });
  });
}

test("an empty answer that is said to be packed is empty", async (t) => {
  const url = await httpServer(t, (_request, response) => response.writeHead(204, { "Content-Encoding": "gzip" }).end());
  t.is(await (await openAt(url)).send({ ...list, method: "DELETE" }), undefined);
});

test("letters of any language arrive as they were sent, with their length", async (t) => {
  const seen: unknown[] = [];
  const url = await httpServer(t, (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const sent = Buffer.concat(chunks);
      seen.push(
        request.headers["content-length"] === String(sent.length),
        request.headers["transfer-encoding"],
        JSON.parse(sent.toString()),
      );
      response.end("{}");
    });
  });
  await (await openAt(url)).send({ ...list, method: "POST", body: { name: "東京 ☃" } });
  t.deepEqual(seen, [true, undefined, { name: "東京 ☃" }]);
});

test("broken gzip is a broken connection", async (t) => {
  const url = await httpServer(t, (_request, response) => response.writeHead(201, { "Content-Encoding": "gzip" }).end("not gzip"));
  const error = await t.throwsAsync<UncertainError>((await openAt(url)).send({ ...list, method: "POST", body: {} }), {
    instanceOf: UncertainError,
  });
  t.is(error?.next, "repeat");
});

test("an answer that is cut in its middle is a broken connection", async (t) => {
  const url = await httpServer(t, (_request, response) => {
    response.writeHead(201, { "Content-Length": "1000" }).write('{"l2_gate');
    setTimeout(() => response.destroy(), 20);
  });
  const error = await t.throwsAsync<UncertainError>((await openAt(url)).send({ ...list, method: "POST", body: {} }), {
    instanceOf: UncertainError,
  });
  t.is(error?.next, "repeat");
});

test("an answer that trickles is cut off at the time-out of the whole exchange", async (t) => {
  const url = await httpServer(t, (_request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write(" "), 20);
    response.once("close", () => clearInterval(timer));
  });
  const startedAt = performance.now();
  const sent = (await openAt(url)).send({ ...list, method: "PUT", body: {}, timeoutMs: 300 });
  const error = await t.throwsAsync<UncertainError>(sent, { instanceOf: UncertainError });
  t.is(error?.next, "repeat");
  t.is(error?.message.includes(`no answer within 0.3 s, from ${url}`), true, error?.message);
  t.true(performance.now() - startedAt < 2000);
});

test("connections are kept: twenty requests one after the other use one", async (t) => {
  const ports = new Set<number | undefined>();
  const url = await httpServer(t, (request, response) => {
    ports.add(request.socket.remotePort);
    response.end("{}");
  });
  const session = await openAt(url);
  for (let n = 0; n < 20; n++) await session.send(list);
  t.is(ports.size, 1);
});

test("a refused connection is reported with its address after the retries of its row", async (t) => {
  const startedAt = performance.now();
  const error = await t.throwsAsync((await openAt("http://127.0.0.1:1")).send({ ...list, method: "POST", body: {} }), {
    instanceOf: SiteError,
  });
  t.is(
    error?.message,
    "site tokyo cannot be reached: POST /v2.0/l2-gateways: the connection was refused (ECONNREFUSED), from http://127.0.0.1:1",
  );
  t.true(performance.now() - startedAt < 2000);
});

test("a host that there is not", async (t) => {
  const error = await t.throwsAsync((await openAt("http://no-such-host.invalid")).send(list), { instanceOf: SiteError });
  t.regex(error?.message ?? "", /there is no host of that name \(ENOTFOUND\)|could not be looked up \(EAI_AGAIN\)/);
});

test("an IPv6 literal", async (t) => {
  const url = await httpServer(t, (_request, response) => response.end("{}"), "::1");
  t.regex(url, /^http:\/\/\[::1\]:/);
  t.deepEqual(await (await openAt(`${url}/v2.0`)).send(list), {});
});

test("redirects on the same origin are followed with method, body and token", async (t) => {
  const seen: string[] = [];
  const url = await httpServer(t, (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      seen.push(`${request.method} ${request.url} ${request.headers["x-auth-token"]} ${Buffer.concat(chunks)}`);
      if (request.url === "/moved") response.end("{}");
      else response.writeHead(301, { Location: "/moved" }).end();
    });
  });
  await (await openAt(url)).send({ ...list, method: "POST", body: { a: 1 } });
  t.deepEqual(seen, [`POST /v2.0/l2-gateways ${TOKEN} {"a":1}`, `POST /moved ${TOKEN} {"a":1}`]);
});

test("a redirect to another host is not followed, and the token stays here", async (t) => {
  let reached = 0;
  const elsewhere = await httpServer(t, (_request, response) => {
    reached++;
    response.end("{}");
  });
  const url = await httpServer(t, (_request, response) => response.writeHead(302, { Location: `${elsewhere}/login` }).end());
  const error = await t.throwsAsync((await openAt(url)).send(list), { instanceOf: SiteError });
  t.is(
    error?.message,
    `site tokyo: GET ${url}/v2.0/l2-gateways redirects to ${elsewhere}/login: the login is not sent there; if that is the right address, put it in the site's configuration`,
  );
  t.is(reached, 0);
});

test("a site that answers http with a redirect to https of the same host is used by https, method, body and token kept", async (t) => {
  const ca = await Authority.create();
  const seen: string[] = [];
  const secure = await httpsServer(t, await ca.issue(), (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      seen.push(`${request.method} ${request.url} ${request.headers["x-auth-token"]} ${Buffer.concat(chunks)}`);
      response.end("{}");
    });
  });
  const plain = await httpServer(t, (request, response) => response.writeHead(301, { Location: secure + request.url }).end());
  const session = await openAt(plain, { cacert: ca.pem });
  await session.send(list);
  await session.send({ ...list, method: "POST", body: { a: 1 } });
  t.deepEqual(seen, [`GET /v2.0/l2-gateways ${TOKEN} `, `POST /v2.0/l2-gateways ${TOKEN} {"a":1}`]);
  const unknown = await openAt(plain);
  const error = await t.throwsAsync(unknown.send(list), { instanceOf: SiteError });
  t.true(error?.message.startsWith(`site tokyo: ${secure}: its certificate is signed by a CA that is not known here`), error?.message);
});

test("a connection that does not come about in time was never sent, and is told so", async (t) => {
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  t.teardown(() => silent.close());
  // A TCP connection alone is none: the handshake of TLS has to end in time too.
  const url = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const wire = new Wire(new Agents({ verify: true }, {}), 100);
  const startedAt = performance.now();
  const error = await t.throwsAsync<Unanswered>(wire.exchange({ method: "POST", url, headers: {}, body: {}, timeoutMs: 20_000 }), {
    instanceOf: Unanswered,
  });
  t.is(error?.failure, "notSent");
  t.is(error?.message, `no connection came about in time (ECONNECTTIMEOUT), from ${url}`);
  t.true(performance.now() - startedAt < 5_000);
});

test("redirects in a circle end", async (t) => {
  const url = await httpServer(t, (request, response) => response.writeHead(307, { Location: request.url ?? "/" }).end());
  t.regex((await t.throwsAsync((await openAt(url)).send(list), { instanceOf: SiteError }))?.message ?? "", /redirects in a circle$/);
});

test("a redirect to nowhere is an answer like any other", async (t) => {
  const url = await httpServer(t, (_request, response) => response.writeHead(302).end());
  t.is((await t.throwsAsync<ApiError>((await openAt(url)).send(list), { instanceOf: ApiError }))?.exchange.status, 302);
});
