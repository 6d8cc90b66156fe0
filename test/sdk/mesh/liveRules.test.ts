// SPDX-License-Identifier: Apache-2.0
// Findings that require live data. Each file of test/topologies/live is valid on its own. The .txt next to it contains the findings at the sites.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { createRuntime } from "../../../provider/runtime";
import { Findings, findingText, type RULES, sorted } from "../../../sdk/mesh/finding";
import { meshAtSites } from "../../../sdk/mesh/live/atSites";
import { validateFile } from "../../../sdk/mesh/topologyFile";
import { crossRules } from "../../../sdk/mesh/validateTopology";
import type { EmulatedSite } from "../../../sdk/testing/index";
import { withSites } from "../../helpers/sites";

const FOLDER = join(process.cwd(), "test/topologies/live");
const files = readdirSync(FOLDER).filter((file) => file.endsWith(".yaml"));
const PREFIX: Readonly<Record<string, string>> = { tokyo: "70c70000", osaka: "05a4a000", nagoya: "0a90a000" };
const idAt = (site: EmulatedSite, n: number) => `${PREFIX[site.name]}-0000-4000-8000-00000000000${n}`;

/** At each site a router `edge` (1) and networks `web` (2) and `db` (3); subnets of web that differ at osaka and are somebody's own at nagoya; devices. */
function ground(site: EmulatedSite): void {
  site.addRouter({ id: idAt(site, 1), name: "edge" });
  for (const [index, name] of ["web", "db"].entries()) site.addNetwork({ id: idAt(site, index + 2), name });
  const own = site.name === "nagoya";
  site.insert("subnets", {
    id: idAt(site, 5),
    network_id: idAt(site, 2),
    cidr: site.name === "osaka" ? "10.9.0.0/24" : "10.1.0.0/24",
    gateway_ip: own ? "10.1.0.1" : null,
    enable_dhcp: own,
    ip_version: 4,
  });
  const dual = site.addNetwork({ name: "dual" });
  const subnets = {
    tokyo: ["10.2.0.0/24", "2001:db8:0::/64"],
    osaka: ["10.2.0.0/24", "10.3.0.0/24"],
    nagoya: ["10.2.0.0/24", "2001:DB8::/64", "10.3.0.0/24"],
  };
  for (const cidr of subnets[site.name as keyof typeof subnets] ?? [])
    site.insert("subnets", { network_id: dual, cidr, gateway_ip: null, enable_dhcp: false, ip_version: cidr.includes(":") ? 6 : 4 });
  const far = site.addNetwork({ name: "far" });
  for (const cidr of [`10.4.0.0/24`, site.name === "osaka" ? "2001:db8:2::/64" : "2001:db8:1::/64"])
    site.insert("subnets", { network_id: far, cidr, gateway_ip: null, enable_dhcp: false, ip_version: cidr.includes(":") ? 6 : 4 });
  const host = { mac_address: "fa:16:3e:00:00:01", device_owner: "compute:nova" };
  site.insert("ports", { network_id: idAt(site, 3), ...host });
  if (site.name === "tokyo") {
    const rack = { name: "rack", type: "hw_vtep", management_ip: "192.0.2.1", management_port: 6640, tunnel_ips: ["203.0.113.10"] };
    site.insert("gateway_devices", { id: idAt(site, 9), ...rack });
  }
  if (site.name === "osaka") {
    for (const n of [6, 7]) site.addNetwork({ id: idAt(site, n), name: "twice" });
    site.insert("gateway_devices", { id: idAt(site, 9), name: "edge", type: "router_vtep", tunnel_ips: ["203.0.113.2"] });
  }
  if (site.name === "nagoya") {
    site.addNetwork({ id: idAt(site, 6), name: "lone" });
    site.insert("gateway_devices", { id: idAt(site, 9), name: "yard", type: "network_vlan", resource_id: idAt(site, 6), tunnel_ips: [] });
  }
}

/** What is found in a file, with the rules by which it is. */
async function found(t: ExecutionContext, file: string) {
  const { settings, sites } = await withSites(t, { sites: ["tokyo", "osaka", "nagoya"] });
  for (const site of sites) ground(site);
  const { findings: before, mesh } = validateFile(join(FOLDER, file));
  t.deepEqual(before.map(findingText), [], "the file is right as it stands");
  const findings = new Findings();
  await meshAtSites(mesh, createRuntime(settings), findings);
  return sorted(findings.all);
}

for (const file of files)
  test(`what the sites say of ${file}`, async (t) => {
    const said = (await found(t, file)).map((finding) => `${findingText(finding)}\n`).join("");
    t.is(said, readFileSync(join(FOLDER, file.replace(".yaml", ".txt")), "utf8"));
  });

test("every rule that needs a site has a file that breaks it", async (t) => {
  const broken = new Set<string>();
  for (const file of files) for (const { rule } of await found(t, file)) broken.add(rule);
  const live: Array<keyof typeof RULES> = ["not-at-site", "contradiction", "cidr", "subnet", "login"];
  t.deepEqual(
    live.filter((rule) => !broken.has(rule)),
    [],
  );
});

test("offline, nothing is asked that could be made without", async (t) => {
  const { settings, sites } = await withSites(t, { sites: ["tokyo", "osaka"], stack: { "border-gateway:liveValidation": "false" } });
  for (const site of sites) ground(site);
  const { mesh } = validateFile(join(FOLDER, "cidr.yaml"));
  const findings = new Findings();
  const filled = await meshAtSites(mesh, createRuntime(settings), findings);
  t.deepEqual(findings.all, [], "that the subnets differ is not looked at");
  t.deepEqual(
    [...filled.sites.values()].map(({ draft }) => draft.router),
    ["osaka", "tokyo"].map((name) => `${PREFIX[name]}-0000-4000-8000-000000000001`),
  );
  const again = new Findings();
  crossRules(filled, again);
  t.deepEqual(again.all, []);
});
