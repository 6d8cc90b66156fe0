// SPDX-License-Identifier: Apache-2.0
// `npm run demo [-- --pulumi]`: the main job on two emulated sites, from preview to destroy, then a mesh of three and its drawing. What the sites hold is read
// from their own API. --pulumi downloads the official Pulumi CLI first.
import { resolve } from "node:path";
import type { EmulatedSite } from "../sdk/testing/index";
import { type DemoEngine, demoEngine, officialEngine } from "./demo/demoEngine";
import { drawLive, heldAt, openMesh, withThirdSite } from "./demo/mesh";
import { SiteApi } from "./demo/siteApi";
import { exampleConfig, existing, startDemoSites } from "./demo/sites";
import { Stage } from "./demo/stage";

const started = Date.now();
const stage = new Stage();

function say(title: string, ...lines: string[]): void {
  console.log(`\n=== ${title}${lines.map((line) => `\n    ${line}`).join("")}\n`);
}

async function main(): Promise<void> {
  const engine = process.argv.includes("--pulumi") ? await officialEngine() : demoEngine();
  const sites = await startDemoSites(0);
  stage.teardown(() => Promise.all(sites.map((site) => site.stop())));
  const apis = await Promise.all(sites.map((site) => SiteApi.login(site)));
  const osaka = apis.find(({ name }) => name === "osaka") as SiteApi;
  /** Requests that change something, since the last look. */
  const writes = () =>
    sites.flatMap((site) =>
      site
        .requests()
        .filter(({ method, path }) => method !== "GET" && !path.includes("/auth/"))
        .map(({ method, path, status }) => `${site.name}: ${method} ${path} -> ${status}`),
    );
  const forget = () => sites.forEach((site) => void site.clearRequests());
  const show = async () => {
    for (const api of apis) {
      const lines = await api.held();
      console.log(`${api.name} holds${lines.length === 0 ? " nothing of ours" : `:\n  ${lines.join("\n  ")}`}`);
    }
  };

  say(
    "Two sites, joined at layer 2: examples/two-sites/index.ts",
    ...sites.map((site) => `${site.name}: an emulated Neutron and Keystone at ${site.url}`),
    engine.description,
  );
  await stage.open(resolve(__dirname, "../.."), engine, exampleConfig(sites));

  say("1. Preview: checked against what the sites hold, and nothing is touched");
  await stage.run("preview");
  if (writes().length > 0) throw new Error("the preview has changed something");

  say("2. Up: both sites at once, in the order that the servers ask for");
  await stage.run("up");
  say("What each site holds now, as its own API shows it");
  await show();

  say("3. Up again: nothing to do");
  forget();
  await stage.run("up");
  if (writes().length > 0) throw new Error("the second up has changed something");
  console.log("Requests that change something: none");

  say("4. At osaka somebody changes the tunnel address and deletes the remote MAC entry. Refresh finds it, up repairs it");
  const [device] = await osaka.list("gw/gateway_devices");
  const [entry] = await osaka.list(`gw/gateway_devices/${device?.id}/remote_mac_entries`);
  await osaka.ask("PUT", `gw/gateway_devices/${device?.id}`, { gateway_device: { tunnel_ips: ["203.0.113.99"] } });
  await osaka.ask("DELETE", `gw/gateway_devices/${device?.id}/remote_mac_entries/${entry?.id}`);
  await stage.run("refresh");
  await stage.run("up");

  say("5. The segment moves from 10100 to 10200: what stands on the gateway goes before it, and comes after it");
  await stage.configure("two-sites:segmentationId", "10200");
  forget();
  await stage.run("up");
  say("What was asked of each site, in order");
  console.log(writes().join("\n"));
  say("What each site holds now");
  await show();

  say("6. A wrong topology: tokyo is given osaka's network. The preview refuses it, before anything is touched");
  await stage.configure("two-sites:tokyo", { ...existing.tokyo, networkId: existing.osaka.networkId });
  forget();
  await stage.run("preview", { fails: true });
  if (writes().length > 0) throw new Error("the refused preview has changed something");

  say("7. Destroy");
  await stage.run("destroy");
  await show();
  const left = (await Promise.all(apis.map((api) => api.held()))).flat();
  if (left.length > 0) throw new Error("the sites are not empty");

  await showMesh(engine, sites);
  say(`Done in ${((Date.now() - started) / 1000).toFixed(0)} s. Next: README.md, and examples/`);
}

async function showMesh(engine: DemoEngine, two: readonly EmulatedSite[]): Promise<void> {
  say(
    "8. Many sites at once: a mesh of three, from a topology file",
    "scripts/demo/three-sites.yaml, made by examples/five-sites/index.ts",
  );
  const sites = await withThirdSite(two);
  stage.teardown(() => sites.at(-1)?.stop());
  await openMesh(stage, engine, sites);
  await stage.run("up");
  say("What each site holds now: it is told of the hosts of both others");
  for (const [name, lines] of await heldAt(sites)) console.log(`${name} holds:\n  ${lines.join("\n  ")}`);

  say("9. The mesh as the program knows it (Mermaid, stack output diagram), and as the sites show it (border-gateway draw --live)");
  console.log(`${await stage.output("diagram")}\nThe drawing of the sites: ${await drawLive(sites)}`);

  say("10. Destroy");
  await stage.run("destroy");
  if ([...(await heldAt(sites)).values()].flat().length > 0) throw new Error("the sites of the mesh are not empty");
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(signal, () => {
    console.log("\ninterrupted; clearing away");
    void stage.close(true).finally(() => process.exit(130));
  });

main()
  .catch((error: Error) => {
    console.error(`\nthe demo failed: ${error.message}`);
    process.exitCode = 1;
  })
  .finally(() => stage.close());
