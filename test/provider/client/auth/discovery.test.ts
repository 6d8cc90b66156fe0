// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { SiteError } from "../../../../provider/client/errors";
import { grantedToken, withKeystone } from "../../../helpers/keystone";

const version = (id: string, href: string) => ({ id, status: "CURRENT", links: [{ rel: "self", href }] });

const cases: readonly [title: string, path: string, versions: unknown, endpoint: string][] = [
  ["a version in the catalog needs no question", "/v2.0", undefined, ""],
  ["several versions", "", [version("v2.0", "URL/v2.0/"), version("v3.0", "URL/v3.0/")], ""],
  ["a prefix in the catalog", "/network/", [version("v2.0", "URL/network/v2.0/")], "/network"],
  ["a prefix that only the server knows", "", [version("v2.0", "URL/networking/v2.0/")], "/networking"],
  ["a relative link", "", [version("v2.0", "/below/v2.0")], "/below"],
  ["a server that names itself by a host behind the proxy", "/network", [version("v2.0", "http://10.0.0.1:9696/v2.0/")], "/network"],
  ["a link that is nonsense", "", [version("v2.0", "http://[")], ""],
];
for (const [title, path, versions, expected] of cases) {
  test(`discovery: ${title}`, async (t) => {
    const { keystone, api, neutronUrl, sessions } = withKeystone(t, { network_endpoint_override: undefined });
    const catalog = [{ type: "network", endpoints: [{ interface: "public", region: "r", url: neutronUrl + path }] }];
    keystone.post("/v3/auth/tokens").reply(...grantedToken(t, { catalog }));
    if (versions !== undefined)
      api.get(`${path.replace(/\/$/, "")}/`).reply(200, JSON.stringify({ versions }).replaceAll("URL", neutronUrl));
    t.is((await sessions.open()).endpoint, neutronUrl + expected);
  });
}

for (const [title, status, body] of [
  ["a closed root", 403, "no"],
  ["a page", 200, "<title>Welcome</title>"],
  ["a busy proxy", 503, ""],
  ["300", 300, { versions: [version("v2.0", "/v2.0")] }],
] as const) {
  test(`discovery answered with ${title}: the catalog stands`, async (t) => {
    const { keystone, api, neutronUrl, sessions } = withKeystone(t, { network_endpoint_override: undefined });
    const catalog = [{ type: "network", endpoints: [{ interface: "public", url: neutronUrl }] }];
    keystone.post("/v3/auth/tokens").reply(...grantedToken(t, { catalog }));
    api
      .get("/")
      .times(status === 503 ? 5 : 1)
      .reply(status, body);
    t.is((await sessions.open()).endpoint, neutronUrl);
  });
}

test("discovery finds no version 2", async (t) => {
  const { keystone, api, neutronUrl, sessions } = withKeystone(t, { network_endpoint_override: undefined });
  const catalog = [{ type: "network", endpoints: [{ interface: "public", url: neutronUrl }] }];
  keystone.post("/v3/auth/tokens").reply(...grantedToken(t, { catalog }));
  api.get("/").reply(200, { versions: [version("v3.0", "/v3.0")] });
  const error = await t.throwsAsync(sessions.open(), { instanceOf: SiteError });
  t.is(error?.message, `site tokyo: ${neutronUrl} speaks v3.0, but Neutron's API is v2.0`);
});
