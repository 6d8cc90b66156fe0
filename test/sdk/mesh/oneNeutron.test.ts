// SPDX-License-Identifier: Apache-2.0
// Two configured names that lead to one Neutron are one Neutron to every rule of a mesh, before anything is registered.
import test, { type ExecutionContext } from "ava";
import { createRuntime } from "../../../provider/runtime";
import { Findings, pathText, sentenceOf } from "../../../sdk/mesh/finding";
import type { Topology } from "../../../sdk/mesh/index";
import { meshAtSites } from "../../../sdk/mesh/live/atSites";
import { errorsOf, validateTopology } from "../../../sdk/mesh/validateTopology";
import { type EmulatedSite, startSites } from "../../../sdk/testing/index";
import { settingsOf } from "../../helpers/settings";
import { asked, WRITES } from "../../helpers/sites";
import { meshStack } from "./meshStack";

const mac = (n: number) => `02:aa:00:00:0${n}:01`;

/** The topology of three names of sites; `admin` leads where `tokyo` does. */
const threeNames = (admin: Partial<Topology["sites"][string]> = {}, id = (name: string, _site: string) => name): Topology => ({
  sites: {
    tokyo: { router: id("edge", "tokyo"), tunnelIp: "203.0.113.1" },
    admin: { router: id("edge2", "admin"), tunnelIp: "203.0.113.9", ...admin },
    osaka: { router: id("edge", "osaka"), tunnelIp: "203.0.113.2" },
  },
  segments: {
    web: {
      segmentationId: 500,
      sites: {
        tokyo: { network: id("web", "tokyo"), hosts: [mac(1)] },
        admin: { network: id("db", "admin"), hosts: [mac(9)] },
        osaka: { network: id("web", "osaka"), hosts: [mac(2)] },
      },
    },
  },
});

const errorsIn = async (topology: Topology, sites: object, stack: object = {}): Promise<string[]> => {
  const findings = new Findings();
  const { mesh } = validateTopology(topology);
  await meshAtSites(mesh, createRuntime(settingsOf({ "border-gateway:sites": sites, ...stack })), findings);
  return errorsOf(findings.all).map((finding) => `${finding.rule} ${pathText(finding.path)}`);
};

async function start(t: ExecutionContext, auth: "tokens" | "keystone" = "tokens"): Promise<readonly [EmulatedSite, EmulatedSite]> {
  const sites = await startSites({ sites: ["tokyo", "osaka"], auth });
  t.teardown(() => Promise.all(sites.map((site) => site.stop())));
  const [tokyo, osaka] = sites;
  for (const name of ["edge", "edge2"]) tokyo.addRouter({ name });
  for (const name of ["web", "db"]) tokyo.addNetwork({ name });
  osaka.addRouter({ name: "edge" });
  osaka.addNetwork({ name: "web" });
  return sites;
}

const spelt = ({ url }: EmulatedSite) => ({
  auth_type: "admin_token",
  token: "admin",
  endpoint: `${url.replace("http:", "HTTP:")}//v2.0/`,
});

test("the same findings as with `site: tokyo` under another key, however the endpoint is spelt", async (t) => {
  const [tokyo, osaka] = await start(t);
  const sites = { tokyo: tokyo.cloud, osaka: osaka.cloud };
  const expected = errorsOf(validateTopology(threeNames({ site: "tokyo" })).findings).map(
    (finding) => `${finding.rule} ${pathText(finding.path)}`,
  );
  t.deepEqual(expected, ["remote-mac-per-site segments.web.sites.tokyo"]);
  t.deepEqual(await errorsIn(threeNames(), { ...sites, admin: spelt(tokyo) }), expected);
  t.deepEqual(await errorsIn(threeNames(), { ...sites, admin: tokyo.cloud }), expected);
});

test("an override of the endpoint against a catalog", async (t) => {
  const [tokyo, osaka] = await start(t, "keystone");
  const { auth } = tokyo.cloud as { auth: object };
  const override = { ...tokyo.cloud, auth, network_endpoint_override: `${tokyo.url}/v2.0` };
  t.deepEqual(await errorsIn(threeNames(), { tokyo: tokyo.cloud, osaka: osaka.cloud, admin: override }), [
    "remote-mac-per-site segments.web.sites.tokyo",
  ]);
});

test("rules on routers, networks and management addresses name both sites", async (t) => {
  const [tokyo, osaka] = await start(t);
  const topology = threeNames({ router: "edge" });
  const sites = { tokyo: tokyo.cloud, osaka: osaka.cloud, admin: spelt(tokyo) };
  const findings = new Findings();
  await meshAtSites(validateTopology(topology).mesh, createRuntime(settingsOf({ "border-gateway:sites": sites })), findings);
  const taken = findings.all.find(({ rule }) => rule === "taken-twice");
  t.regex(taken === undefined ? "" : sentenceOf(taken), /^sites\.tokyo\.router: .*\(sites "admin" and "tokyo" lead to the same Neutron\)/);
  const switches = (at: Partial<Topology["sites"][string]>): Topology => ({
    sites: {
      tokyo: { managementIp: "192.0.2.1", managementPort: 6640, tunnelIp: "203.0.113.1" },
      admin: { managementIp: "192.0.2.1", managementPort: 6640, tunnelIp: "203.0.113.9", ...at },
    },
    segments: { web: { segmentationId: 5, sites: { tokyo: { network: "web" }, admin: { network: "web" } } } },
  });
  const expected = ["network-twice segments.web.sites.tokyo.network", "taken-twice sites.tokyo.managementIp"];
  t.deepEqual((await errorsIn(switches({}), sites)).sort(), expected);
});

const UUID: Readonly<Record<string, string>> = { edge: "1", edge2: "2", web: "3", db: "4" };
const offlineTopology = threeNames({}, (name, site) => `0000000${UUID[name]}-0000-4000-8000-00000000000${site === "osaka" ? 2 : 1}`);
const keystone = (more: object = {}) => ({
  auth: { auth_url: "https://keystone.test/v3", username: "u", password: "p", project_name: "ops", ...more },
  user_domain_name: "Default",
  project_domain_name: "Default",
  region_name: "east",
});

for (const [what, tokyo, admin, same] of [
  ["one endpoint", { auth_type: "none", endpoint: "https://n.test" }, { auth_type: "none", endpoint: "https://N.test:443/v2.0/" }, true],
  ["two endpoints", { auth_type: "none", endpoint: "https://n.test" }, { auth_type: "none", endpoint: "https://n.test:9696" }, false],
  ["one Keystone and region", keystone(), keystone({ project_name: "admin", auth_url: "https://Keystone.test:443/v3/" }), true],
  ["two regions of one Keystone", keystone(), { ...keystone(), region_name: "west" }, false],
  ["two interfaces of one region", keystone(), { ...keystone(), interface: "internal" }, false],
] as const)
  test(`offline, by the configuration alone: ${what}`, async (t) => {
    const osaka = { auth_type: "none", endpoint: "https://osaka.test" };
    const errors = await errorsIn(offlineTopology, { tokyo, admin, osaka }, { "border-gateway:liveValidation": "false" });
    t.deepEqual(errors, same ? ["remote-mac-per-site segments.web.sites.tokyo"] : []);
  });

test("a preview and an up of the program are refused before anything is created", async (t) => {
  t.timeout(120_000);
  const { stack, sites, declare } = await meshStack(t, ["tokyo", "osaka"]);
  const [tokyo, osaka] = [...sites.values()] as [EmulatedSite, EmulatedSite];
  for (const name of ["edge", "edge2"]) tokyo.addRouter({ name });
  for (const name of ["web", "db"]) tokyo.addNetwork({ name });
  osaka.addRouter({ name: "edge" });
  osaka.addNetwork({ name: "web" });
  await stack.setConfig("border-gateway:sites", JSON.stringify({ tokyo: tokyo.cloud, osaka: osaka.cloud, admin: spelt(tokyo) }));
  await declare(threeNames());
  for (const refused of [await stack.preview(), await stack.up()]) {
    t.false(refused.ok);
    t.regex(refused.diagnostics, /segments\.web\.sites\.tokyo: .*lead to the same Neutron/);
  }
  t.deepEqual(
    [tokyo, osaka].flatMap((site) => asked(site, WRITES)),
    [],
  );
});
