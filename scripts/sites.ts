// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { cloudsYaml, startSites } from "../sdk/testing/index";

/** `npm run sites`: the two emulated sites that the examples speak to, in the foreground. PORT is the port of the first; `.demo/clouds.yaml` names them. */
async function main(): Promise<void> {
  const sites = await startSites({ sites: ["tokyo", "osaka"], auth: "keystone", port: Number(process.env.PORT ?? 19696) });
  for (const site of sites) {
    for (const name of ["blue", "green"]) site.addNetwork({ name });
    site.addNetwork({ name: "uplink", "provider:network_type": "uplink" });
    site.addRouter({ name: "edge" });
    console.log(`site ${site.name}: ${site.url}`);
  }
  const directory = resolve(".demo");
  mkdirSync(directory, { recursive: true });
  const file = join(directory, "clouds.yaml");
  writeFileSync(file, cloudsYaml(sites), { mode: 0o600 });
  console.log(`ready; use them with OS_CLIENT_CONFIG_FILE=${file}`);
  await new Promise<void>((done) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => done());
  });
  await Promise.all(sites.map((site) => site.stop()));
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
