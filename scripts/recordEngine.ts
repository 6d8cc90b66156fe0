// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { findPulumi } from "../test/engine/newStack";
import { playScenario } from "../test/engine/playScenario";
import { type Recording, readRecording, recordedFile, sdkVersion } from "../test/engine/recording";
import { scenarios } from "../test/engine/scenarios";
import type { Entry } from "../test/engine/transcript";

/** Takes the real Pulumi through the scenarios and writes down what it does, for machines without it. Names of scenarios may be given. */
const record = async (names: readonly string[]): Promise<void> => {
  const command = findPulumi();
  if (command === undefined) throw new Error("there is no Pulumi to record: put `pulumi` on PATH, or name it in BORDER_GATEWAY_PULUMI");
  const pulumi = execFileSync(command, ["version"], { encoding: "utf8" }).trim();
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
