// SPDX-License-Identifier: Apache-2.0
// `npm run bench`: the cost of the resources compared with no-op resources, on emulated sites. Options: --runs N (5), --engine test|cli (cli where there is one), --memory N (3000).
import { parseArgs } from "node:util";
import { Bench, type Measured, median, requestsOf, spread } from "./bench/measure";
import { engineOf, measuredOn } from "./bench/stackRun";

const OPERATIONS = ["preview", "up", "refresh"] as const;
type Operation = (typeof OPERATIONS)[number];

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "5" },
    engine: { type: "string" },
    memory: { type: "string", default: "3000" },
    entries: { type: "string", default: "1000" },
  },
});
const runs = Number(values.runs);
const engine = engineOf(values.engine);

console.log(`${measuredOn(engine)}; median of ${runs} (least to most)\n`);

/** Alternates 300 entries of one device with 300 no-op resources. */
async function beside(count: number): Promise<void> {
  const seconds: Record<"noop" | "entries", Record<Operation, number[]>> = {
    noop: { preview: [], up: [], refresh: [] },
    entries: { preview: [], up: [], refresh: [] },
  };
  const counted = new Map<string, Measured>();
  for (let run = 0; run < runs; run++) {
    for (const what of ["noop", "entries"] as const) {
      await Bench.with(engine, what, count, async (bench) => {
        for (const operation of OPERATIONS) {
          const measured = await bench.run(operation);
          seconds[what][operation].push(measured.seconds);
          if (what === "entries") counted.set(operation, measured);
        }
        if (what === "entries") counted.set("second up", await bench.run("up"));
      });
    }
  }
  console.log(`${count} RemoteMacEntries vs. ${count} no-op resources, in seconds`);
  for (const operation of OPERATIONS) {
    const pairs = seconds.entries[operation].map((value, run) => value / (seconds.noop[operation][run] ?? Number.NaN));
    console.log(
      `  ${operation.padEnd(8)} ${spread(seconds.entries[operation])} vs. ${spread(seconds.noop[operation])}, ratio ${spread(pairs)}`,
    );
  }
  for (const [operation, measured] of counted) console.log(`  requests of ${operation}: ${requestsOf(measured)}`);
  console.log();
}

/** One table of many entries, compared with the same number of separate entries. */
async function tableBeside(count: number): Promise<void> {
  const table: Record<string, number[]> = {};
  const single: number[] = [];
  const counted = new Map<string, Measured>();
  const note = (step: string, measured: Measured) => {
    table[step] = [...(table[step] ?? []), measured.seconds];
    counted.set(step, measured);
  };
  for (let run = 0; run < runs; run++) {
    await Bench.with(engine, "table", count, async (bench) => {
      note("up", await bench.run("up"));
      await bench.set("moved", "203.0.113.2");
      note("one entry changed", await bench.run("up"));
      note("refresh", await bench.run("refresh"));
      note("destroy", await bench.run("destroy"));
    });
  }
  await Bench.with(engine, "entries", count, async (bench) => void single.push((await bench.run("up")).seconds));
  console.log(`one RemoteMacTable of ${count} entries, seconds`);
  for (const [step, measured] of counted)
    console.log(`  ${step.padEnd(18)} ${spread(table[step] ?? [])}; requests: ${requestsOf(measured)}`);
  console.log(
    `  up of ${count} RemoteMacEntries, once: ${spread(single)}: ${(median(single) / median(table.up ?? [])).toFixed(1)} times the table's\n`,
  );
}

/** Peak memory of the provider process, compared with an empty one and with one that serves the same number of no-op resources. */
async function memory(count: number): Promise<void> {
  const peakOf = (what: "noop" | "entries", resources: number) =>
    Bench.with(engine, what, resources, async (bench) => Math.max((await bench.run("up")).peakMb, (await bench.run("refresh")).peakMb));
  const [empty, noop, entries] = [await peakOf("noop", 1), await peakOf("noop", count), await peakOf("entries", count)];
  console.log(`peak memory of the provider's process in up and refresh, MB
  empty (one resource that does nothing)  ${empty.toFixed(0)}
  ${count} resources that do nothing        ${noop.toFixed(0)}
  ${count} RemoteMacEntries                 ${entries.toFixed(0)}: ${(entries - empty).toFixed(0)} above the empty one`);
}

async function main(): Promise<void> {
  await beside(300);
  await tableBeside(Number(values.entries));
  if (Number(values.memory) > 0) await memory(Number(values.memory));
}

void main();
