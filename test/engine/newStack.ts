// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CliStack } from "./cliStack";
import type { StackDriver, StackOptions } from "./stack";
import { type ConfigValue, StackFolder } from "./stackFolder";
import { TestEngineStack } from "./testEngineStack";
import { type Test, takeTurn } from "./turn";

export type Engine = StackDriver["engine"];

/** The real Pulumi, where there is one: `BORDER_GATEWAY_PULUMI`, else `pulumi` on PATH. */
export const findPulumi = (): string | undefined => {
  const command = process.env.BORDER_GATEWAY_PULUMI ?? "pulumi";
  try {
    execFileSync(command, ["version"], { stdio: "ignore", env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "1" } });
    return command;
  } catch {
    return undefined;
  }
};

/** The engines that there are on this machine. */
export const engines = (): Engine[] => (findPulumi() === undefined ? ["test"] : ["test", "cli"]);

/** Makes an empty stack in a temporary folder; the test's end removes it, and ends what it left running. */
export const newStack = async (t: Test, options: StackOptions & { readonly engine?: Engine }): Promise<StackDriver> => {
  await takeTurn(t);
  const { program, project, stack = "dev", env = {}, print } = options;
  const folder = mkdtempSync(join(tmpdir(), "stack-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const config: Record<string, ConfigValue> = {};
  for (const [key, value] of Object.entries(options.config ?? {})) config[key] = { value, secret: false };
  for (const [key, value] of Object.entries(options.secrets ?? {})) config[key] = { value, secret: true };
  const settings = { program, ...(project === undefined ? {} : { project }), stack, organization: "organization", config };
  if (options.engine === "cli") {
    const pulumi = findPulumi();
    if (pulumi === undefined) throw new Error("there is no Pulumi here: put `pulumi` on PATH, or name it in BORDER_GATEWAY_PULUMI");
    return CliStack.create(t, { pulumi, folder, settings, env, print });
  }
  const stackFolder = new StackFolder(folder);
  stackFolder.create(settings);
  return new TestEngineStack(t, stackFolder, env, print);
};
