// SPDX-License-Identifier: Apache-2.0
// Start-up of the provider process, from its spawn to the first check answered, beside that of an empty dynamic provider: `node dist/scripts/startup.js`.
import { join } from "node:path";
import { startSites } from "../sdk/testing";
import type { DeploymentEvents } from "../test/engine/events";
import { ProviderProcess } from "../test/engine/providerProcess";
import type { Urn } from "../test/engine/urn";

const root = join(__dirname, "../..");
const silent: DeploymentEvents = {
  stepStarted: () => undefined,
  stepEnded: () => undefined,
  stepFailed: () => undefined,
  message: () => undefined,
  output: (text) => void process.stderr.write(`${text}\n`),
  process: () => undefined,
};

/** Milliseconds from the spawn of a provider process to its first answer to check. */
async function firstCheck(provider: string, config: Record<string, string>, news: Record<string, unknown>): Promise<number> {
  const startedAt = performance.now();
  const process_ = await ProviderProcess.start({
    cwd: root,
    project: "p",
    engineAddress: "127.0.0.1:1",
    env: process.env,
    preview: true,
    events: silent,
  });
  try {
    await process_.configure(config);
    const urn = "urn:pulumi:dev::p::pulumi-nodejs:dynamic/border-gateway:GatewayDevice::edge" as Urn;
    const { failures } = await process_.check(urn, {}, { __provider: provider, ...news });
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
    return performance.now() - startedAt;
  } finally {
    await process_.stop();
  }
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const spread = (values: readonly number[]) => `${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)}`;

async function main(): Promise<void> {
  const [tokyo] = await startSites({ sites: ["tokyo"], auth: "keystone" });
  const config = { "border-gateway:sites": JSON.stringify({ tokyo: tokyo.cloud }) };
  const ours = 'exports.handler=()=>require("pulumi-border-gateway/provider").gatewayDevice';
  const empty = "exports.handler=()=>({check:async(olds,inputs)=>({inputs,failures:[]}),create:async()=>({id:'1',outs:{}})})";
  const news = { name: "edge", managementIp: "192.0.2.1", managementPort: 6632, tunnelIps: ["10.0.0.1"] };
  const times: { empty: number[]; ours: number[] } = { empty: [], ours: [] };
  for (let run = 0; run < 5; run++) {
    times.empty.push(await firstCheck(empty, {}, news));
    times.ours.push(await firstCheck(ours, config, news));
  }
  await tokyo.stop();
  console.log(`empty dynamic provider: ${median(times.empty).toFixed(0)} ms (${spread(times.empty)})`);
  console.log(`ours, logged in and validated live: ${median(times.ours).toFixed(0)} ms (${spread(times.ours)})`);
  console.log(`ratio of the medians: ${(median(times.ours) / median(times.empty)).toFixed(2)}`);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
