// SPDX-License-Identifier: Apache-2.0
// Start-up time of the provider process, from its spawn to the first completed check, compared with an empty dynamic provider: `npm run bench:startup`.
import { join } from "node:path";
import { startSites } from "../sdk/testing";
import { startBareProvider } from "../test/helpers/bareProvider";
import type { Urn } from "../test/wire/urn";
import { median, spread } from "./bench/measure";

const root = join(__dirname, "../..");
const RUNS = 5;
/** Times that of the empty provider. */
const BUDGET = 1.3;

/** What is measured: a provider's text, and the stack configuration that it is given. */
interface Contender {
  readonly name: string;
  readonly provider: string;
  readonly config: Record<string, string>;
}

const news = { name: "edge", managementIp: "192.0.2.1", managementPort: 6632, tunnelIps: ["10.0.0.1"] };

/** Milliseconds from the spawn of a provider process to its first answer to check. */
async function firstCheck({ provider, config }: Contender): Promise<number> {
  const startedAt = performance.now();
  const process_ = await startBareProvider({ cwd: root, config, preview: true, output: (text) => void process.stderr.write(`${text}\n`) });
  try {
    const urn = "urn:pulumi:dev::p::pulumi-nodejs:dynamic/border-gateway:GatewayDevice::edge" as Urn;
    const { failures } = await process_.check(urn, {}, { __provider: provider, ...news });
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
    return performance.now() - startedAt;
  } finally {
    await process_.stop();
  }
}

async function main(): Promise<void> {
  const [tokyo] = await startSites({ sites: ["tokyo"], auth: "keystone" });
  const ours = 'exports.handler=()=>require("pulumi-border-gateway/provider").gatewayDevice';
  const empty = "exports.handler=()=>({check:async(olds,inputs)=>({inputs,failures:[]}),create:async()=>({id:'1',outs:{}})})";
  const sites = { "border-gateway:sites": JSON.stringify({ tokyo: tokyo.cloud }) };
  const contenders: readonly Contender[] = [
    { name: "empty dynamic provider", provider: empty, config: {} },
    {
      name: "ours, no site asked (border-gateway:liveValidation: false)",
      provider: ours,
      config: { ...sites, "border-gateway:liveValidation": "false" },
    },
    { name: "ours, logged in and validated against the site", provider: ours, config: sites },
  ];
  // In turns, so that what else the machine does falls on all alike; the first round fills the caches of the file system and is not counted.
  const times = contenders.map((): number[] => []);
  for (let run = 0; run <= RUNS; run++) {
    for (const [index, contender] of contenders.entries()) {
      const ms = await firstCheck(contender);
      if (run > 0) times[index]?.push(ms);
    }
  }
  await tokyo.stop();
  const base = median(times[0] ?? []);
  console.log(`median of ${RUNS}, from the spawn to the first check answered; at most ${BUDGET} times the empty provider is asked`);
  for (const [index, { name }] of contenders.entries()) {
    const ms = times[index] ?? [];
    console.log(`${name}: ${spread(ms, 0)} ms, ${(median(ms) / base).toFixed(2)} times`);
    if (median(ms) > BUDGET * base) process.exitCode = 1;
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
