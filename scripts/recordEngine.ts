// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from "node:fs";
import { playScenario, type Recording, readRecording, recordedFile, sdkVersion } from "../test/engine/recording";
import { scenarios } from "../test/engine/scenarios";
import type { Entry } from "../test/engine/transcript";
import { findPulumi } from "../test/pulumi/findPulumi";

/** Takes the real Pulumi through the scenarios and writes down what it does, for machines without it. Names of scenarios may be given. */
const record = async (names: readonly string[]): Promise<void> => {
  const found = findPulumi();
  if (found === undefined) throw new Error("There is no Pulumi CLI to record: run `npm run engine` first.");
  const pulumi = found.version;
  const played: Record<string, readonly Entry[]> = names.length === 0 ? {} : { ...readRecording().scenarios };
  for (const [name, scenario] of Object.entries(scenarios)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const teardowns: (() => void | Promise<void>)[] = [];
    played[name] = await playScenario({ teardown: (action) => teardowns.push(action) }, "cli", scenario);
    for (const action of teardowns.reverse()) await action();
    console.log(`${name}: ${played[name].length} operations`);
  }
  const recorded = Object.fromEntries(Object.keys(scenarios).map((name) => [name, played[name] ?? []]));
  const recording: Recording = { pulumi, sdk: sdkVersion, scenarios: recorded };
  writeFileSync(recordedFile, `${JSON.stringify(recording, null, 1)}\n`);
};

void record(process.argv.slice(2));
