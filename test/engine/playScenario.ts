// SPDX-License-Identifier: Apache-2.0
import { fixtureStack } from "./fixtureStack";
import type { Engine } from "./newStack";
import type { Scenario } from "./scenarios/scenario";
import { type Entry, Transcript } from "./transcript";
import type { Test } from "./turn";

/** Takes an engine through a scenario, with whoever tears down. */
export const playScenario = async (t: Test, engine: Engine, scenario: Scenario): Promise<readonly Entry[]> => {
  const transcript = new Transcript(await fixtureStack(t, engine));
  await scenario(transcript);
  return transcript.entries;
};
