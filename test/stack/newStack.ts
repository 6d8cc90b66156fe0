// SPDX-License-Identifier: Apache-2.0
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StackFolder } from "../engine/stackFolder";
import { TestEngineStack } from "../engine/testEngineStack";
import { CliStack } from "../pulumi/cliStack";
import { findPulumi } from "../pulumi/findPulumi";
import type { ConfigValue, StackDriver, StackOptions } from "./stack";
import { type Test, takeTurn } from "./turn";

export type Engine = StackDriver["engine"];

/** The real Pulumi if there is one, else the test engine. */
export const chosenEngine = (): Engine => (findPulumi() === undefined ? "test" : "cli");

interface Options extends StackOptions {
  /** Defaults to {@link chosenEngine}. */
  readonly engine?: Engine;
  /** The Pulumi CLI, for `engine: "cli"`. Defaults to the one that tests prefer. */
  readonly pulumi?: string;
}

/** Makes an empty stack in a temporary folder; the test's end removes it, and ends what it left running. */
export const newStack = async (t: Test, options: Options): Promise<StackDriver> => {
  await takeTurn(t);
  const { program, project, stack = "dev", env = {}, print, engine = chosenEngine() } = options;
  const folder = mkdtempSync(join(tmpdir(), "stack-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const config: Record<string, ConfigValue> = {};
  for (const [key, value] of Object.entries(options.config ?? {})) config[key] = { value, secret: false };
  for (const [key, value] of Object.entries(options.secrets ?? {})) config[key] = { value, secret: true };
  const settings = { program, ...(project === undefined ? {} : { project }), stack, organization: "organization", config };
  if (engine === "cli") {
    const pulumi = options.pulumi ?? findPulumi()?.command;
    if (pulumi === undefined) throw new Error("There is no Pulumi CLI here. Run `npm run engine`, or put `pulumi` on PATH.");
    noteTestOnPulumi(t);
    return CliStack.create(t, { pulumi, folder, settings, env, print });
  }
  const stackFolder = new StackFolder(folder);
  stackFolder.create(settings);
  return new TestEngineStack(t, stackFolder, env, print);
};

/** Adds the test to the list from which `npm test` counts the tests that ran on the real engine. */
function noteTestOnPulumi({ title }: Test): void {
  const list = process.env.BORDER_GATEWAY_PULUMI_TESTS;
  if (list !== undefined && title !== undefined) appendFileSync(list, `${title}\n`);
}
