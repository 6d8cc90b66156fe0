// SPDX-License-Identifier: Apache-2.0
// What the resources of one program must not have in common is refused in the first preview, when no id is known yet.
import test, { type ExecutionContext } from "ava";
import fc from "fast-check";
import { startSites } from "../../sdk/testing/index";
import type { Declared } from "../helpers/inProcess/declaredProgram";
import { InProcessStack } from "../helpers/inProcess/inProcessStack";
import { asked, WRITES } from "../helpers/sites";

/** Sites of a kind and a stack that has none of their objects yet. */
async function start(t: ExecutionContext, kind: "border" | "upstream" = "border", config: Record<string, unknown> = {}) {
  const sites = await startSites({ sites: ["tokyo", "osaka"], kind });
  const [site] = sites;
  const clouds = { ...Object.fromEntries(sites.map((one) => [one.name, one.cloud])), tokyo2: site.cloud };
  const stack = new InProcessStack(t, { "border-gateway:sites": clouds, ...config });
  t.teardown(() => Promise.all(sites.map((one) => one.stop())));
  const preview = async (...resources: Declared[]) => {
    stack.resources = resources;
    return stack.preview();
  };
  const refused = async (expected: RegExp, ...resources: Declared[]) => {
    const result = await preview(...resources);
    t.false(result.ok, "the preview");
    t.regex(result.diagnostics, expected);
    for (const one of sites)
      t.deepEqual(
        asked(one, WRITES).filter((line) => !line.includes("/auth/")),
        [],
      );
  };
  const accepted = async (...resources: Declared[]) => {
    const result = await preview(...resources);
    t.true(result.ok, result.diagnostics);
  };
  return { site, stack, preview, refused, accepted };
}

const declare =
  (kind: Declared["kind"]) =>
  (name: string, args: Declared["args"]): Declared => ({ kind, name, args: { site: "tokyo", ...args } });
const idOf = (name: string) => `\${${name}.id}`;
const device = declare("GatewayDevice");
const gateway = declare("L2Gateway");
const connection = declare("L2GatewayConnection");
const entry = declare("RemoteMacEntry");
const table = declare("RemoteMacTable");

const switched = (n: number, args: object = {}) =>
  device(`hw${n}`, { managementIp: `192.0.2.${n}`, managementPort: 6632, tunnelIps: [`203.0.113.${n}`], ...args });
const host = { macAddress: "02:00:5e:10:00:01", vtepAddress: "198.51.100.1", segmentationId: 100 };

test("two devices with one tunnel address, management address or router", async (t) => {
  const { site, refused, accepted } = await start(t);
  const routed = (name: string, n: number, resourceId: string) =>
    device(name, { type: "router_vtep", resourceId, tunnelIps: [`203.0.113.${n}`] });
  await refused(
    /hw2.* tunnel address 203\.0\.113\.1 is already declared by GatewayDevice "hw1" of this program, at site tokyo/,
    switched(1),
    switched(2, { tunnelIps: ["203.0.113.1"] }),
  );
  await refused(
    /management address 192\.0\.2\.1 is already declared by GatewayDevice "hw1"/,
    switched(1),
    switched(2, { managementIp: "192.0.2.1" }),
  );
  const router = site.addRouter();
  await refused(
    new RegExp(`router ${router} is already declared by GatewayDevice "one".* A router can carry only one gateway device`),
    routed("one", 1, router),
    routed("two", 2, router),
  );
  await accepted(switched(1), switched(2), routed("one", 3, router), switched(4, { site: "osaka", tunnelIps: ["203.0.113.1"] }));
  await refused(
    /tunnel address 203\.0\.113\.1 is already declared by GatewayDevice "hw1"/,
    switched(1),
    switched(2, { site: "tokyo2", tunnelIps: ["203.0.113.1"] }),
  );
});

test("without contacting the site as well", async (t) => {
  const { refused } = await start(t, "border", { "border-gateway:liveValidation": "false" });
  await refused(
    /tunnel address 203\.0\.113\.1 is already declared by GatewayDevice "hw1"/,
    switched(1),
    switched(2, { tunnelIps: ["203.0.113.1"] }),
  );
});

test("a segmentation id on both of gateway and connection, or on neither; and beyond the device's range", async (t) => {
  const { site, refused, accepted } = await start(t);
  const [networkId, uplink] = [site.addNetwork(), site.addNetwork()];
  const blue = (segmentationId?: number) =>
    gateway("blue", { devices: [{ deviceId: idOf("hw1"), ...(segmentationId === undefined ? {} : { segmentationId }) }] });
  const join = (args: object = {}) => connection("join", { l2GatewayId: idOf("blue"), networkId, ...args });
  await refused(/segmentationId is already set on L2Gateway "blue" \(100\)/, switched(1), blue(100), join({ segmentationId: 100 }));
  await refused(/segmentationId is required, because L2Gateway "blue" has none/, switched(1), blue(), join());
  await refused(/got 0\. L2Gateway "blue" does not support untagged traffic/, switched(1), blue(), join({ segmentationId: 0 }));
  await accepted(switched(1), blue(100), join());
  await accepted(switched(1), blue(), join({ segmentationId: 100 }));
  const vlan = device("hw1", { type: "network_vlan", resourceId: uplink });
  await refused(
    /segmentationId must be an integer from 1 to 4094, a VLAN, because GatewayDevice "hw1" is of type network_vlan; got 5000/,
    vlan,
    blue(5000),
  );
  await refused(/because GatewayDevice "hw1" is of type network_vlan; got 5000/, vlan, blue(), join({ segmentationId: 5000 }));
  await refused(
    /GatewayDevice "hw1" is of type network_vlan, which has no tunnel/,
    vlan,
    entry("host", { gatewayDeviceId: idOf("hw1"), ...host }),
  );
});

test("two networks on one border gateway", async (t) => {
  const { site, refused, accepted } = await start(t);
  const blue = (name: string) => gateway(name, { devices: [{ deviceId: idOf("hw1"), segmentationId: 100 }] });
  const join = (name: string, of: string) => connection(name, { l2GatewayId: idOf(of), networkId: site.addNetwork() });
  await refused(
    /the connection of L2Gateway "blue" is already declared by L2GatewayConnection "one" of this program.*A border gateway has only one connection/,
    switched(1),
    blue("blue"),
    join("one", "blue"),
    join("two", "blue"),
  );
  await accepted(switched(1), blue("blue"), blue("red"), join("one", "blue"), join("two", "red"));
});

test("a gateway at one site over a device of another", async (t) => {
  const { refused, accepted } = await start(t);
  const blue = (site: string) => gateway("blue", { site, devices: [{ deviceId: idOf("hw1"), segmentationId: 100 }] });
  await refused(
    /GatewayDevice "hw1" is at site tokyo, and this L2Gateway is at site osaka\. Both must be at the same site/,
    switched(1),
    blue("osaka"),
  );
  await refused(
    /GatewayDevice "hw1" is at site tokyo, and this RemoteMacEntry is at site osaka/,
    switched(1),
    entry("host", { site: "osaka", gatewayDeviceId: idOf("hw1"), ...host }),
  );
  await accepted(switched(1), blue("tokyo2"));
});

test("a MAC address that two resources declare is rejected, for every pair of kinds", async (t) => {
  const { refused, accepted } = await start(t);
  const of = (n: number) => ({ gatewayDeviceId: idOf(`hw${n}`) });
  const twice = /MAC address 02:00:5e:10:00:01 is already declared by RemoteMac(Entry|Table) "a" of this program.*: declare it once/;
  const other = { ...host, macAddress: "02-00-5E-10-00-01", vtepAddress: "198.51.100.2" };
  for (const declared of [entry("a", { ...of(1), ...host }), table("a", { ...of(1), entries: [host] })]) {
    await refused(twice, switched(1), switched(2), declared, entry("b", { ...of(2), ...other }));
    await refused(twice, switched(1), switched(2), declared, table("b", { ...of(2), entries: [other] }));
  }
  await accepted(switched(1), entry("a", { ...of(1), ...host }), entry("b", { ...of(1), ...host, macAddress: "02:00:5e:10:00:02" }));
});

test("the same VLAN on one switch port, and one network twice on a gateway", async (t) => {
  const { site, refused, accepted } = await start(t, "upstream");
  const on = (name: string, port: string, segmentationIds?: number[]) =>
    gateway(name, { devices: [{ deviceName: "sw1", interfaces: [{ name: port, ...(segmentationIds ? { segmentationIds } : {}) }] }] });
  const join = (name: string, of: string, segmentationId?: number, networkId = site.addNetwork()) =>
    connection(name, { l2GatewayId: idOf(of), networkId, ...(segmentationId === undefined ? {} : { segmentationId }) });
  const [gw1, gw3] = [on("GW1", "p1"), on("GW3", "p1")];
  const taken = /VLAN 2901 on port p1 of switch sw1 is already declared by L2GatewayConnection "a1" of this program/;
  await refused(taken, gw1, gw3, join("a1", "GW1", 2901), join("b3", "GW3", 2901));
  await refused(taken, gw1, on("GW3", "p1", [7, 2901]), join("a1", "GW1", 2901), join("b3", "GW3"));
  await refused(/untagged traffic on port p1 of switch sw1 is already declared/, gw1, gw3, join("a1", "GW1", 0), join("b3", "GW3", 0));
  await refused(
    /segmentationId is required, because L2Gateway "GW1" has none: set it here, or to 0 if the port is untagged/,
    gw1,
    join("a1", "GW1"),
  );
  const network = site.addNetwork();
  await refused(/An upstream gateway connects each network once/, gw1, join("a1", "GW1", 5, network), join("b1", "GW1", 6, network));
  await accepted(gw1, on("GW3", "p2"), join("a1", "GW1", 2901), join("b3", "GW3", 2901), join("c", "GW1", 0));
});

test("a network without a VXLAN segment, and a VLAN that a connection of the site has bound", async (t) => {
  const { site, stack, refused } = await start(t, "upstream");
  const gw = (name: string) => gateway(name, { devices: [{ deviceName: "sw1", interfaces: [{ name: "p1" }] }] });
  const vlan = site.addNetwork({ name: "NETV", "provider:network_type": "vlan" });
  await refused(
    /network .* "NETV" has no VXLAN segment/,
    gw("GW1"),
    connection("v", { l2GatewayId: idOf("GW1"), networkId: vlan, segmentationId: 2902 }),
  );
  stack.resources = [gw("GW1"), connection("a1", { l2GatewayId: idOf("GW1"), networkId: site.addNetwork(), segmentationId: 2901 })];
  t.true((await stack.up()).ok);
  site.clearRequests();
  await refused(
    /VLAN 2901 on port p1 of switch sw1 is already bound at site tokyo by connection/,
    gw("GW3"),
    connection("b3", { l2GatewayId: idOf("GW3"), networkId: site.addNetwork(), segmentationId: 2901 }),
  );
});

test("a program whose resources are replaced or unchanged does not meet itself", async (t) => {
  const { site, stack } = await start(t);
  const networkId = site.addNetwork();
  const program = (segmentationId: number) => [
    switched(1),
    gateway("blue", { devices: [{ deviceId: idOf("hw1"), segmentationId }] }),
    connection("join", { l2GatewayId: idOf("blue"), networkId }),
    entry("host", { gatewayDeviceId: idOf("hw1"), ...host, segmentationId }),
  ];
  for (const segmentationId of [100, 200]) {
    stack.resources = program(segmentationId);
    for (const run of [stack.preview, stack.up, stack.up]) {
      const result = await run();
      t.true(result.ok, result.diagnostics);
    }
  }
  const result = await stack.up({ replace: [stack.urn("host")] });
  t.true(result.ok, result.diagnostics);
});

test("a value that moves to another resource of the program is rejected in every preview, in any order of registration", async (t) => {
  const { site, stack, refused, accepted } = await start(t);
  const before = [
    switched(1),
    switched(2),
    entry("a", { gatewayDeviceId: idOf("hw1"), ...host }),
    entry("b", { gatewayDeviceId: idOf("hw1"), ...host, macAddress: "02:00:5e:10:00:02" }),
  ];
  stack.resources = before;
  const made = await stack.up();
  t.true(made.ok, made.diagnostics);
  site.clearRequests();
  const entries = before.slice(2);
  const orders = (devices: Declared[]) => [devices, devices.toReversed()].map((ordered) => [...ordered, ...entries]);
  for (const resources of orders([switched(0, { managementIp: "192.0.2.1" }), switched(1, { managementIp: "192.0.2.9" }), switched(2)]))
    await refused(
      /management address 192\.0\.2\.1 is already used at site tokyo by gateway device .*in an update before this one, also if this program gives it up/,
      ...resources,
    );
  for (const resources of orders([switched(1, { tunnelIps: ["203.0.113.2"] }), switched(2, { tunnelIps: ["203.0.113.1"] })]))
    await refused(/tunnel address 203\.0\.113\.[12] is already used at site tokyo/, ...resources);

  const inUse = /MAC address 02:00:5e:10:00:0[12] is already in use at site tokyo by remote MAC entry .*in a run before this one/;
  const devices = before.slice(0, 2);
  const [a, b] = entries as [Declared, Declared];
  const withMac = (one: Declared, macAddress: unknown, vtepAddress = "198.51.100.1"): Declared => ({
    ...one,
    args: { ...one.args, macAddress, vtepAddress },
  });
  await refused(inUse, ...devices, b, withMac({ ...a, name: "new" }, host.macAddress, "198.51.100.7"));
  for (const swapped of [
    [withMac(a, b.args.macAddress), withMac(b, a.args.macAddress)],
    [withMac(b, a.args.macAddress), withMac(a, b.args.macAddress)],
  ])
    await refused(inUse, ...devices, ...swapped);
  await accepted(...devices, b, withMac(a, host.macAddress, "198.51.100.7"));
  await accepted(...devices, { ...a, name: "renamed" }, b);
});

test("any devices: the preview accepts them exactly if no two of a Neutron have a value in common", async (t) => {
  const { preview } = await start(t);
  const shape = fc.record({ management: fc.nat(5), tunnel: fc.nat(5), site: fc.constantFrom("tokyo", "tokyo2", "osaka") });
  await fc.assert(
    fc.asyncProperty(fc.array(shape, { minLength: 2, maxLength: 4 }), async (shapes) => {
      const declared = shapes.map(({ management, tunnel, site }, index) =>
        device(`d${index}`, { site, managementIp: `192.0.2.${management}`, managementPort: 6632, tunnelIps: [`203.0.113.${tunnel}`] }),
      );
      const values = shapes.flatMap(({ management, tunnel, site }) => [`${site[0]} m${management}`, `${site[0]} t${tunnel}`]);
      return (await preview(...declared)).ok === (new Set(values).size === values.length);
    }),
    { numRuns: 40 },
  );
  t.pass();
});
