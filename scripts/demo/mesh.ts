// SPDX-License-Identifier: Apache-2.0
// The second half of the demo: a mesh of three sites from a topology file, and a diagram of the live sites.
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

/** Adds a third site to those of the demo, and a host to the network of each site. */
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

/** Opens a separate stack with the program of examples/five-sites. */
export async function openMesh(stage: Stage, engine: DemoEngine, sites: readonly EmulatedSite[]): Promise<void> {
  const clouds = Object.fromEntries(sites.map((site) => [site.name, site.cloud]));
  const program = join(ROOT, "dist/examples/five-sites/index.js");
  await stage.open(program, engine, { "border-gateway:sites": clouds, "mesh:topology": TOPOLOGY }, "mesh");
}

/** Draws the live sites with `border-gateway draw --live`. @returns path of the file, relative to the current folder */
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

/** The gateway objects of each site, read from its API. */
export async function heldAt(sites: readonly EmulatedSite[]): Promise<Map<string, string[]>> {
  return new Map(await Promise.all(sites.map(async (site) => [site.name, await (await SiteApi.login(site)).held()] as const)));
}
