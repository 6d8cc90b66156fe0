// SPDX-License-Identifier: Apache-2.0
// Mistakes in the configuration of sites, and sites that cannot be used.
import type { ExecutionContext } from "ava";
import { kinds } from "../../provider/kinds";
import { Life } from "../helpers/life";
import { httpServer } from "../helpers/servers";
import { settingsOf } from "../helpers/settings";
import { withSites } from "../helpers/sites";
import { type Mistake, type Section, withPrefix } from "./page";

const device = { name: "edge", managementIp: "192.0.2.1", managementPort: 6632, tunnelIps: ["203.0.113.1"] };

/** A section for configuration and login. */
export async function loginSection(t: ExecutionContext): Promise<Section> {
  const { site } = await withSites(t, { auth: "keystone" });
  const { auth, ...cloud } = site.cloud;
  const login = (change: object) => ({ tokyo: { ...cloud, auth: { ...(auth as object), ...change } } });
  const token = (endpoint: string) => ({ tokyo: { auth_type: "admin_token", endpoint, token: "wrong" } });
  const page = await httpServer(t, (_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>Log in</html>"));
  const missing = await httpServer(t, (_, response) => response.writeHead(404).end());
  const bare = await httpServer(t, (_, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end('{"extensions":[{"alias":"router"}]}'),
  );
  const cases: ReadonlyArray<readonly [did: string, sites: object, given?: object]> = [
    ["configured no site", {}],
    ["named a site that is not configured", login({}), { site: "tokio" }],
    ["configured two sites and named none", { ...login({}), osaka: login({}).tokyo }],
    ["gave a wrong password", login({ password: "hunter2" })],
    ["gave a wrong project name", login({ project_name: "admim" })],
    ["left out the password", login({ password: undefined })],
    ["gave an unknown region", { tokyo: { ...cloud, auth, region_name: "nowhere" } }],
    ["gave an unknown interface", { tokyo: { ...cloud, auth, interface: "privat" } }],
    ["gave an unknown auth_type", { tokyo: { ...cloud, auth, auth_type: "pasword" } }],
    ["gave no URL as endpoint", token("tokyo.example")],
    ["gave an address at which nothing listens", token("http://127.0.0.1:9")],
    ["gave the address of a server without TLS", token(site.url.replace("http:", "https:"))],
    ["gave the address of a web page", token(page)],
    ["gave the address of a server that is not Neutron", token(missing)],
    ["used a Neutron without the extension", token(bare)],
    ["gave text instead of an object", { tokyo: "http://tokyo.example" }],
  ];
  const mistakes: Mistake[] = [];
  for (const [did, sites, given] of cases) mistakes.push({ did, messages: await refusalsOf({ "border-gateway:sites": sites }, given) });
  const options = { "border-gateway:liveValidation": "of line" };
  mistakes.push({ did: "gave an unknown value of `border-gateway:liveValidation`", messages: await refusalsOf(options) });
  mistakes.push({
    did: "gave sites that are not valid JSON",
    messages: await refusalsOf({ "border-gateway:sites": "{tokyo" }),
  });
  return { title: "Configuration and login", mistakes };
}

async function refusalsOf(stack: Record<string, unknown>, given: object = {}): Promise<string[]> {
  try {
    return withPrefix(await new Life(kinds.gatewayDevice as never, settingsOf(stack)).refusals({ ...device, ...given }));
  } catch (error) {
    if (error instanceof Error) return [error.message];
    throw error;
  }
}
