// SPDX-License-Identifier: Apache-2.0
// How many requests a site is asked for, counted by the site: what users of a large topology wait for.
import test, { type ExecutionContext } from "ava";
import { type EmulatedSite, startSites } from "../../sdk/testing/index";
import type { Declared } from "../helpers/inProcess/declaredProgram";
import { did, drift } from "../helpers/inProcess/emulatedSegment";
import { InProcessStack } from "../helpers/inProcess/inProcessStack";
import { asked } from "../helpers/sites";

const COUNT = 300;
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
const hex = (index: number) => (0x1000 + index).toString(16).replace(/(..)(..)/, "$1:$2");

async function start(t: ExecutionContext, auth: "tokens" | "keystone" = "tokens", latencyMs = 0) {
  const [site] = await startSites({ sites: ["tokyo"], auth, latencyMs });
  const stack = new InProcessStack(t, { "border-gateway:sites": { tokyo: site.cloud } });
  t.teardown(() => site.stop());
  const deviceId = site.insert("gateway_devices", {
    name: "edge",
    type: "router_vtep",
    resource_id: site.addRouter(),
    tunnel_ips: ["203.0.113.10"],
    tenant_id: "a".repeat(32),
  });
  return { site, stack, deviceId };
}

/** Makes all, then counts an `up` without a change and a refresh without a change. */
async function life(t: ExecutionContext, site: EmulatedSite, stack: InProcessStack, resources: readonly Declared[], others: number) {
  const good = async (running: ReturnType<InProcessStack["up"]>) => {
    const result = await running;
    t.true(result.ok, result.diagnostics);
    return result;
  };
  stack.resources = resources;
  site.clearRequests();
  await good(stack.up());
  t.is(asked(site, ["POST"]).filter((line) => !line.includes("/auth/")).length, resources.length);
  const beside = asked(site).length - resources.length;
  t.true(beside <= others, `${beside} requests beside the POSTs`);
  site.clearRequests();
  t.deepEqual(did(await good(stack.up())), []);
  t.true(asked(site).length <= 3, asked(site).join("\n"));
  site.clearRequests();
  t.deepEqual(drift(await good(stack.refresh())), []);
  t.true(asked(site).length <= 20, `${asked(site).length} requests of a refresh`);
}

test("300 remote MAC entries of one device: 300 POSTs and at most 20 others, second up at most 3, refresh at most 20", async (t) => {
  const { site, stack, deviceId } = await start(t, "keystone");
  const entry = (index: number): Declared => ({
    kind: "RemoteMacEntry",
    name: `host-${index}`,
    args: { gatewayDeviceId: deviceId, macAddress: `02:00:5e:10:${hex(index)}`, vtepAddress: "203.0.113.11", segmentationId: 10_100 },
  });
  await life(t, site, stack, times(COUNT, entry), 20);
});

test("300 L2 gateways: 300 POSTs and at most 25 others, refreshed by at most 20 requests", async (t) => {
  // As on a real server, whose answers take a while.
  const { site, stack, deviceId } = await start(t, "tokens", 16);
  const gateway = (index: number): Declared => ({
    kind: "L2Gateway",
    name: `segment-${index}`,
    args: { devices: [{ deviceId, segmentationId: 10_000 + index }] },
  });
  await life(t, site, stack, times(COUNT, gateway), 25);
});

test("300 connections: refreshed by at most 20 requests", async (t) => {
  const { site, stack, deviceId } = await start(t);
  const row = (index: number) => ({
    name: `g${index}`,
    tenant_id: "a".repeat(32),
    devices: [{ device_id: deviceId, segmentation_id: String(10_000 + index) }],
  });
  const connection = (index: number): Declared => ({
    kind: "L2GatewayConnection",
    name: `join-${index}`,
    args: { l2GatewayId: site.insert("l2_gateways", row(index)), networkId: site.addNetwork() },
  });
  await life(t, site, stack, times(COUNT, connection), 60);
});

test("100 gateway devices: refreshed by at most 20 requests", async (t) => {
  const { site, stack } = await start(t);
  const device = (index: number): Declared => ({
    kind: "GatewayDevice",
    name: `edge-${index}`,
    args: { managementIp: `192.0.2.${index + 1}`, managementPort: 6632, tunnelIps: [`198.51.100.${index + 1}`] },
  });
  await life(t, site, stack, times(100, device), 20);
});
