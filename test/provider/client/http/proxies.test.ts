// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { SiteError } from "../../../../provider/client/errors";
import { proxyFor } from "../../../../provider/client/http/proxies";
import { Authority } from "../../../helpers/certificates";
import { list, openAt } from "../../../helpers/openAt";
import { httpServer, httpsServer, proxyServer } from "../../../helpers/servers";
import { TOKEN } from "../../../helpers/settings";

const http_proxy = "http://proxy.test:3128";

test("no_proxy as Python's requests has it", (t) => {
  const spared = (url: string, no_proxy: string) => proxyFor(url, { http_proxy, no_proxy }) === undefined;
  t.true(spared("http://neutron.corp.test:9696/v2.0", "corp.test"));
  t.true(spared("http://neutron.corp.test", ".corp.test"));
  t.true(spared("http://corp.test", ".corp.test"));
  t.false(spared("http://evilcorp.test", "corp.test"));
  t.true(spared("http://NEUTRON.corp.test", "neutron.CORP.test"));
  t.true(spared("http://10.1.2.3:9696", "localhost, 10.0.0.0/8"));
  t.false(spared("http://11.1.2.3:9696", "10.0.0.0/8"));
  t.true(spared("http://10.1.2.3", "10.1.2.3"));
  t.false(spared("http://10.1.2.3", "2.3"));
  t.true(spared("http://n.test:9696", "n.test:9696"));
  t.false(spared("http://n.test:9696", "n.test:80"));
  t.true(spared("http://n.test", "n.test:80"));
  t.true(spared("http://[2001:db8::1]:9696", "2001:db8:0::1"));
  t.true(spared("http://[2001:db8::1]:9696", "2001:db8::/32"));
  t.true(spared("http://n.test", "*"));
  t.false(spared("http://n.test", ""));
});

test("which proxy: by scheme, lower case first, all_proxy last", (t) => {
  t.is(proxyFor("http://n.test", { HTTP_PROXY: "http://upper.test", http_proxy }), http_proxy);
  t.is(proxyFor("https://n.test", { http_proxy }), undefined);
  t.is(proxyFor("https://n.test", { HTTPS_PROXY: "upper.test:8080" }), "http://upper.test:8080");
  t.is(proxyFor("https://n.test", { all_proxy: "http://all.test" }), "http://all.test");
  t.is(proxyFor("http://n.test", {}), undefined);
});

test("http through a proxy with a login of its own, keeping the token", async (t) => {
  const tokens: unknown[] = [];
  const url = await httpServer(t, (request, response) => {
    tokens.push(request.headers["x-auth-token"]);
    response.end('{"l2_gateways":[]}');
  });
  const proxy = await proxyServer(t, "alice:pr%xy");
  const env = { http_proxy: proxy.url.replace("//", "//alice:pr%25xy@") };
  t.deepEqual(await (await openAt(url, {}, { env })).send(list), { l2_gateways: [] });
  t.deepEqual(proxy.seen, [`GET ${url}/v2.0/l2-gateways`]);
  t.deepEqual(tokens, [TOKEN]);
  const spared = await openAt(url, {}, { env: { ...env, NO_PROXY: "127.0.0.0/8" } });
  await spared.send(list);
  t.is(proxy.seen.length, 1);
});

test("https through a proxy: a tunnel, with the site's own CA and a connection that is kept", async (t) => {
  const ca = await Authority.create();
  const url = await httpsServer(t, await ca.issue(), (_request, response) => response.end('{"l2_gateways":[]}'));
  const proxy = await proxyServer(t);
  const session = await openAt(url, { cacert: ca.pem }, { env: { https_proxy: proxy.url } });
  await session.send(list);
  await session.send(list);
  t.deepEqual(proxy.seen, [`CONNECT ${new URL(url).host}`]);
});

test("a proxy that wants a login", async (t) => {
  const proxy = await proxyServer(t, "alice:pw");
  for (const url of ["http://neutron.test:9696", "https://neutron.test:9696"]) {
    const session = await openAt(url, {}, { env: { all_proxy: proxy.url } });
    const error = await t.throwsAsync(session.send(list), { instanceOf: SiteError });
    t.is(error?.message, `site tokyo: the proxy on the way to ${url} wants a login of its own: put user and password into the proxy's URL`);
  }
});

test("a proxy that is not there", async (t) => {
  const session = await openAt("http://neutron.test:9696", {}, { env: { http_proxy: "http://127.0.0.1:1" } });
  const error = await t.throwsAsync(session.send(list), { instanceOf: SiteError });
  t.regex(
    error?.message ?? "",
    /^site tokyo cannot be reached: GET \/v2.0\/l2-gateways: the connection was refused \(ECONNREFUSED\), from http:\/\/neutron.test:9696 by the proxy http:\/\/127.0.0.1:1$/,
  );
});
