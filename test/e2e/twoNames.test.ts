// SPDX-License-Identifier: Apache-2.0
// Two site names that lead to one Neutron, as one cloud entry for each project or role is common: every guard holds across them.
import test, { type ExecutionContext } from "ava";
import { startSites } from "../../sdk/testing/index";
import type { Declared } from "../helpers/inProcess/declaredProgram";
import { did, drift } from "../helpers/inProcess/emulatedSegment";
import { InProcessStack } from "../helpers/inProcess/inProcessStack";
import { asked } from "../helpers/sites";

const entry = (n: number, vtepAddress = "203.0.113.9") => ({ macAddress: `02:00:5e:10:00:0${n}`, vtepAddress, segmentationId: 100 });

/** One emulated site under the names tokyo and admin, the second with another spelling of the endpoint. */
async function start(t: ExecutionContext) {
  const [site] = await startSites({ sites: ["tokyo"] });
  const admin = {
    ...site.cloud,
    auth_type: "admin_token",
    auth: { token: "admin", endpoint: `${site.url.replace("http:", "HTTP:")}/v2.0/` },
  };
  const stack = new InProcessStack(t, { "border-gateway:sites": { tokyo: site.cloud, admin } });
  t.teardown(() => site.stop());
  const edge = (n: number) =>
    site.insert("gateway_devices", {
      name: `edge-${n}`,
      type: "router_vtep",
      resource_id: site.addRouter(),
      tunnel_ips: [`203.0.113.${n}`],
      tenant_id: "a".repeat(32),
    });
  const up = (...resources: Declared[]) => {
    stack.resources = resources;
    return stack.up();
  };
  const good = async (...resources: Declared[]) => {
    const result = await up(...resources);
    t.true(result.ok, result.diagnostics);
    return result;
  };
  return { site, stack, up, good, devices: [edge(1), edge(2)] as const };
}

const table = (name: string, site: string, gatewayDeviceId: string, entries: readonly object[], adopt = true): Declared => ({
  kind: "RemoteMacTable",
  name,
  args: { site, gatewayDeviceId, entries, adopt },
  // What is tested here is the guard of the last moment.
  options: { hints: false },
});

test("a table does not remove what a table of the other name has created in the same run", async (t) => {
  const { site, stack, up, good, devices } = await start(t);
  const [first, second] = [table("one", "tokyo", devices[0], [entry(1)]), table("two", "admin", devices[1], [entry(1, "203.0.113.8")])];
  const refused = await up(first, second);
  t.false(refused.ok);
  t.regex(refused.diagnostics, /02:00:5e:10:00:01/);
  t.deepEqual(asked(site, ["DELETE"]), []);
  t.deepEqual(drift(await stack.refresh()), ["two update"], "the table that was refused holds nothing");
  t.deepEqual(did(await good(first)), ["delete two"]);
  t.deepEqual(drift(await stack.refresh()), []);
});

test("a table does not remove what a table of the other name keeps, whichever is registered first", async (t) => {
  const { site, stack, up, good, devices } = await start(t);
  const first = table("one", "tokyo", devices[0], [entry(1)]);
  await good(first);
  const second = table("two", "admin", devices[1], [entry(1, "203.0.113.8")]);
  for (const resources of [
    [first, second],
    [second, first],
  ]) {
    const refused = await up(...resources);
    t.false(refused.ok);
    t.regex(refused.diagnostics, /which another resource of this program has\. Declare it once/);
  }
  t.deepEqual(asked(site, ["DELETE"]), []);
  t.deepEqual(did(await good(first)), ["delete two"]);
  t.deepEqual(drift(await stack.refresh()), []);
});

test("adopt: true under both names: one of the two resources is refused", async (t) => {
  const { site, stack, up } = await start(t);
  const router = site.addRouter();
  site.insert("gateway_devices", {
    name: "edge",
    type: "router_vtep",
    resource_id: router,
    tunnel_ips: ["203.0.113.7"],
    tenant_id: "a".repeat(32),
  });
  const device = (name: string, at: string): Declared => ({
    kind: "GatewayDevice",
    name,
    args: { site: at, name: "edge", type: "router_vtep", resourceId: router, tunnelIps: ["203.0.113.7"], adopt: true },
    options: { hints: false },
  });
  const refused = await up(device("one", "tokyo"), device("two", "admin"));
  t.false(refused.ok);
  t.is(stack.kept().length, 1, refused.diagnostics);
});

test("a router carries one device, under all names of its site; the second device is rejected before any request", async (t) => {
  const { site, stack, up } = await start(t);
  const router = site.addRouter();
  const device = (name: string, at: string, tunnel: string, hints: boolean): Declared => ({
    kind: "GatewayDevice",
    name,
    args: { site: at, name, type: "router_vtep", resourceId: router, tunnelIps: [tunnel] },
    options: { hints },
  });
  const both = (hints: boolean) => [device("one", "tokyo", "203.0.113.7", hints), device("two", "admin", "203.0.113.8", hints)];
  const refused = await up(...both(false));
  t.false(refused.ok);
  t.true(asked(site, ["POST"]).length <= 1, refused.diagnostics);
  await stack.destroy();
  stack.resources = both(true);
  for (const validate of ["true", "false"]) {
    stack.setConfig("border-gateway:liveValidation", validate);
    const preview = await stack.preview();
    t.false(preview.ok, validate);
    t.regex(preview.diagnostics, /router .* is already declared by GatewayDevice "one" of this program, at site tokyo/);
  }
});

test("resources under two site names coexist if they share nothing", async (t) => {
  const { site, stack, good, devices } = await start(t);
  const resources = [table("one", "tokyo", devices[0], [entry(1)], false), table("two", "admin", devices[1], [entry(2)], false)];
  await good(...resources);
  t.deepEqual(did(await good(...resources)), []);
  t.deepEqual(drift(await stack.refresh()), []);
  t.true((await stack.destroy()).ok);
  t.is(asked(site, ["DELETE"]).length, 2);
});

test("another spelling of the endpoint in the configuration changes nothing: no replacement, no refusal, no drift", async (t) => {
  const { site, stack, good, devices } = await start(t);
  const resources = [table("one", "tokyo", devices[0], [entry(1)])];
  await good(...resources);
  const spelled = `${site.url.replace("http://", "HTTP://")}//v2.0//`;
  stack.setConfig("border-gateway:sites", { tokyo: { auth_type: "admin_token", token: "admin", endpoint: spelled } });
  t.deepEqual(did(await good(...resources)), []);
  t.deepEqual(drift(await stack.refresh()), []);
  t.is(asked(site, ["DELETE"]).length, 0);
});
