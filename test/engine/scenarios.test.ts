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

// Ten minutes on two cores, so only where it is asked for by name.
if (process.env.BORDER_GATEWAY_PULUMI === undefined || findPulumi() === undefined) {
  test("the recorded behaviour is compared with the real Pulumi", (t) => {
    t.log("left out: BORDER_GATEWAY_PULUMI does not name a Pulumi");
    t.pass();
  });
} else {
  for (const [name, scenario] of Object.entries(scenarios)) {
    test.serial(`Pulumi here does as recorded: ${name}`, async (t) => {
      t.deepEqual(await playScenario(t, "cli", scenario), recording.scenarios[name] ?? []);
    });
  }
}
