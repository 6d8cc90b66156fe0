// SPDX-License-Identifier: Apache-2.0
// Each program of examples/ runs: one after the other on one site, each on what the ones before it have made.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { parse } from "yaml";
import { exampleConfig, existing, SITES_PORT, startDemoSites } from "../../scripts/demo/sites";
import { startSites } from "../../sdk/testing/index";
import { ROOT } from "../helpers/compile";
import { newStack } from "../stack/newStack";

test("the example of every kind", async (t) => {
  t.timeout(300_000);
  const [site] = await startSites({ sites: ["tokyo"] });
  t.teardown(() => site.stop());
  const known: Record<string, string> = { routerId: site.addRouter(), networkId: site.addNetwork() };
  const stacks = [];
  for (const example of ["gatewayDevice", "l2Gateway", "l2GatewayConnection", "remoteMacEntry", "remoteMacTable"]) {
    const config = Object.fromEntries(Object.entries(known).map(([key, value]) => [`${example}:${key}`, value]));
    const program = join(ROOT, "dist/examples", `${example}.js`);
    const secrets = { "border-gateway:sites": JSON.stringify({ tokyo: site.cloud }) };
    const stack = await newStack(t, { program, project: example, config, secrets });
    stacks.push(stack);
    if (example === "remoteMacTable") await stacks[3]?.destroy();
    const up = await stack.up();
    t.true(up.ok, up.diagnostics);
    Object.assign(known, await stack.outputs());
  }
  t.is(site.objects("gateway_devices")[0]?.id, known.deviceId);
  t.deepEqual(site.objects("l2_gateways")[0]?.devices, [{ device_id: known.deviceId, segmentation_id: "10100" }]);
  t.like(site.objects("l2_gateway_connections")[0], {
    id: known.connectionId,
    l2_gateway_id: known.gatewayId,
    network_id: known.networkId,
  });
  t.is(site.objects("remote_mac_entries").length, 3);
  for (const stack of stacks.reverse()) t.true((await stack.destroy()).ok);
  for (const kind of ["gateway_devices", "remote_mac_entries", "l2_gateways", "l2_gateway_connections"] as const)
    t.deepEqual(site.objects(kind), [], kind);
});

test("the example of an upstream gateway", async (t) => {
  t.timeout(120_000);
  const [site] = await startSites({ sites: ["nagoya"], kind: "upstream" });
  t.teardown(() => site.stop());
  const stack = await newStack(t, {
    program: join(ROOT, "dist/examples/upstreamGateway.js"),
    project: "upstream",
    config: { "upstream:networkId": site.addNetwork({ "provider:network_type": "vxlan" }) },
    secrets: { "border-gateway:sites": JSON.stringify({ nagoya: site.cloud }) },
  });
  const up = await stack.up();
  t.true(up.ok, up.diagnostics);
  t.like(site.objects("l2_gateways")[0]?.devices, [{ device_name: "sw1", interfaces: [{ name: "p1", segmentation_id: ["100"] }] }]);
  t.is(site.objects("l2_gateway_connections").length, 1);
  t.true((await stack.destroy()).ok);
});

test("the root Pulumi.yaml runs the two-site example on the sites of `npm run sites`", async (t) => {
  const project = parse(readFileSync(join(ROOT, "Pulumi.yaml"), "utf8"));
  t.is(project.main, "dist/examples/two-sites/index.js");
  const configured = Object.fromEntries(Object.entries<{ value: unknown }>(project.config).map(([key, { value }]) => [key, value]));
  const sites = await startDemoSites(0);
  t.teardown(() => Promise.all(sites.map((site) => site.stop())));
  // The same but for the ports, which are fixed there and free here.
  const ports = sites.map((site, index) => [new URL(site.url).port, String(SITES_PORT + index)] as const);
  const expected = ports.reduce((text, [here, there]) => text.replaceAll(`:${here}/`, `:${there}/`), JSON.stringify(exampleConfig(sites)));
  t.deepEqual(configured, JSON.parse(expected));
  t.deepEqual(Object.keys(existing), ["tokyo", "osaka"]);
});
