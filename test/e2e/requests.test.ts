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

interface Speed {
  readonly title: string;
  /** Milliseconds before each answer. */
  readonly latencyMs: number;
  /** How much faster than the real clock the provider's runs. */
  readonly clock: number;
}

const FAST: Speed = { title: "", latencyMs: 0, clock: 1 };
const SPEEDS: readonly Speed[] = [FAST, { title: "2 s for each answer: ", latencyMs: 100, clock: 20 }];

async function start(t: ExecutionContext, { latencyMs, clock }: Speed = FAST, auth: "tokens" | "keystone" = "tokens") {
  const [site] = await startSites({ sites: ["tokyo"], auth, latencyMs });
  const stack = new InProcessStack(t, { "border-gateway:sites": { tokyo: site.cloud } });
  stack.surroundings = { ...stack.surroundings, now: () => performance.now() * clock };
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

/** One device, gateways on it, and a connection on each gateway. */
const joined = (site: EmulatedSite, count: number): Declared[] => [
  { kind: "GatewayDevice", name: "edge", args: { type: "router_vtep", resourceId: site.addRouter(), tunnelIps: ["203.0.113.20"] } },
  ...times(count, (index): Declared[] => [
    { kind: "L2Gateway", name: `segment-${index}`, args: { devices: [{ deviceId: `\${${"edge"}.id}`, segmentationId: 10_000 + index }] } },
    { kind: "L2GatewayConnection", name: `join-${index}`, args: { l2GatewayId: `\${segment-${index}.id}`, networkId: site.addNetwork() } },
  ]).flat(),
];

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

for (const speed of SPEEDS) {
  test(`${speed.title}300 remote MAC entries of one device: 300 POSTs and at most 20 others, second up at most 3, refresh at most 20`, async (t) => {
    const { site, stack, deviceId } = await start(t, speed, "keystone");
    const entry = (index: number): Declared => ({
      kind: "RemoteMacEntry",
      name: `host-${index}`,
      args: { gatewayDeviceId: deviceId, macAddress: `02:00:5e:10:${hex(index)}`, vtepAddress: "203.0.113.11", segmentationId: 10_100 },
    });
    await life(t, site, stack, times(COUNT, entry), 20);
  });

  test(`${speed.title}300 L2 gateways: 300 POSTs and at most 25 others, refreshed by at most 20 requests`, async (t) => {
    // Answers of a real server take a while, too.
    const { site, stack, deviceId } = await start(t, { ...speed, latencyMs: Math.max(16, speed.latencyMs) });
    const gateway = (index: number): Declared => ({
      kind: "L2Gateway",
      name: `segment-${index}`,
      args: { devices: [{ deviceId, segmentationId: 10_000 + index }] },
    });
    await life(t, site, stack, times(COUNT, gateway), 25);
  });

  test(`${speed.title}300 connections: refreshed by at most 20 requests`, async (t) => {
    const { site, stack, deviceId } = await start(t, speed);
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

  test(`${speed.title}100 gateway devices: refreshed by at most 20 requests`, async (t) => {
    const { site, stack } = await start(t, speed);
    const device = (index: number): Declared => ({
      kind: "GatewayDevice",
      name: `edge-${index}`,
      args: { managementIp: `192.0.2.${index + 1}`, managementPort: 6632, tunnelIps: [`198.51.100.${index + 1}`] },
    });
    await life(t, site, stack, times(100, device), 20);
  });

  test(`${speed.title}100 gateways and a connection on each: 201 POSTs and at most 25 others`, async (t) => {
    const { site, stack } = await start(t, speed);
    await life(t, site, stack, joined(site, 100), 25);
  });
}

test("an answer takes 2 s by the real clock: 30 gateways and a connection on each, 61 POSTs and at most 18 others", async (t) => {
  t.timeout(240_000);
  const { site, stack } = await start(t, { ...FAST, latencyMs: 2_000 });
  stack.resources = joined(site, 30);
  const result = await stack.up();
  t.true(result.ok, result.diagnostics);
  t.is(asked(site, ["POST"]).length, 61);
  t.true(asked(site).length <= 61 + 18, asked(site, ["GET"]).join("\n"));
});
