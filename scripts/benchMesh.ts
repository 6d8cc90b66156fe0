// SPDX-License-Identifier: Apache-2.0
// `npm run bench:mesh`: what the mesh costs. Static validation of 200 sites, 50 segments and 40,000 hosts; a mesh of 20 sites and 10 segments on emulated sites through the test engine.
import { join } from "node:path";
import type { Topology } from "../sdk/mesh/index";
import { errorsOf, validateTopology } from "../sdk/mesh/validateTopology";
import { startSites } from "../sdk/testing/index";
import { newStack } from "../test/engine/newStack";

const mac = (n: number) => `02:00:00:${[n >> 16, (n >> 8) & 255, n & 255].map((byte) => byte.toString(16).padStart(2, "0")).join(":")}`;

function topologyOf(siteCount: number, segmentCount: number, hostCount: number): Topology {
  const names = Array.from({ length: siteCount }, (_, index) => `site${index}`);
  let next = 1;
  const members = (network: string) =>
    Object.fromEntries(names.map((name) => [name, { network, hosts: Array.from({ length: hostCount }, () => mac(next++)) }]));
  return {
    sites: Object.fromEntries(names.map((name, index) => [name, { router: "edge", tunnelIp: `10.0.${index >> 8}.${index & 255}` }])),
    segments: Object.fromEntries(
      Array.from({ length: segmentCount }, (_, index) => [`net${index}`, { segmentationId: index + 1, sites: members(`net${index}`) }]),
    ),
  };
}

function measureValidation(): void {
  const topology = topologyOf(200, 50, 4);
  const started = performance.now();
  const { findings } = validateTopology(topology);
  const seconds = (performance.now() - started) / 1000;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  console.log(
    `validation of 200 sites, 50 segments, 40,000 hosts: ${seconds.toFixed(2)} s, ${errorsOf(findings).length} errors, peak memory of the process ${megabytes.toFixed(0)} MB`,
  );
}

async function measureDeployment(siteCount: number, segmentCount: number): Promise<void> {
  const topology = topologyOf(siteCount, segmentCount, 1);
  const sites = await startSites({ sites: Object.keys(topology.sites) });
  for (const site of sites) {
    site.addRouter({ name: "edge" });
    for (const name of Object.keys(topology.segments)) site.addNetwork({ name });
  }
  const cleanups: Array<() => unknown> = [() => Promise.all(sites.map((site) => site.stop()))];
  try {
    const stack = await newStack(
      { teardown: (action) => void cleanups.push(action) },
      {
        program: join(__dirname, "../test/sdk/mesh/fixtures/program.js"),
        config: {
          "mesh:topology": JSON.stringify(topology),
          "border-gateway:sites": JSON.stringify(Object.fromEntries(sites.map((site) => [site.name, site.cloud]))),
        },
      },
    );
    for (const operation of ["preview", "up", "preview", "destroy"] as const) {
      for (const site of sites) site.clearRequests();
      const started = performance.now();
      const result = await stack[operation]();
      if (!result.ok) throw new Error(result.diagnostics);
      const requests = sites.map((site) => site.requests().length);
      const macs = sites.reduce((sum, site) => sum + site.objects("remote_mac_entries").length, 0);
      console.log(
        `${operation} of ${siteCount} sites and ${segmentCount} segments: ${((performance.now() - started) / 1000).toFixed(1)} s, ${JSON.stringify(result.summary)}, ${Math.min(...requests)} to ${Math.max(...requests)} requests a site, ${macs} remote MACs`,
      );
    }
  } finally {
    for (const cleanup of cleanups.reverse()) await cleanup();
  }
}

measureValidation();
measureDeployment(Number(process.argv[2] ?? 20), Number(process.argv[3] ?? 10)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
