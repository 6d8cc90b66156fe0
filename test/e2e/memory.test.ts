// SPDX-License-Identifier: Apache-2.0
// What a provider's process needs at most, asked as an engine asks it in an `up` and a refresh of 3,000 resources.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import test, { type ExecutionContext } from "ava";
import { insertSwitch } from "../../scripts/bench/measure";
import { type EmulatedSite, startSites } from "../../sdk/testing/index";
import type { ProviderProcess } from "../engine/providerProcess";
import { startBareProvider } from "../helpers/bareProvider";
import { folderWith } from "../helpers/folders";
import type { Urn } from "../wire/urn";

const root = join(__dirname, "../../..");
const bench = join(root, "dist/scripts/bench");
const COUNT = 3_000;
const MOST_ABOVE_MB = 60;
/** As the engine does on two cores. */
const AT_ONCE = 8;

const entries = 'exports.handler=()=>require("pulumi-border-gateway/provider").remoteMacEntry';
const nothing = `exports.handler=()=>require(${JSON.stringify(join(bench, "noop.js"))}).provider`;

/** V8 of Node 24 lets the objects of the last moments alone take 130 MB, whoever makes them: there the yardstick is a provider that does nothing, as often. */
const yardstick = Number(process.versions.node.split(".")[0]) < 24 ? 1 : COUNT;

test.serial(`the process of ${COUNT} resources needs at most ${MOST_ABOVE_MB} MB more than an empty one`, async (t) => {
  t.timeout(180_000);
  const [site] = await startSites({ sites: ["tokyo"] });
  t.teardown(() => site.stop());
  const base = await peakOf(t, site, nothing, yardstick);
  const peak = await peakOf(t, site, entries, COUNT);
  t.log(`${peak.toFixed(0)} MB beside ${base.toFixed(0)} MB`);
  t.true(peak - base <= MOST_ABOVE_MB, `${(peak - base).toFixed(0)} MB more`);
});

/** Peak memory of a provider's process in MB, over the life of `count` resources. */
async function peakOf(t: ExecutionContext, site: EmulatedSite, provider: string, count: number): Promise<number> {
  const file = join(folderWith(t), "peak");
  const process_ = await startBareProvider({
    cwd: root,
    config: { "border-gateway:sites": JSON.stringify({ tokyo: site.cloud }) },
    env: { NODE_OPTIONS: `--require ${join(bench, "peakMemory.js")}`, BENCH_MEMORY_FILE: file },
    preview: false,
    output: (text) => t.log(text),
  });
  try {
    const gatewayDeviceId = insertSwitch(site);
    let next = 0;
    const work = async () => {
      while (next < count) await live(process_, { __provider: provider, gatewayDeviceId }, next++);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    await setTimeout(300);
    return Number(readFileSync(file, "utf8"));
  } finally {
    await process_.stop();
  }
}

/** Every call that an engine makes for one resource, but for the deletion. */
async function live(provider: ProviderProcess, common: object, index: number): Promise<void> {
  const urn = `urn:pulumi:dev::p::pulumi-nodejs:dynamic/border-gateway:RemoteMacEntry::r${index}` as Urn;
  const mac = [index >> 8, index & 255].map((byte) => byte.toString(16).padStart(2, "0")).join(":");
  const given = { ...common, macAddress: `02:00:00:00:${mac}`, vtepAddress: "203.0.113.1", segmentationId: 100 };
  const { inputs } = await provider.check(urn, {}, given);
  const { id, outputs } = await provider.create(urn, inputs);
  const read = await provider.read(urn, id, inputs, outputs);
  const { changes } = await provider.diff({ urn, id, oldInputs: inputs, oldOutputs: read.outputs, newInputs: inputs, ignoreChanges: [] });
  if (changes !== false) throw new Error(`${urn} differs from what it was made of`);
}
