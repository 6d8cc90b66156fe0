// SPDX-License-Identifier: Apache-2.0
// A site that cannot be used is wrong input: one clear sentence, in the preview, on property `site`, and nothing is written.
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import test, { type ExecutionContext } from "ava";
import { kinds } from "../../provider/kinds";
import { type Kept, Life } from "../helpers/life";
import { httpServer } from "../helpers/servers";
import { settingsOf } from "../helpers/settings";
import { asked, withSites } from "../helpers/sites";

const device = { name: "edge", managementIp: "192.0.2.1", managementPort: 6632, tunnelIps: ["10.0.0.1"] };
const refusal = async (sites: object, given: object = { site: "tokyo" }) =>
  (await new Life(kinds.gatewayDevice as never, settingsOf({ "border-gateway:sites": sites })).refusals({ ...device, ...given })).join(
    "\n",
  );

/** A server that answers everything the same way. */
async function answering(t: ExecutionContext, status: number, type: string, body: string) {
  const server = createServer((_, response) => response.writeHead(status, { "content-type": type }).end(body));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.teardown(() => server.close());
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { tokyo: { auth_type: "admin_token", endpoint, token: "admin" } };
}

test("a site that is not configured: did you mean", async (t) => {
  t.regex(
    await refusal({ tokyo: { auth_type: "none", endpoint: "http://127.0.0.1:1" } }, { site: "tokio" }),
    /^site: .*"tokio".*Did you mean "tokyo"\?/s,
  );
});

test("no site configured at all", async (t) => {
  t.regex(await refusal({}, {}), /^site: /);
});

test("nothing listens at the address", async (t) => {
  const message = await refusal({ tokyo: { auth_type: "admin_token", endpoint: "http://127.0.0.1:9", token: "x" } });
  t.regex(message, /^site: site tokyo .*127\.0\.0\.1:9/);
  t.false(/\n\s+at /.test(message));
});

test("TLS is refused", async (t) => {
  const sites = await answering(t, 200, "application/json", "{}");
  const endpoint = sites.tokyo.endpoint.replace("http:", "https:");
  t.regex(await refusal({ tokyo: { ...sites.tokyo, endpoint } }), /^site: site tokyo.*TLS/);
});

test("a wrong token", async (t) => {
  const { site } = await withSites(t);
  t.regex(await refusal({ tokyo: { auth_type: "admin_token", endpoint: site.url, token: "wrong-token" } }), /^site: site tokyo.*401/);
});

for (const [what, status, type, body, expected] of [
  ["a proxy's 404", 404, "text/html", "<html><title>Not here</title></html>", /^site: site tokyo.*404/],
  ["a proxy's 502", 502, "text/html", "<html>Bad Gateway</html>", /^site: site tokyo.*502/],
  ["a 200 that is no JSON", 200, "application/json", '{"extensions": [', /^site: site tokyo/],
  ["a login page", 200, "text/html", "<html>Log in</html>", /^site: site tokyo/],
  ["a 200 of another shape", 200, "application/json", '{"hello":"world"}', /^site: site tokyo: what answers at .* is not Neutron/],
  [
    "a site without the extension",
    200,
    "application/json",
    '{"extensions":[{"alias":"router"}]}',
    /^site: site tokyo \(.*\) has not loaded the Neutron extension "gateway-device": .*midonet_gwdevice/,
  ],
] as const) {
  test(what, async (t) => {
    const message = await refusal(await answering(t, status, type, body));
    t.regex(message, expected);
    t.is(message.split("\n").length, 1, message);
  });
}

test("a server that is down, starting, silent, or without its database: which, and where", async (t) => {
  const message = async (answer: RequestListener) => {
    const endpoint = await httpServer(t, answer);
    const sites = { tokyo: { auth_type: "admin_token", endpoint, token: "admin", api_timeout: 1 } };
    return (await refusal(sites)).replaceAll(endpoint, "URL").replaceAll(new URL(endpoint).host, "URL");
  };
  t.regex(
    await message((_, response) => response.writeHead(503).end()),
    /^site: site tokyo: GET .* answered 503: .*from URL: is it up, or still starting\?/,
  );
  t.regex(await message(() => undefined), /^site: site tokyo does not answer: GET .*no answer within 1 s, from URL/);
  const withoutDatabase: RequestListener = (request, response) => {
    const aliases = ["gateway-device", "l2-gateway", "l2-gateway-connection"].map((alias) => ({ alias }));
    if (request.url?.startsWith("/v2.0/extensions")) response.end(JSON.stringify({ extensions: aliases }));
    else
      response
        .writeHead(500)
        .end(JSON.stringify({ NeutronError: { type: "HTTPInternalServerError", message: "Request Failed", detail: "" } }));
  };
  t.regex(await message(withoutDatabase), /^site: site tokyo: GET .* answered 500 .*Request Failed \(from URL: is its database there\?\)/);
});

test("liveValidation: false sends no request, and a value that is not a boolean is rejected", async (t) => {
  const { site } = await withSites(t);
  const life = (mode: string) =>
    new Life(
      kinds.gatewayDevice as never,
      settingsOf({ "border-gateway:sites": { tokyo: site.cloud }, "border-gateway:liveValidation": mode }),
    );
  t.deepEqual(await life("false").refusals(device), []);
  t.deepEqual(asked(site), []);
  t.throws(() => life("of line"), { message: /border-gateway:liveValidation must be true .* got "of line"/ });
});

test("the default site is written into the state, and a changed default moves nothing unasked", async (t) => {
  const { sites, settings } = await withSites(t, { sites: ["tokyo", "osaka"] });
  const life = (cloud: string, state?: Kept) =>
    new Life(
      kinds.gatewayDevice as never,
      { ...settings, stackConfig: (key) => (key === "border-gateway:defaultSite" ? cloud : settings.stackConfig(key)) },
      state,
    );
  const first = life("tokyo");
  await first.up(device);
  t.is(first.state?.outputs.site, "tokyo");
  const elsewhere = life("osaka", first.state);
  t.regex(
    (await elsewhere.refusals(device)).join(),
    /^site: is not given, and the default is no longer "tokyo" .* but "osaka" .*Give the site by name/,
  );
  t.deepEqual(await elsewhere.refusals({ ...device, site: "tokyo" }), []);
  t.is(await elsewhere.up({ ...device, site: "osaka" }), "replace");
  t.is(sites[0]?.objects("gateway_devices").length, 0);
  t.is(sites[1]?.objects("gateway_devices").length, 1);
});

test("the same endpoint under a new name is the same site", async (t) => {
  const { site, settings } = await withSites(t);
  const first = new Life(kinds.gatewayDevice as never, settings);
  await first.up({ ...device, site: "tokyo" });
  const renamed = new Life(
    kinds.gatewayDevice as never,
    settingsOf({ "border-gateway:sites": { edo: site.cloud, tokyo: site.cloud } }),
    first.state,
  );
  site.clearRequests();
  t.is(await renamed.up({ ...device, site: "edo" }), "update");
  t.is(renamed.state?.outputs.site, "edo");
  t.deepEqual(asked(site, ["PUT", "POST", "DELETE"]), []);
});

test("a site that has moved on purpose is followed", async (t) => {
  const { site, settings } = await withSites(t);
  const first = new Life(kinds.gatewayDevice as never, settings);
  await first.up(device);
  const state = { ...(first.state as Kept), outputs: { ...first.state?.outputs, endpoint: "http://old:9696" } };
  const moved = (setting: string) =>
    new Life(
      kinds.gatewayDevice as never,
      { ...settings, stackConfig: (key) => (key === "border-gateway:endpointChangedSites" ? setting : settings.stackConfig(key)) },
      state,
    );
  for (const setting of ["tokyo", '["osaka","tokyo"]']) {
    const life = moved(setting);
    await life.refresh();
    t.is(life.state?.outputs.endpoint, site.url);
  }
  await t.throwsAsync(moved("osaka").refresh(), { message: /now leads to/ });
});
