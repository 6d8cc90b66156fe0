// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { type Operation, runDeployment } from "./deployment";
import { Recorder } from "./recorder";
import { StackFolder } from "./stackFolder";

interface Flags {
  dir: string;
  program?: string;
  project?: string;
  stack: string;
  organization: string;
  config: Record<string, string>;
  secret: Record<string, string>;
  parallel?: number;
  replace: string[];
  refresh?: boolean;
  previewOnly?: boolean;
  report?: string;
}

const pair = (text: string, all: Record<string, string>) => {
  const at = text.indexOf("=");
  return { ...all, [text.slice(0, at)]: text.slice(at + 1) };
};

const run = async (operation: Operation, flags: Flags): Promise<void> => {
  const folder = new StackFolder(resolve(flags.dir));
  if (!folder.exists) {
    const { program = ".", project, stack, organization } = flags;
    folder.create({ program: resolve(program), ...(project === undefined ? {} : { project }), stack, organization, config: {} });
  }
  const settings = folder.read();
  for (const [key, value] of Object.entries(flags.config)) settings.config[key] = { value, secret: false };
  for (const [key, value] of Object.entries(flags.secret)) settings.config[key] = { value, secret: true };
  folder.write(settings);

  const started = Date.now();
  const recorder = new Recorder(operation, (line) => console.log(line));
  const outcome = await runDeployment(folder, operation, { ...flags, signal: stopOnSignals() }, recorder);
  const result = recorder.conclude(outcome);
  console.log(`Duration: ${((Date.now() - started) / 1000).toFixed(1)} s`);
  if (flags.report !== undefined) writeFileSync(flags.report, JSON.stringify(result));
  process.exitCode = outcome.ok ? 0 : 1;
};

/** Ctrl-C stops a deployment in good order: the program and the provider would outlive an engine that just ends. */
const stopOnSignals = (): AbortSignal => {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
  return controller.signal;
};

const command = new Command("test-engine").description("Small deployment engine for tests and demos without the Pulumi CLI");
for (const operation of ["preview", "up", "refresh", "destroy"] as const) {
  command
    .command(operation)
    .requiredOption("--dir <folder>", "folder of the stack; made if it is not there")
    .option("--program <path>", "folder or file of the program, for a new stack")
    .option("--project <name>", "name of the project where the program has no Pulumi.yaml, for a new stack")
    .option("--stack <name>", "name of a new stack", "dev")
    .option("--organization <name>", "organization of a new stack", "organization")
    .option("--config <key=value>", "stack configuration; may be repeated", pair, {})
    .option("--secret <key=value>", "secret stack configuration; may be repeated", pair, {})
    .option("--parallel <number>", "steps at once", Number)
    .option("--replace <urn>", "replace this resource; may be repeated", (urn: string, all: string[]) => [...all, urn], [])
    .option("--refresh", "read everything first")
    .option("--preview-only", "change nothing")
    .option("--report <file>", "write the result there, as JSON")
    .action((flags: Flags) => run(operation, flags));
}
void command.parseAsync();
