// SPDX-License-Identifier: Apache-2.0
// `npm run bench:mesh`: the cost of a mesh, compared with the same number of no-op resources. Options: --sites N (20), --segments N (10), --runs N (3), --engine test|cli (cli where there is one).
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { errorsOf, validateTopology } from "../sdk/mesh/validateTopology";
import { chosenEngine, type Engine } from "../test/stack/newStack";
import { spread } from "./bench/measure";
import { addedSite, liveRequests, type MeshStack, meshOf, noopStack, seconds, topologyOf, withGround } from "./bench/mesh";

const { values } = parseArgs({
  options: {
    sites: { type: "string", default: "20" },
    segments: { type: "string", default: "10" },
    runs: { type: "string", default: "3" },
    engine: { type: "string" },
  },
});
const [siteCount, segmentCount, runs] = [values.sites, values.segments, values.runs].map(Number) as [number, number, number];
const engine: Engine = values.engine === "test" || values.engine === "cli" ? values.engine : chosenEngine();

function measureValidation(): void {
  const topology = topologyOf(200, 50, 4);
  const started = performance.now();
  const { findings } = validateTopology(topology);
  const took = (performance.now() - started) / 1000;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  console.log(
    `static validation of 200 sites, 50 segments, 40,000 hosts: ${took.toFixed(2)} s (goal: under 2), ${errorsOf(findings).length} errors, peak memory of the process ${megabytes.toFixed(0)} MB (goal: under 500)\n`,
  );
}

type Times = Record<"preview" | "up", number[]>;

async function measureDeployment(): Promise<void> {
  const [mesh, noop]: [Times, Times] = [
    { preview: [], up: [] },
    { preview: [], up: [] },
  ];
  let count = 0;
  for (let run = 0; run < runs; run++)
    await withGround(siteCount, segmentCount, async (ground, test) => {
      if (run === 0)
        console.log(`live validation: ${await liveRequests(ground)} requests a site at most (goal: at most 12), with the login`);
      const stack = await meshOf(ground, test, engine);
      mesh.preview.push(await seconds(stack, "preview"));
      const up = await seconds(stack, "up");
      mesh.up.push(up);
      const made = ground.held();
      // The component itself, too.
      count = made.devices + made.gateways * 3 + 1;
      if (run === 0) await report(stack, made);
      const beside = await noopStack(count, test, engine);
      noop.preview.push(await seconds(beside, "preview"));
      noop.up.push(await seconds(beside, "up"));
    });
  for (const operation of ["preview", "up"] as const) {
    const pairs = mesh[operation].map((value, run) => value / (noop[operation][run] ?? Number.NaN));
    const share = mesh[operation].map((value, run) => 100 * (1 - (noop[operation][run] ?? Number.NaN) / value));
    const goal = operation === "up" ? `${spread(pairs)} times (goal: under 2.0)` : `own share ${spread(share, 0)} % (goal: under 30 %)`;
    console.log(`${operation}: ${spread(mesh[operation])} s vs. ${spread(noop[operation])} s for ${count} no-op resources; ${goal}`);
  }

  async function report(stack: MeshStack, made: Record<string, number>): Promise<void> {
    console.log(`made: ${JSON.stringify(made)}`);
    console.log(`a site more, in a preview: ${await addedSite(stack, siteCount, segmentCount)}`);
  }
}

console.log(
  `engine: ${engine === "cli" ? "pulumi" : "test engine"}; ${cpus().length} cores (${cpus()[0]?.model}); Node ${process.version}; ${new Date().toISOString().slice(0, 10)}; ${siteCount} sites, ${segmentCount} segments, full mesh, a host each; median of ${runs} (least to most)\n`,
);
measureValidation();
measureDeployment().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
