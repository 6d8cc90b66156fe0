// SPDX-License-Identifier: Apache-2.0
// Requests to which networking-midonet responds with a crash, after minutes, or with a row that breaks its lists (docs/servers.md). The provider rejects them and never sends them.
import test, { type ExecutionContext } from "ava";
import type { Declared } from "../helpers/inProcess/declaredProgram";
import { InProcessStack } from "../helpers/inProcess/inProcessStack";
import { type TargetSite, targetSites } from "./target";
import { good, held } from "./topology";

async function start(t: ExecutionContext) {
  const [site] = (await targetSites(t, "border", ["tokyo"])) as [TargetSite];
  const stack = new InProcessStack(t, { "border-gateway:sites": { tokyo: site.cloud } });
  const router = async () => (await site.post("routers", { router: { name: "edge" } })).id;
  const network = async () => (await site.post("networks", { network: { name: "blue" } })).id;
  return { site, stack, router, network };
}

const switchAt = (management_ip: string, tunnel: string) => ({
  gateway_device: { name: "by hand", management_ip, management_port: 6632, tunnel_ips: [tunnel] },
});

const hardware = (args: object): Declared => ({
  kind: "GatewayDevice",
  name: "edge",
  args: { managementIp: "192.0.2.1", managementPort: 6632, tunnelIps: ["203.0.113.1"], ...args },
});

const router = (name: string, resourceId: string, tunnel: string): Declared => ({
  kind: "GatewayDevice",
  name,
  args: { type: "router_vtep", resourceId, tunnelIps: [tunnel] },
});

test("wrong input that the server would answer with a crash, a poison row, or a 500 after minutes is refused, and nothing is sent", async (t) => {
  t.timeout(120_000);
  const { site, stack, network } = await start(t);
  const deviceId = (await site.post("gw/gateway_devices", switchAt("192.0.2.200", "203.0.113.200"))).id;
  const l2GatewayId = (await site.post("l2-gateways", { l2_gateway: { name: "gw", devices: [{ device_id: deviceId }] } })).id;
  const networkId = await network();
  const gateway = (segmentationId: unknown): Declared => ({
    kind: "L2Gateway",
    name: "gw",
    args: { devices: [{ deviceId, segmentationId }] },
  });
  const join = (segmentationId: unknown): Declared => ({
    kind: "L2GatewayConnection",
    name: "join",
    args: { l2GatewayId, networkId, segmentationId },
  });
  const host = (segmentationId: unknown): Declared => ({
    kind: "RemoteMacEntry",
    name: "host",
    args: { gatewayDeviceId: deviceId, macAddress: "02:00:5e:00:00:01", vtepAddress: "203.0.113.2", segmentationId },
  });
  const id = /property devices\[0\].segmentationId.* has a problem: .*segmentationId must be an integer from 1 to 16777214/;
  const own = /property segmentationId.* has a problem: .*segmentationId must be an integer/;
  const odd = ["abc", true, 2 ** 31, "1 2", [1], { a: 1 }];
  const refused: readonly (readonly [Declared, RegExp])[] = [
    ...[0, "0", ...odd].map((value) => [gateway(value), id] as const),
    ...[0, "0", "abc", 3_000_000_000].map((value) => [join(value), own] as const),
    ...[0, 2 ** 31].map((value) => [host(value), own] as const),
    [{ kind: "L2Gateway", name: "gw", args: { devices: 5 } }, /property devices .*has a problem/],
    [{ kind: "L2Gateway", name: "gw", args: { name: "n".repeat(256), devices: [{ deviceId }] } }, /property name .*has a problem/],
    [hardware({ tunnelIps: 5 }), /property tunnelIps .*has a problem/],
    [hardware({ tunnelIps: [true] }), /property tunnelIps\[0\] .*has a problem/],
    [
      hardware({ tunnelIps: ["203.0.113.200"] }),
      /property tunnelIps\[0\] .*has a problem: tunnel address 203\.0\.113\.200 is already used .*500 after 150 seconds/,
    ],
    [
      { kind: "GatewayDevice", name: "edge", args: { type: "network_vlan", resourceId: networkId, tunnelIps: ["203.0.113.1"] } },
      /property tunnelIps .*has a problem: tunnelIps is not allowed for a device of type network_vlan.*store it but never return it/,
    ],
  ];
  const before = await held(site);
  for (const [resource, reason] of refused) {
    stack.resources = [resource];
    for (const operation of ["preview", "up"] as const) {
      const { ok, diagnostics } = await stack[operation]();
      t.false(ok, JSON.stringify(resource));
      t.regex(diagnostics, reason, JSON.stringify(resource.args));
    }
  }
  t.deepEqual(site.writes(), []);
  t.deepEqual(await held(site), before, "and every list can still be read");
});

test("a tunnel address that is taken meanwhile is refused in an update too", async (t) => {
  const { site, stack } = await start(t);
  stack.resources = [hardware({})];
  await good(t, stack.up());
  await site.post("gw/gateway_devices", switchAt("192.0.2.201", "203.0.113.201"));
  site.forget();
  stack.resources = [hardware({ tunnelIps: ["203.0.113.201"] })];
  t.regex((await stack.up()).diagnostics, /tunnel address 203\.0\.113\.201 is already used at site tokyo by gateway device .*"by hand"/);
  t.deepEqual(site.writes(), []);
  await good(t, stack.destroy());
});

test("a network_vlan device is renamed: its PUT names tunnel_ips, without which the server crashes", async (t) => {
  const { site, stack, network } = await start(t);
  const resourceId = await network();
  const device = (name: string): Declared => ({ kind: "GatewayDevice", name: "uplink", args: { name, type: "network_vlan", resourceId } });
  stack.resources = [device("before")];
  await good(t, stack.up());
  stack.resources = [device("after")];
  site.forget();
  await good(t, stack.up());
  t.deepEqual(
    site.writes().map((line) => line.split(" ")[0]),
    ["PUT"],
  );
  t.like((await site.list("gw/gateway_devices"))[0], { name: "after", resource_id: resourceId });
  await good(t, stack.destroy());
});

test("what breaks under a race is not raced for: one of two gets it, the other is told, and its request is not sent", async (t) => {
  t.timeout(120_000);
  const { site, stack, router: newRouter, network } = await start(t);
  const [shared, first, second] = [await newRouter(), await newRouter(), await newRouter()];
  const posts = () => site.writes().filter((line) => line.startsWith("POST ")).length;
  const raced = async (resources: readonly Declared[], sent: number, reason: RegExp) => {
    stack.resources = resources;
    site.forget();
    const { ok, diagnostics } = await stack.up();
    t.false(ok);
    t.regex(diagnostics, reason);
    t.is(posts(), sent, diagnostics);
  };

  await raced(
    [router("one", first, "203.0.113.1"), router("two", second, "203.0.113.1")],
    1,
    /tunnel address 203\.0\.113\.1 is already declared by GatewayDevice "(one|two)" of this program/,
  );
  await good(t, stack.destroy());
  await raced(
    [router("one", shared, "203.0.113.1"), router("two", shared, "203.0.113.2")],
    1,
    /router .* is already declared by GatewayDevice "(one|two)" of this program/,
  );
  await good(t, stack.destroy());

  const join = (name: string, networkId: string): Declared => ({
    kind: "L2GatewayConnection",
    name,
    args: { l2GatewayId: `\${${"gw"}.id}`, networkId },
  });
  await raced(
    [
      router("edge", first, "203.0.113.1"),
      { kind: "L2Gateway", name: "gw", args: { devices: [{ deviceId: `\${${"edge"}.id}`, segmentationId: 100 }] } },
      join("blue", await network()),
      join("red", await network()),
    ],
    3,
    /the connection of L2Gateway "gw" is already declared by L2GatewayConnection "(blue|red)" of this program/,
  );
  t.deepEqual(await held(site), [1, 1, 1]);
  await good(t, stack.destroy());
  t.deepEqual(await held(site), [0, 0, 0]);
});
