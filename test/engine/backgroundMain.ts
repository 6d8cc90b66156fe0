// SPDX-License-Identifier: Apache-2.0
// A process that runs one operation of the test engine. Arguments: folder of the stack, operation, options in JSON, file for the result.
import { writeFileSync } from "node:fs";
import type { RunOptions } from "../stack/stack";
import { type Operation, runDeployment } from "./deployment";
import { Recorder } from "./recorder";
import { StackFolder } from "./stackFolder";

const [folder = "", operation, options = "{}", report = ""] = process.argv.slice(2) as [string?, Operation?, string?, string?];

const run = async (name: Operation): Promise<void> => {
  const recorder = new Recorder(name, (line) => console.log(line));
  const outcome = await runDeployment(new StackFolder(folder), name, JSON.parse(options) as RunOptions, recorder);
  writeFileSync(report, JSON.stringify(recorder.conclude(outcome)));
  process.exitCode = outcome.ok ? 0 : 1;
};

if (operation !== undefined) void run(operation);
