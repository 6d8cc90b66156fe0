// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { pinnedVersion, pulumiCli } from "../pulumi/cachedEngine";
import { findPulumi } from "../pulumi/findPulumi";
import { playScenario, readRecording } from "./recording";
import { scenarios } from "./scenarios";

const recording = readRecording();

test("the recording was made on the version of Pulumi that `npm run engine` builds", (t) => {
  t.is(recording.pulumi, pinnedVersion(pulumiCli), "after a change of test/pulumi/cli/go.mod: npm run engine && npm run record-engine");
});

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
