// SPDX-License-Identifier: Apache-2.0
// The second half of the demo: three sites at once, from a topology file, and a drawing of what the sites then hold.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { type EmulatedSite, startSites } from "../../sdk/testing/index";
import type { DemoEngine } from "./demoEngine";
import { SiteApi } from "./siteApi";
import { existing } from "./sites";
import type { Stage } from "./stage";

const ROOT = resolve(__dirname, "../../..");
const TOPOLOGY = join(ROOT, "scripts/demo/three-sites.yaml");
const DRAWING = join(ROOT, ".demo/mesh.svg");

/** A third site beside those of the demo, and a host on the network of each. */
export async function withThirdSite(sites: readonly EmulatedSite[]): Promise<EmulatedSite[]> {
  const [nagoya] = await startSites({ sites: ["nagoya"], auth: "keystone" });
  nagoya.addRouter({ name: "nagoya-edge" });
  const hosts = [
    ...Object.entries(existing).map(([name, { networkId, hostMac }]) => ({ name, networkId, hostMac })),
    { name: "nagoya", networkId: nagoya.addNetwork({ name: "blue" }), hostMac: "02:00:5e:10:03:01" },
  ];
  const all = [...sites, nagoya];
  for (const { name, networkId, hostMac } of hosts)
    all
      .find((site) => site.name === name)
      ?.insert("ports", { network_id: networkId, mac_address: hostMac, device_owner: "compute:nova", name: "host" });
  return all;
}

/** A stack of its own, of the program that five sites use too. */
export async function openMesh(stage: Stage, engine: DemoEngine, sites: readonly EmulatedSite[]): Promise<void> {
  const clouds = Object.fromEntries(sites.map((site) => [site.name, site.cloud]));
  const program = join(ROOT, "dist/examples/five-sites/index.js");
  await stage.open(program, engine, { "border-gateway:sites": clouds, "mesh:topology": TOPOLOGY }, "mesh");
}

/** What the sites hold, as `border-gateway draw --live` draws it. @returns the file, from where the user is */
export async function drawLive(sites: readonly EmulatedSite[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "demo-sites-"));
  try {
    const clouds = Object.fromEntries(sites.map((site) => [site.name, site.cloud]));
    writeFileSync(join(folder, "clouds.yaml"), JSON.stringify({ clouds }), { mode: 0o600 });
    mkdirSync(join(ROOT, ".demo"), { recursive: true });
    const command = [join(ROOT, "dist/cli/borderGateway.js"), "draw", "--live", ...Object.keys(clouds), "--output", DRAWING];
    await promisify(execFile)(process.execPath, command, { env: { ...process.env, OS_CLIENT_CONFIG_FILE: join(folder, "clouds.yaml") } });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return relative(process.cwd(), DRAWING);
}

/** What each of them holds, by its own API. */
export async function heldAt(sites: readonly EmulatedSite[]): Promise<Map<string, string[]>> {
  return new Map(await Promise.all(sites.map(async (site) => [site.name, await (await SiteApi.login(site)).held()] as const)));
}
