// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";
import { type Output, RunError, runtime } from "@pulumi/pulumi";
import test from "ava";
import { findByName } from "../../provider/client/findByName";
import { createRuntime } from "../../provider/runtime";
import * as sdk from "../../sdk/index";
import {
  getGatewayDevice,
  getGatewayDeviceOutput,
  getL2Gateway,
  getL2GatewayOutput,
  getNetwork,
  getNetworkOutput,
  getRouter,
  getRouterOutput,
} from "../../sdk/lookups";
import { startSites } from "../../sdk/testing/index";
import { withSites } from "../helpers/sites";
import { newStack } from "../stack/newStack";

const settled = <T>(output: Output<T>): Promise<T> => new Promise((resolve) => void output.apply((value) => resolve(value as T)));

test.serial("networks, routers, gateway devices and L2 gateways are found by name, at the site that is named", async (t) => {
  const [tokyo, osaka] = await startSites({ sites: ["tokyo", "osaka"] });
  t.teardown(() => Promise.all([tokyo.stop(), osaka.stop()]));
  runtime.setConfig("border-gateway:sites", JSON.stringify({ tokyo: tokyo.cloud, osaka: osaka.cloud }));
  const network = osaka.addNetwork({ name: "web", tenantId: "p1" });
  tokyo.addNetwork({ name: "web" });
  const router = osaka.addRouter({ name: "edge" });
  const device = osaka.insert("gateway_devices", {
    name: "vtep",
    type: "router_vtep",
    tenant_id: "p1",
    resource_id: router,
    tunnel_ips: ["203.0.113.1"],
  });
  const gateway = osaka.insert("l2_gateways", { name: "web", tenant_id: "p1", devices: [{ device_id: device, segmentation_id: 100 }] });
  t.deepEqual(await settled(getNetworkOutput({ site: "osaka", name: "web" })), { id: network, name: "web", tenantId: "p1" });
  t.is((await settled(getRouterOutput({ site: "osaka", name: "edge" }))).id, router);
  t.deepEqual(await settled(getGatewayDeviceOutput({ site: "osaka", name: "vtep" })), {
    id: device,
    name: "vtep",
    tenantId: "p1",
    type: "router_vtep",
    tunnelIps: ["203.0.113.1"],
    resourceId: router,
  });
  t.is((await settled(getL2GatewayOutput({ site: "osaka", name: "web" }))).id, gateway);
  t.deepEqual(await getNetwork({ site: "osaka", name: "web" }), { id: network, name: "web", tenantId: "p1" });
  t.is((await getRouter({ site: "osaka", name: "edge" })).id, router);
  t.deepEqual((await getGatewayDevice({ site: "osaka", name: "vtep" })).tunnelIps, ["203.0.113.1"]);
  t.is((await getL2Gateway({ site: "osaka", name: "web" })).id, gateway);
  const refused = await t.throwsAsync(getNetwork({ site: "osaka", name: "wbe" }), { instanceOf: RunError });
  t.regex(refused.message, /^no network named "wbe" is visible at site osaka .* Did you mean "web"\?$/);
});

test("the former names of the lookups call the same functions", (t) => {
  t.is(sdk.lookUpNetwork, sdk.getNetworkOutput);
  t.is(sdk.lookUpRouter, sdk.getRouterOutput);
  t.is(sdk.lookUpGatewayDevice, sdk.getGatewayDeviceOutput);
  t.is(sdk.lookUpL2Gateway, sdk.getL2GatewayOutput);
});

test("none and several are errors that say what to do", async (t) => {
  const { settings, site: tokyo } = await withSites(t);
  const site = await createRuntime(settings).openSite("tokyo");
  await t.throwsAsync(findByName(site.networks, "web", site, "network"), {
    message: 'no network named "web" is visible at site tokyo to the holder of the given token',
  });
  const ids = [tokyo.addNetwork({ name: "db", tenantId: "p1" }), tokyo.addNetwork({ name: "db", tenantId: "p2" })];
  const error = await t.throwsAsync(findByName(site.networks, "db", site, "network"));
  t.regex(
    error?.message ?? "",
    /^site tokyo has 2 networks named "db": \S+ of project p[12], \S+ of project p[12]\. Give the id of the one you mean$/,
  );
  for (const id of ids) t.true(error?.message.includes(id));
  tokyo.addNetwork({ name: "DB" });
  await t.throwsAsync(findByName(site.networks, "Db", site, "network"), {
    message: /^no network named "Db" is visible at site tokyo to the holder of the given token\. Did you mean "(db|DB)"\?$/,
  });
});

test("a name that is nearly right is suggested, with one list", async (t) => {
  const { settings, site: tokyo } = await withSites(t);
  const site = await createRuntime(settings).openSite("tokyo");
  tokyo.addRouter({ name: "edge" });
  tokyo.addRouter({ name: "core" });
  tokyo.clearRequests();
  await t.throwsAsync(findByName(site.routers, "egde", site, "router"), {
    message: 'no router named "egde" is visible at site tokyo to the holder of the given token. Did you mean "edge"?',
  });
  t.is(tokyo.requests().length, 3);
  tokyo.fault({ match: { path: /routers/, nth: 3, times: 9 }, action: { status: 403, body: "" } });
  await t.throwsAsync(findByName((await createRuntime(settings).openSite("tokyo")).routers, "egde", site, "router"), {
    message: 'no router named "egde" is visible at site tokyo to the holder of the given token',
  });
});

test.serial("a look-up that fails ends the program with its sentence alone", async (t) => {
  t.timeout(240_000);
  const [tokyo] = await startSites({ sites: ["tokyo"] });
  t.teardown(() => tokyo.stop());
  tokyo.insert("l2_gateways", { name: "web", tenant_id: "p1", devices: [] });
  const config = { "border-gateway:sites": JSON.stringify({ tokyo: tokyo.cloud }) };
  const stack = await newStack(t, { program: join(__dirname, "fixtures", "lookUpProgram.js"), config });
  const said = async (): Promise<string[]> => {
    const refused = await stack.preview();
    t.false(refused.ok);
    t.notRegex(refused.diagnostics, /unhandled|\.[jt]s:\d+/);
    return [...refused.errors];
  };
  t.deepEqual(await said(), ['no network named "web" is visible at site tokyo to the holder of the given token']);
  for (const tenantId of ["p1", "p2"]) tokyo.addNetwork({ name: "web", tenantId });
  const [line, ...more] = await said();
  t.regex(line ?? "", /^site tokyo has 2 networks named "web": .*\. Give the id of the one you mean$/);
  t.deepEqual(more, []);
});

test("a name that is missing from the cached lists is requested again", async (t) => {
  const { settings, site: tokyo } = await withSites(t);
  const site = await createRuntime(settings).openSite("tokyo");
  await site.networks.all();
  const id = tokyo.addNetwork({ name: "new" });
  t.is((await findByName(site.networks, "new", site, "network")).id, id);
});
