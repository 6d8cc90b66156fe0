// SPDX-License-Identifier: Apache-2.0
// `npm run demo [-- --pulumi]` deploys an example to two emulated sites, from preview to destroy, then a mesh of three sites and its diagram. It reads the contents
// of the sites from their own API. --pulumi downloads the official Pulumi CLI first.
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
  /** Modifying requests since the last call of `forget`. */
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
      console.log(`${api.name} holds${lines.length === 0 ? " no gateway objects" : `:\n  ${lines.join("\n  ")}`}`);
    }
  };

  say(
    "Two sites connected at layer 2: examples/two-sites/index.ts",
    ...sites.map((site) => `${site.name}: emulated Neutron and Keystone at ${site.url}`),
    engine.description,
  );
  await stage.open(resolve(__dirname, "../.."), engine, exampleConfig(sites));

  say("1. Preview: the program is validated against the current contents of the sites. Nothing is changed.");
  await stage.run("preview");
  if (writes().length > 0) throw new Error("the preview sent modifying requests");

  say("2. Up: both sites are deployed in parallel, in dependency order");
  await stage.run("up");
  say("Contents of each site, read from its API");
  await show();

  say("3. Up again: nothing changes");
  forget();
  await stage.run("up");
  if (writes().length > 0) throw new Error("the second up sent modifying requests");
  console.log("Modifying requests: none");

  say("4. Drift: somebody changes the tunnel address and deletes the remote MAC entry at osaka. Refresh detects it, up corrects it.");
  const [device] = await osaka.list("gw/gateway_devices");
  const [entry] = await osaka.list(`gw/gateway_devices/${device?.id}/remote_mac_entries`);
  await osaka.ask("PUT", `gw/gateway_devices/${device?.id}`, { gateway_device: { tunnel_ips: ["203.0.113.99"] } });
  await osaka.ask("DELETE", `gw/gateway_devices/${device?.id}/remote_mac_entries/${entry?.id}`);
  await stage.run("refresh");
  await stage.run("up");

  say("5. The segmentation id changes from 10100 to 10200: dependents are deleted first and recreated last");
  await stage.configure("two-sites:segmentationId", "10200");
  forget();
  await stage.run("up");
  say("Modifying requests to each site, in order");
  console.log(writes().join("\n"));
  say("Contents of each site");
  await show();

  say("6. Invalid configuration: tokyo uses the network id of osaka. The preview reports the error before anything is changed.");
  await stage.configure("two-sites:tokyo", { ...existing.tokyo, networkId: existing.osaka.networkId });
  forget();
  await stage.run("preview", { fails: true });
  if (writes().length > 0) throw new Error("the failed preview sent modifying requests");

  say("7. Destroy");
  await stage.run("destroy");
  await show();
  const left = (await Promise.all(apis.map((api) => api.held()))).flat();
  if (left.length > 0) throw new Error("the sites still contain gateway objects");

  await showMesh(engine, sites);
  say(`Done in ${((Date.now() - started) / 1000).toFixed(0)} s. Next: README.md, and examples/`);
}

async function showMesh(engine: DemoEngine, two: readonly EmulatedSite[]): Promise<void> {
  say("8. Mesh: three sites from one topology file", "scripts/demo/three-sites.yaml, deployed by examples/five-sites/index.ts");
  const sites = await withThirdSite(two);
  stage.teardown(() => sites.at(-1)?.stop());
  await openMesh(stage, engine, sites);
  await stage.run("up");
  say("Contents of each site: it has remote MAC entries for the hosts of both other sites");
  for (const [name, lines] of await heldAt(sites)) console.log(`${name} holds:\n  ${lines.join("\n  ")}`);

  say("9. Diagrams: the mesh of the program (stack output `diagram`, Mermaid) and of the live sites (border-gateway draw --live)");
  console.log(`${await stage.output("diagram")}\nDiagram of the live sites: ${await drawLive(sites)}`);

  say("10. Destroy");
  await stage.run("destroy");
  if ([...(await heldAt(sites)).values()].flat().length > 0) throw new Error("the sites of the mesh still contain gateway objects");
}

let interrupted = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {
    // A terminal and npm both pass on Ctrl-C, and an impatient user presses it twice: the first one cleans up.
    if (interrupted) return;
    interrupted = true;
    console.log("\nInterrupted. Cleaning up.");
    void stage.close(true).finally(() => process.exit(130));
  });

main()
  .catch((error: Error) => {
    console.error(`\nthe demo failed: ${error.message}`);
    process.exitCode = 1;
  })
  .finally(() => stage.close());
