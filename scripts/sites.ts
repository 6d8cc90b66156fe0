// SPDX-License-Identifier: Apache-2.0
// `npm run sites`: the two emulated sites of examples/two-sites in the foreground, at the addresses that the root Pulumi.yaml names.
import { SITES_PORT, startDemoSites } from "./demo/sites";

async function main(): Promise<void> {
  const sites = await startDemoSites(Number(process.env.PORT ?? SITES_PORT));
  for (const site of sites) console.log(`site ${site.name}: ${site.url}`);
  console.log("ready: run `pulumi up` in another terminal; press Ctrl-C to stop");
  await new Promise<void>((done) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => done());
  });
  await Promise.all(sites.map((site) => site.stop()));
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
