// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Engine } from "../stack/newStack";
import type { Test } from "../stack/turn";
import { fixtureStack } from "./fixtureStack";
import type { Scenario } from "./scenarios";
import { type Entry, Transcript } from "./transcript";

/** The operations of the real Pulumi in each scenario, written by `npm run record-engine`. */
export interface Recording {
  readonly pulumi: string;
  readonly sdk: string;
  readonly scenarios: Readonly<Record<string, readonly Entry[]>>;
}

export const recordedFile = join(__dirname, "..", "..", "..", "test", "engine", "recorded.json");

export const readRecording = (): Recording => JSON.parse(readFileSync(recordedFile, "utf8")) as Recording;

export const sdkVersion: string = (createRequire(__filename)("@pulumi/pulumi/package.json") as { version: string }).version;

/** Runs a scenario on an engine. */
export const playScenario = async (t: Test, engine: Engine, scenario: Scenario): Promise<readonly Entry[]> => {
  const transcript = new Transcript(await fixtureStack(t, engine));
  await scenario(transcript);
  return transcript.entries;
};
