// SPDX-License-Identifier: Apache-2.0
// Ids and names that are Outputs, and the hosts of the networks that they name.
import { type Input, Output, output } from "@pulumi/pulumi";
import test, { type ExecutionContext } from "ava";
import type { Topology } from "../../../sdk/mesh/index";
import { planOf } from "../../../sdk/mesh/plan";
import { validateTopology } from "../../../sdk/mesh/validateTopology";
import { type EmulatedSite, startSites } from "../../../sdk/testing/index";
import { settingsOf } from "../../helpers/settings";
import type { StackDriver } from "../../stack/stack";
import { InProcessStack } from "./inProcess";
import { changesOf, holds, meshStack } from "./meshStack";

const mac = (n: number) => `02:00:00:00:00:${n.toString(16).padStart(2, "0")}`;
const port = (network_id: string, n: number, device_owner = "compute:nova") => ({ network_id, mac_address: mac(n), device_owner });

const ID = "70c70000-0000-4000-8000-000000000001";

/** Said once, and nothing of the SDK's around it. */
async function refusedWith(t: ExecutionContext, stack: StackDriver, sentence: string): Promise<void> {
  const refused = await stack.preview();
  t.false(refused.ok);
  t.is(refused.errors.filter((error) => error.includes(sentence)).length, 1, refused.diagnostics);
  t.notRegex(refused.diagnostics, /unhandled|serializing|\.[jt]s:\d+/);
}

/** A stack of the program whose topology has Outputs, over sites with a router `edge`, a network `web`, a host on it and a DHCP port. */
async function laterStack(t: ExecutionContext, names: readonly string[]) {
  const made = await meshStack(t, names, "laterProgram.js");
  const networks = [...made.sites.values()].map((site, index) => {
    site.addRouter({ name: "edge" });
    const network = site.addNetwork({ name: "web" });
    site.insert("ports", port(network, index + 1));
    site.insert("ports", port(network, 0xf0 + index, "network:dhcp"));
    return network;
  });
  const site = (name: string) => made.sites.get(name) as EmulatedSite;
  return { ...made, site, networks };
}

const sitesOf = (names: readonly string[], router = "edge") =>
  Object.fromEntries(names.map((name, index) => [name, { router, tunnelIp: `203.0.113.${index + 1}` }]));

const meshOn = (networks: Readonly<Record<string, string>>): Topology => ({
  sites: sitesOf(Object.keys(networks)),
  segments: {
    web: {
      segmentationId: 100,
      sites: Object.fromEntries(Object.entries(networks).map(([name, network]) => [name, { network, hosts: "ports" }])),
    },
  },
});

test("the ports of a network that was looked up, and of one that the program makes", async (t) => {
  t.timeout(240_000);
  const { stack, site, networks, declare } = await laterStack(t, ["tokyo", "osaka"]);
  await declare(meshOn({ tokyo: `made:tokyo/${mac(9).replaceAll(":", "-")}`, osaka: "lookUp:osaka/web" }));
  const preview = await stack.preview();
  t.true(preview.ok, preview.diagnostics);
  const tables = changesOf(preview.steps).filter((step) => step.includes("RemoteMacTable"));
  t.deepEqual(tables, ["create RemoteMacTable mesh/web/osaka", "create RemoteMacTable mesh/web/tokyo"]);

  const up = await stack.up();
  t.true(up.ok, up.diagnostics);
  t.deepEqual(holds(site("osaka")).macs, [`203.0.113.2 ${mac(9)} 203.0.113.1 100`]);
  t.deepEqual(holds(site("tokyo")).macs, [`203.0.113.1 ${mac(2)} 203.0.113.2 100`]);
  const { topology } = (await stack.outputs()) as { topology: { segments: { web: { sites: Record<string, { hosts: string[] }> } } } };
  t.deepEqual(
    Object.entries(topology.segments.web.sites).map(([name, { hosts }]) => [name, hosts]),
    [
      ["osaka", [mac(2)]],
      ["tokyo", [mac(9)]],
    ],
  );

  t.deepEqual(changesOf((await stack.up()).steps), []);
  site("osaka").insert("ports", port(networks[1] ?? "", 3));
  t.deepEqual(changesOf((await stack.up()).steps), ["update RemoteMacTable mesh/web/tokyo"]);
  const gone = await stack.destroy();
  t.true(gone.ok, gone.diagnostics);
  t.deepEqual(holds(site("tokyo")), { devices: [], joins: [], macs: [] });
});

test("a name in an Output that is at no site ends the program with the sentence alone", async (t) => {
  t.timeout(240_000);
  const { stack, declare } = await laterStack(t, ["tokyo", "osaka"]);
  await declare(meshOn({ tokyo: "output:wep", osaka: "web" }));
  await refusedWith(
    t,
    stack,
    'mesh mesh: segments.web.sites.tokyo.network: no network named "wep" is visible at site tokyo to the holder of the given token. Did you mean "web"?',
  );
});

test("so does a device in an Output that is not there", async (t) => {
  t.timeout(240_000);
  const { stack, declare } = await laterStack(t, ["tokyo", "osaka"]);
  const { sites, segments } = meshOn({ tokyo: "web", osaka: "web" });
  await declare({ sites: { ...sites, tokyo: { device: `output:${ID}` } }, segments });
  await refusedWith(t, stack, `mesh mesh: sites.tokyo.device: site tokyo: gateway device ${ID} is not there, or has no tunnel address`);
});

for (const [what, network] of Object.entries({ "known now": ID, "in an Output": `output:${ID}` }))
  test(`offline, ports that cannot be read are said with their path: the network is ${what}`, async (t) => {
    t.timeout(240_000);
    const { stack, site, declare } = await laterStack(t, ["tokyo", "osaka"]);
    await stack.setConfig("border-gateway:liveValidation", "false");
    const id = (n: number) => ID.replace(/1$/, String(n));
    const member = { network: id(2), hosts: [] };
    await declare({
      sites: { tokyo: { router: id(3), tunnelIp: "203.0.113.1" }, osaka: { router: id(4), tunnelIp: "203.0.113.2" } },
      segments: { web: { segmentationId: 100, sites: { tokyo: { network, hosts: "ports" }, osaka: member } } },
    });
    await site("tokyo").stop();
    await refusedWith(t, stack, "segments.web.sites.tokyo.hosts: site tokyo cannot be reached: GET /v2.0/ports");
  });

test("names of routers, networks and devices in Outputs become ids, and ids stay", async (t) => {
  const sites = await startSites({ sites: ["tokyo", "osaka", "nagoya", "yard"] });
  t.teardown(() => Promise.all(sites.map((site) => site.stop())));
  const [tokyo, osaka, nagoya, yard] = sites;
  const routers = [tokyo, osaka].map((site) => site.addRouter({ name: "edge" }));
  const [web, ...others] = sites.map((site) => site.addNetwork({ name: "web" }));
  const uplink = yard.addNetwork({ name: "uplink" });
  nagoya.insert("gateway_devices", { name: "vtep", type: "hw_vtep", tunnel_ips: ["203.0.113.3"] });
  tokyo.insert("ports", port(String(web), 1));
  nagoya.insert("ports", port(String(others[1]), 3));
  const stack = new InProcessStack(
    settingsOf({ "border-gateway:sites": Object.fromEntries(sites.map((site) => [site.name, site.cloud])) }),
  );
  const at = (network: Input<string>) => ({ network, hosts: "ports" as const });
  const made = await stack.up({
    sites: {
      tokyo: { router: output("edge"), tunnelIp: "203.0.113.1" },
      osaka: { router: output(routers[1]?.toUpperCase() ?? ""), tunnelIp: output("203.0.113.2") },
      nagoya: { device: output("vtep") },
      yard: { network: Promise.resolve("uplink") },
    },
    segmentationIds: { from: 100, to: 110 },
    segments: {
      web: { sites: { tokyo: at(output("web")), osaka: at(output(others[0] ?? "")), nagoya: at("web"), yard: { network: output("web") } } },
    },
  });
  t.deepEqual(
    [tokyo, osaka, yard].map((site) => holds(site).devices),
    [[`router_vtep ${routers[0]} 203.0.113.1`], [`router_vtep ${routers[1]} 203.0.113.2`], [`network_vlan ${uplink} `]],
  );
  const number = made.segments.web?.segmentationId;
  t.is(number, 100);
  t.deepEqual(holds(tokyo), { ...holds(tokyo), joins: [`${web} 100 203.0.113.1`], macs: [`203.0.113.1 ${mac(3)} 203.0.113.3 100`] });
  t.deepEqual(holds(nagoya).macs, [`203.0.113.3 ${mac(1)} 203.0.113.1 100`]);
  t.deepEqual(holds(osaka).macs, [`203.0.113.2 ${mac(1)} 203.0.113.1 100`, `203.0.113.2 ${mac(3)} 203.0.113.3 100`]);
  t.deepEqual(made.segments.web?.sites.osaka?.hosts, []);
  await stack.destroy();
});

test("only those that are told of hosts that come later wait for them", (t) => {
  const { mesh, findings } = validateTopology({
    sites: sitesOf(["hub", "left", "right"]),
    segments: {
      web: {
        segmentationId: 100,
        links: { hubs: ["hub"] },
        sites: {
          hub: { network: "web", hosts: [mac(1)] },
          left: { network: output("web"), hosts: "ports" },
          right: { network: "web", hosts: [mac(2)] },
        },
      },
    },
  });
  t.deepEqual(findings, []);
  const { joins } = planOf(mesh, {
    segmentationId: () => 100,
    tunnelIp: ({ draft }) => draft.tunnelIp,
    hostsOnPorts: () => output([mac(3)]),
  });
  t.deepEqual(
    joins.map(({ site, remoteMacs }) => [site.name, Output.isInstance(remoteMacs) ? "later" : remoteMacs]),
    [
      ["hub", "later"],
      ["left", [{ macAddress: mac(1), vtepAddress: "203.0.113.1", segmentationId: 100 }]],
      ["right", [{ macAddress: mac(1), vtepAddress: "203.0.113.1", segmentationId: 100 }]],
    ],
  );
});
