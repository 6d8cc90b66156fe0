// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { createRuntime } from "../../../provider/runtime";
import { Findings } from "../../../sdk/mesh/finding";
import type { Topology } from "../../../sdk/mesh/index";
import { meshAtSites } from "../../../sdk/mesh/live/atSites";
import { validateTopology } from "../../../sdk/mesh/validateTopology";
import { withSites } from "../../helpers/sites";
import { changesOf, holds, meshStack } from "./meshStack";

/** Everything except the stack itself. */
const registered = (steps: ReadonlyArray<{ type: string; name: string }>): string[] =>
  steps.filter(({ type }) => type !== "pulumi:pulumi:Stack").map(({ type, name }) => `${type} ${name}`);

const mac = (n: number) => `02:00:00:00:00:${n.toString(16).padStart(2, "0")}`;

test("a mesh of two sites comes up, grows by one, and goes", async (t) => {
  t.timeout(300_000);
  const { stack, sites, declare } = await meshStack(t, ["tokyo", "osaka", "nagoya"]);
  const ids = new Map(
    [...sites].map(([name, site]) => [name, { router: site.addRouter({ name: "edge" }), network: site.addNetwork({ name: "web" }) }]),
  );
  const [tokyo, osaka] = ["tokyo", "osaka"].map((name) => ids.get(name));
  const two: Topology = {
    sites: { tokyo: { router: "edge", tunnelIp: "203.0.113.1" }, osaka: { router: String(osaka?.router), tunnelIp: "203.0.113.2" } },
    segments: {
      web: {
        segmentationId: 100,
        sites: { tokyo: { network: "web", hosts: [mac(1), mac(2)] }, osaka: { network: "web", hosts: [mac(3)] } },
      },
    },
  };
  await declare(two);

  const preview = await stack.preview();
  t.true(preview.ok, preview.diagnostics);
  const everything = ["mesh/osaka", "mesh/tokyo"]
    .map((name) => `create GatewayDevice ${name}`)
    .concat(
      ["L2Gateway", "L2GatewayConnection", "RemoteMacTable"].flatMap((kind) =>
        ["mesh/web/osaka", "mesh/web/tokyo"].map((name) => `create ${kind} ${name}`),
      ),
    );
  t.deepEqual(changesOf(preview.steps), everything);
  t.deepEqual(
    [...sites.values()].flatMap((site) => site.objects("gateway_devices")),
    [],
  );

  const up = await stack.up();
  t.true(up.ok, up.diagnostics);
  t.deepEqual(changesOf(up.steps), everything);
  t.deepEqual(holds(sites.get("tokyo") as never), {
    devices: [`router_vtep ${tokyo?.router} 203.0.113.1`],
    joins: [`${tokyo?.network} 100 203.0.113.1`],
    macs: [`203.0.113.1 ${mac(3)} 203.0.113.2 100`],
  });
  t.deepEqual(holds(sites.get("osaka") as never).macs, [`203.0.113.2 ${mac(1)} 203.0.113.1 100`, `203.0.113.2 ${mac(2)} 203.0.113.1 100`]);

  const { topology, diagram } = (await stack.outputs()) as {
    topology: { sites: object; segments: { web: { segmentationId: number; sites: { osaka: object } } } };
    diagram: string;
  };
  t.deepEqual(Object.keys(topology.sites), ["osaka", "tokyo"]);
  t.is(topology.segments.web.segmentationId, 100);
  t.like(topology.segments.web.sites.osaka, { networkId: osaka?.network, hosts: [mac(3)] });
  t.regex(diagram, /^flowchart LR\n {2}s0\["<b>osaka<\/b>/);

  const again = await stack.up();
  t.deepEqual(changesOf(again.steps), [], again.diagnostics);

  // Another order of keys changes nothing. Another site adds its own resources, and entries at the other sites.
  await declare({
    segments: {
      web: { sites: { osaka: two.segments.web?.sites.osaka, tokyo: two.segments.web?.sites.tokyo }, segmentationId: 100 },
    },
    sites: { osaka: two.sites.osaka, tokyo: two.sites.tokyo },
  } as Topology);
  t.deepEqual(changesOf((await stack.preview()).steps), []);
  await declare({
    sites: { ...two.sites, nagoya: { router: "edge", tunnelIp: "203.0.113.3" } },
    segments: { web: { segmentationId: 100, sites: { ...two.segments.web?.sites, nagoya: { network: "web", hosts: [mac(9)] } } } },
  });
  const third = await stack.up();
  t.true(third.ok, third.diagnostics);
  t.deepEqual(changesOf(third.steps), [
    "create GatewayDevice mesh/nagoya",
    "create L2Gateway mesh/web/nagoya",
    "create L2GatewayConnection mesh/web/nagoya",
    "create RemoteMacTable mesh/web/nagoya",
    "update RemoteMacTable mesh/web/osaka",
    "update RemoteMacTable mesh/web/tokyo",
  ]);
  t.is(holds(sites.get("nagoya") as never).macs.length, 3);

  const gone = await stack.destroy();
  t.true(gone.ok, gone.diagnostics);
  for (const site of sites.values()) t.deepEqual(holds(site), { devices: [], joins: [], macs: [] });
});

test("a wrong topology registers nothing, and all that is wrong is said at once", async (t) => {
  const { stack, sites, declare } = await meshStack(t, ["tokyo", "osaka"]);
  await declare({ sites: { tokyo: { router: "edge" } }, segments: {} });
  const refused = await stack.preview();
  t.false(refused.ok);
  t.regex(
    refused.errors.join("\n"),
    /mesh mesh is refused, and nothing of it was changed:\n {2}segments: a mesh needs at least one segment.*\n {2}sites: a mesh needs at least two sites.*\n {2}sites\.tokyo\.tunnelIp: tunnelIps is required/,
  );
  t.notRegex(refused.diagnostics, /at .*\.js:\d+/);
  t.deepEqual(registered(refused.steps), []);
  t.deepEqual(
    [...sites.values()].flatMap((site) => site.requests()),
    [],
  );
});

test("what only the sites can tell is said at once, too", async (t) => {
  const { stack, sites, declare } = await meshStack(t, ["tokyo", "osaka", "nagoya"]);
  for (const [name, site] of sites) {
    if (name !== "nagoya") site.addRouter({ name: "edge" });
    const network = site.addNetwork({ name: "web" });
    site.insert("subnets", {
      network_id: network,
      cidr: name === "osaka" ? "10.9.0.0/24" : "10.1.0.0/24",
      gateway_ip: name === "tokyo" ? "10.1.0.1" : null,
      enable_dhcp: name === "osaka",
      ip_version: 4,
    });
  }
  sites.get("osaka")?.addNetwork({ name: "db" });
  sites.get("osaka")?.addNetwork({ name: "db" });
  await declare({
    sites: Object.fromEntries([...sites.keys()].map((name, index) => [name, { router: "edge", tunnelIp: `203.0.113.${index + 1}` }])),
    segments: {
      web: { segmentationId: 100, sites: Object.fromEntries([...sites.keys()].map((name) => [name, { network: "web" }])) },
      db: { segmentationId: 101, sites: { tokyo: { network: "2b1e0a34-7d0c-4c79-9ad5-6d4c0ff3a111" }, osaka: { network: "db" } } },
    },
  });
  const refused = await stack.up();
  t.false(refused.ok);
  t.deepEqual(registered(refused.steps), [], "not even the component");
  t.notRegex(refused.diagnostics, /at .*\.js:\d+/);
  t.is(refused.errors.filter((error) => error.includes("is refused")).length, 1, "said once");
  for (const said of [
    /sites\.nagoya\.router: no router named "edge" is visible at site nagoya to the holder of the given token/,
    /segments\.db\.sites\.tokyo\.network: "2b1e0a34-7d0c-4c79-9ad5-6d4c0ff3a111": site tokyo has no network of this id/,
    /segments\.db\.sites\.osaka\.network: site osaka has 2 networks named "db": .* of project .*, .*\. Give the id of the one you mean/,
    /segments\.web\.sites\.(osaka|nagoya|tokyo)\.network: the IPv4 subnets are 10\.\d\.0\.0\/24 at site \w+ and 10\.\d\.0\.0\/24 at site/,
  ])
    t.regex(refused.diagnostics, said);
  for (const site of sites.values())
    t.true(
      site.requests().length <= 12,
      `${site.name}: ${site
        .requests()
        .map(({ method, path }) => `${method} ${path}`)
        .join("\n")}`,
    );
});

test("numbers from a range show in previews, and stay when segments come and go", async (t) => {
  const { stack, sites, declare } = await meshStack(t, ["tokyo", "osaka"]);
  for (const site of sites.values()) {
    site.addRouter({ name: "edge" });
    for (const name of ["app", "db", "web"]) site.addNetwork({ name });
  }
  const at = (network: string) => ({ sites: { tokyo: { network }, osaka: { network } } });
  const base = {
    sites: { tokyo: { router: "edge", tunnelIp: "203.0.113.1" }, osaka: { router: "edge", tunnelIp: "203.0.113.2" } },
    segmentationIds: { from: 100, to: 110 },
  };
  await declare({ ...base, segments: { db: at("db"), web: at("web") } });
  const up = await stack.up();
  t.true(up.ok, up.diagnostics);
  await declare({ ...base, segments: { app: at("app"), web: at("web") } });
  const preview = await stack.preview();
  t.deepEqual(changesOf(preview.steps), [
    "create L2Gateway mesh/app/osaka",
    "create L2Gateway mesh/app/tokyo",
    "create L2GatewayConnection mesh/app/osaka",
    "create L2GatewayConnection mesh/app/tokyo",
    "delete L2Gateway mesh/db/osaka",
    "delete L2Gateway mesh/db/tokyo",
    "delete L2GatewayConnection mesh/db/osaka",
    "delete L2GatewayConnection mesh/db/tokyo",
    "update SegmentationIdPool mesh/segmentation ids",
  ]);
  t.true((await stack.up()).ok);
  const { topology } = (await stack.outputs()) as { topology: { segments: Record<string, { segmentationId: number }> } };
  t.deepEqual(Object.fromEntries(Object.entries(topology.segments).map(([name, { segmentationId }]) => [name, segmentationId])), {
    app: 102,
    web: 101,
  });
  t.deepEqual(sites.get("tokyo")?.objects("l2_gateways").length, 2);
});

test("a range that only the sites know to be full is refused by the preview", async (t) => {
  const { stack, sites, declare } = await meshStack(t, ["tokyo", "osaka"]);
  const names = Array.from({ length: 30 }, (_, index) => `net${index + 10}`);
  for (const site of sites.values()) {
    site.addRouter({ name: "edge" });
    for (const name of names) site.addNetwork({ name });
  }
  const other = sites.get("osaka");
  const device = other?.insert("gateway_devices", { name: "other", type: "hw_vtep", tenant_id: "other", tunnel_ips: [] }) ?? "";
  other?.insert("l2_gateways", { name: "g", tenant_id: "other", devices: [{ device_id: device, segmentation_id: 100 }] });
  await declare({
    sites: { tokyo: { router: "edge", tunnelIp: "203.0.113.1" }, osaka: { router: "edge", tunnelIp: "203.0.113.2" } },
    segmentationIds: { from: 100, to: 129 },
    segments: Object.fromEntries(names.map((network) => [network, { sites: { tokyo: { network }, osaka: { network } } }])),
  });
  const refused = await stack.preview();
  t.false(refused.ok);
  t.regex(refused.diagnostics, /the range 100 to 129 has no free number for segment net39 \(100: in use at site osaka; /);
});

test("sites and segments may be named like members that every object has", async (t) => {
  const { stack, sites, declare } = await meshStack(t, ["valueOf", "hasOwnProperty"]);
  for (const site of sites.values()) {
    site.addRouter({ name: "edge" });
    for (const name of ["constructor", "toString"]) site.addNetwork({ name });
  }
  const at = (network: string) => ({ sites: { valueOf: { network }, hasOwnProperty: { network } } });
  await declare({
    sites: { valueOf: { router: "edge", tunnelIp: "203.0.113.1" }, hasOwnProperty: { router: "edge", tunnelIp: "203.0.113.2" } },
    segmentationIds: { from: 100, to: 110 },
    segments: { constructor: at("constructor"), toString: { ...at("toString"), segmentationId: 100 } },
  });
  const up = await stack.up();
  t.true(up.ok, up.diagnostics);
  const { topology } = (await stack.outputs()) as { topology: { segments: Record<string, { segmentationId: number }> } };
  t.deepEqual(
    Object.entries(topology.segments)
      .map(([name, { segmentationId }]) => [name, segmentationId])
      .sort(),
    [
      ["constructor", 101],
      ["toString", 100],
    ],
  );
});

test("the live validation of many segments asks each site 12 times at most", async (t) => {
  const { settings, sites } = await withSites(t, { sites: ["tokyo", "osaka"], auth: "keystone" });
  const names = Array.from({ length: 40 }, (_, index) => `net${index}`);
  for (const site of sites) {
    site.addRouter({ name: "edge" });
    for (const name of names)
      site.insert("subnets", { network_id: site.addNetwork({ name }), cidr: "10.1.0.0/24", ip_version: 4, enable_dhcp: false });
  }
  const at = (network: string) => ({ tokyo: { network, hosts: "ports" }, osaka: { network, hosts: "ports" } });
  const { mesh } = validateTopology({
    sites: { tokyo: { router: "edge", tunnelIp: "203.0.113.1" }, osaka: { router: "edge", tunnelIp: "203.0.113.2" } },
    segments: Object.fromEntries(names.map((name, index) => [name, { segmentationId: index + 1, sites: at(name) }])),
  });
  const findings = new Findings();
  await meshAtSites(mesh, createRuntime(settings), findings);
  t.deepEqual(findings.all, []);
  for (const site of sites) {
    const asked = site.requests().map(({ method, path }) => `${method} ${path.split("?")[0]}`);
    t.log(asked.length);
    t.true(asked.length <= 12, asked.join("\n"));
  }
});
