// SPDX-License-Identifier: Apache-2.0
// `border-gateway draw --live`: what sites hold, whoever made it, becomes a picture.
import test, { type ExecutionContext } from "ava";
import { stringify } from "yaml";
import { type EmulatedSite, type SiteKind, startSites } from "../../sdk/testing";
import { runIn } from "../helpers/cli";
import { folderWith } from "../helpers/folders";
import { asked } from "../helpers/sites";

async function sitesFor(t: ExecutionContext, names: readonly string[], kind: SiteKind = "border") {
  const sites = await startSites({ sites: names, kind, auth: "keystone" });
  t.teardown(() => Promise.all(sites.map((site) => site.stop())));
  return sites as [EmulatedSite, ...EmulatedSite[]];
}

const draw = (t: ExecutionContext, sites: readonly EmulatedSite[], ...args: string[]) => {
  const clouds = { ...Object.fromEntries(sites.map((site) => [site.name, site.cloud])) };
  return runIn(folderWith(t, { "clouds.yaml": stringify({ clouds }) }), "draw", ...args);
};

function deviceAt(site: EmulatedSite, index: number, more: object = {}): string {
  return site.insert("gateway_devices", {
    name: "edge",
    type: "router_vtep",
    resource_id: site.addRouter(),
    tunnel_ips: [`203.0.113.${index}`],
    ...more,
  });
}

/** A gateway with the number on the device, and its connection with a network of this name; without a name, no connection. */
function join(site: EmulatedSite, device: string, id: number, network?: string): void {
  const gateway = site.insert("l2_gateways", { name: `gw${id}`, devices: [{ device_id: device, segmentation_id: String(id) }] });
  if (network === undefined) return;
  site.insert("l2_gateway_connections", { l2_gateway_id: gateway, network_id: site.addNetwork({ name: network }), segmentation_id: "" });
}

const tell = (site: EmulatedSite, device: string, host: number, vtep: number, id: number) =>
  site.insert("remote_mac_entries", {
    device_id: device,
    mac_address: `02:00:00:00:00:0${host}`,
    vtep_address: `203.0.113.${vtep}`,
    segmentation_id: id,
  });

test("devices, gateways, connections and remote MACs of several sites; what leads nowhere shows", async (t) => {
  const sites = await sitesFor(t, ["tokyo", "osaka", "yard"]);
  const [tokyo, osaka, yard] = sites as [EmulatedSite, EmulatedSite, EmulatedSite];
  const [a, b] = [deviceAt(tokyo, 1), deviceAt(osaka, 2)];
  const c = deviceAt(yard, 0, { type: "network_vlan", resource_id: yard.addNetwork(), tunnel_ips: [] });
  join(tokyo, a, 100, "web");
  join(osaka, b, 100, "web");
  join(yard, c, 100, "yard");
  join(tokyo, a, 200, "db");
  join(osaka, b, 200);
  tell(tokyo, a, 1, 2, 100);
  tell(tokyo, a, 2, 2, 100);
  tell(osaka, b, 3, 1, 100);
  // The address of no device: the mistake that no site sees by itself.
  tell(osaka, b, 4, 9, 100);
  const { code, stdout, stderr } = await draw(t, sites, "--live");
  t.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  t.is(
    stdout,
    `flowchart LR
  s0(["<b>203.0.113.9</b><br/>tunnel address of no site here"])
  s1["<b>osaka</b><br/>router_vtep 203.0.113.2<br/>web / yard 100 #40;2 remote MACs#41;, db 200 #40;no network#41;"]
  s2["<b>tokyo</b><br/>router_vtep 203.0.113.1<br/>web / yard 100 #40;2 remote MACs#41;, db 200"]
  s3["<b>yard</b><br/>network_vlan<br/>web / yard 100"]
  s1 ---|"web / yard 100"| s0
  s1 ---|"web / yard 100, db 200"| s2
  s1 -.-|"web / yard 100"| s3
  s2 -.-|"web / yard 100"| s3
`,
  );
  for (const site of sites)
    t.deepEqual(
      asked(site).filter((request) => !request.startsWith("GET") && !request.includes("/auth/tokens")),
      [],
      "a drawing changes nothing",
    );
  t.true(asked(osaka).length <= 12, asked(osaka).join("\n"));
});

test("only the named sites; two devices at one; an empty one", async (t) => {
  const sites = await sitesFor(t, ["tokyo", "osaka", "nagoya"]);
  const [tokyo] = sites;
  for (const [name, index] of [
    ["east", 1],
    ["west", 2],
  ] as const)
    join(tokyo, deviceAt(tokyo, index, { name }), 100, name);
  const { stdout } = await draw(t, sites, "--live", "tokyo", "osaka", "--format", "dot");
  t.deepEqual(
    stdout.split("\n").filter((line) => /^ {2}"/.test(line)),
    [
      '  "osaka" [label="osaka\\nno gateway device"];',
      '  "tokyo east" [label="tokyo east\\nrouter_vtep 203.0.113.1\\neast / west"];',
      '  "tokyo west" [label="tokyo west\\nrouter_vtep 203.0.113.2\\neast / west"];',
      '  "tokyo east" -- "tokyo west" [color="#0072b2", tooltip="east / west", style=dotted];',
    ],
  );
  const svg = await draw(t, sites, "--live", "tokyo", "--format", "svg");
  t.regex(svg.stdout, /^<svg [\s\S]*dotted: no remote MAC entry uses this link/);
});

test("devices of one name, or of none, have boxes of their own", async (t) => {
  const [tokyo] = await sitesFor(t, ["tokyo"]);
  const ids = ["edge", "edge", "", "other"].map((name, index) => deviceAt(tokyo, index + 1, { name }));
  const { stdout } = await draw(t, [tokyo], "--live");
  const [a, b, c] = ids.map((id) => id.slice(0, 8));
  t.deepEqual(
    [...stdout.matchAll(/<b>(.*)<\/b>/g)].map(([, name]) => name).sort(),
    [`tokyo edge ${a}`, `tokyo edge ${b}`, `tokyo ${c}`, "tokyo other"].sort(),
  );
});

test("at a site of switches, their VLANs, which join nothing with other sites", async (t) => {
  const [rack] = await sitesFor(t, ["rack"], "upstream");
  const gateway = rack.insert("l2_gateways", {
    name: "sw",
    devices: [{ device_name: "sw1", interfaces: [{ name: "p1", segmentation_id: ["100", "101"] }] }],
  });
  rack.insert("l2_gateway_connections", { l2_gateway_id: gateway, network_id: rack.addNetwork({ name: "web" }), segmentation_id: "" });
  const { code, stdout, stderr } = await draw(t, [rack], "--live");
  t.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  t.is(stdout, 'flowchart LR\n  s0["<b>rack</b><br/>switch<br/>VLAN 100 #40;web#41;, VLAN 101 #40;web#41;"]\n');
});

test("every site that cannot be read is told of, and nothing is drawn", async (t) => {
  const [tokyo] = await sitesFor(t, ["tokyo"]);
  const { code, stdout, stderr } = await draw(t, [tokyo], "--live", "tokyo", "kyoto", "kobe");
  t.deepEqual({ code, stdout }, { code: 1, stdout: "" });
  t.regex(stderr, /kyoto[\s\S]*\n[\s\S]*kobe/);
  t.notRegex(stderr, /at .*\.js:\d+/);
  const both = await draw(t, [tokyo], "mesh.yaml", "--live");
  t.deepEqual(
    [both.code, both.stderr],
    [1, "--live draws what the sites hold, without a topology file and without a preview: give one of the three\n"],
  );
});
