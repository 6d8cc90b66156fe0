// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { findPulumi } from "../pulumi/findPulumi";
import { playScenario } from "./playScenario";
import { readRecording } from "./recording";
import { scenarios } from "./scenarios";

const recording = readRecording();

for (const [name, scenario] of Object.entries(scenarios)) {
  test(`the test engine does as Pulumi ${recording.pulumi} did: ${name}`, async (t) => {
    t.deepEqual(await playScenario(t, "test", scenario), recording.scenarios[name] ?? []);
  });
}

if (findPulumi() !== undefined)
  for (const [name, scenario] of Object.entries(scenarios)) {
    test(`Pulumi does as recorded: ${name}`, async (t) => {
      t.deepEqual(await playScenario(t, "cli", scenario), recording.scenarios[name] ?? []);
    });
  }
