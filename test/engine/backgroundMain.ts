// SPDX-License-Identifier: Apache-2.0
// A process that runs one operation of the test engine. Arguments: folder of the stack, operation, options in JSON, file for the result.
import { writeFileSync } from "node:fs";
import type { RunOptions } from "../stack/stack";
import { type Operation, runDeployment } from "./deployment";
import { Recorder } from "./recorder";
import { StackFolder } from "./stackFolder";

const [folder = "", operation, options = "{}", report = ""] = process.argv.slice(2) as [string?, Operation?, string?, string?];

/** Ctrl-C stops a deployment in good order. The program and the provider would outlive an engine that ends at once. */
const controller = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());

const run = async (name: Operation): Promise<void> => {
  const recorder = new Recorder(name, (line) => console.log(line));
  const given = JSON.parse(options) as RunOptions;
  const outcome = await runDeployment(new StackFolder(folder), name, { ...given, signal: controller.signal }, recorder);
  writeFileSync(report, JSON.stringify(recorder.conclude(outcome)));
  process.exitCode = outcome.ok ? 0 : 1;
};

if (operation !== undefined) void run(operation);
