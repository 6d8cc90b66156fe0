// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { findPulumi } from "./newStack";
import { playScenario } from "./playScenario";
import { readRecording } from "./recording";
import { scenarios } from "./scenarios";

const recording = readRecording();

for (const [name, scenario] of Object.entries(scenarios)) {
  test(`as Pulumi ${recording.pulumi} did: ${name}`, async (t) => {
    t.deepEqual(await playScenario(t, "test", scenario), recording.scenarios[name] ?? []);
  });
}

if (findPulumi() === undefined) {
  test("the recorded behaviour is compared with the real Pulumi", (t) => {
    t.log("left out: no `pulumi` on PATH, and BORDER_GATEWAY_PULUMI is not set");
    t.pass();
  });
} else {
  for (const [name, scenario] of Object.entries(scenarios)) {
    test.serial(`Pulumi here does as recorded: ${name}`, async (t) => {
      t.deepEqual(await playScenario(t, "cli", scenario), recording.scenarios[name] ?? []);
    });
  }
}
