// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";
import type { Deployment } from "../engine/checkpoint";
import { startInBackground } from "../stack/backgroundRun";
import { readProject } from "../stack/project";
import type { BackgroundRun, Result, RunOptions, StackDriver, StackOperation, StackSettings } from "../stack/stack";
import type { Test } from "../stack/turn";
import { readEventLog } from "./eventLog";
import { environmentOf } from "./findPulumi";

const run = promisify(execFile);

interface CliOptions {
  /** The command, or its path. */
  readonly pulumi: string;
  /** Empty folder for the project, the state and a home of its own. */
  readonly folder: string;
  readonly settings: StackSettings;
  readonly env: NodeJS.ProcessEnv;
  readonly print?: ((text: string) => void) | undefined;
}

/** A stack of the real Pulumi, with a private home, a file backend and a passphrase: never the user's login or stacks. */
export class CliStack implements StackDriver {
  readonly engine = "cli";

  private constructor(
    private readonly test: Test,
    private readonly options: CliOptions,
  ) {}

  static async create(test: Test, options: CliOptions): Promise<CliStack> {
    const { folder, settings } = options;
    const project = readProject(settings.program, settings.project);
    mkdirSync(join(folder, "home"));
    mkdirSync(join(folder, "state"));
    const runtime = { name: "nodejs", options: { typescript: project.typescript } };
    const main = project.entry === "." ? project.cwd : join(project.cwd, project.entry);
    writeFileSync(join(folder, "Pulumi.yaml"), stringify({ name: project.name, runtime, main }));
    return CliStack.#init(new CliStack(test, options));
  }

  /** Another stack of the same project, state and home, with this configuration. */
  async sibling(stack: string, config: StackSettings["config"] = this.options.settings.config): Promise<CliStack> {
    return CliStack.#init(new CliStack(this.test, { ...this.options, settings: { ...this.options.settings, stack, config } }));
  }

  /** This stack under the name that `pulumi stack rename` has given it. */
  renamed(stack: string): CliStack {
    return new CliStack(this.test, { ...this.options, settings: { ...this.options.settings, stack } });
  }

  static async #init(stack: CliStack): Promise<CliStack> {
    const { config, stack: name } = stack.options.settings;
    await stack.pulumi(["stack", "init", name, "--no-select"]);
    for (const [key, { value, secret }] of Object.entries(config)) await stack.setConfig(key, value, { secret });
    return stack;
  }

  /** Folder of the project. */
  get folder(): string {
    return this.options.folder;
  }

  /** The stack's state as it lies on disk. */
  get stateFile(): string {
    const { project, program, stack } = this.options.settings;
    return join(this.options.folder, "state/.pulumi/stacks", readProject(program, project).name, `${stack}.json`);
  }

  preview = (options?: RunOptions) => this.start("preview", options).result;
  up = (options?: RunOptions) => this.start("up", options).result;
  refresh = (options?: RunOptions) => this.start("refresh", options).result;
  destroy = (options?: RunOptions) => this.start("destroy", options).result;

  start(operation: StackOperation, options: RunOptions = {}): BackgroundRun {
    const log = join(this.options.folder, `${randomUUID()}.log`);
    const { parallel, replace = [], refresh, previewOnly, cliArguments = [], env } = options;
    const changing = operation !== "preview" && !previewOnly;
    const run = startInBackground({
      command: this.options.pulumi,
      args: [
        ...[operation, "--stack", this.options.settings.stack, "--non-interactive", "--color", "never", "--event-log", log],
        ...(changing ? ["--yes", "--skip-preview"] : []),
        ...(previewOnly ? ["--preview-only"] : []),
        ...(parallel === undefined ? [] : ["--parallel", String(parallel)]),
        ...replace.flatMap((urn) => ["--replace", urn]),
        ...(refresh ? ["--refresh"] : []),
        ...cliArguments,
      ],
      cwd: this.options.folder,
      env: { ...this.#env(), ...env },
      result: (ok, diagnostics): Result => ({ ok, ...readEventLog(log, operation), diagnostics }),
      teardown: (action) => this.test.teardown(action),
      print: this.options.print,
    });
    const kill = async () => {
      const orphans = await run.kill();
      // The dead process still holds the stack's lock.
      await this.#onStack(["cancel", "--yes"]);
      return orphans;
    };
    return { ...run, kill };
  }

  async exportState(): Promise<Deployment> {
    return JSON.parse(await this.#onStack(["stack", "export", "--show-secrets"])) as Deployment;
  }

  async setConfig(key: string, value: string, { secret = false } = {}): Promise<void> {
    // Through standard input, because anybody on the machine can read a command line.
    await this.#onStack(["config", "set", secret ? "--secret" : "--plaintext", key], value);
  }

  async outputs(): Promise<Record<string, unknown>> {
    return JSON.parse(await this.#onStack(["stack", "output", "--json", "--show-secrets"])) as Record<string, unknown>;
  }

  #onStack(args: string[], input?: string): Promise<string> {
    return this.pulumi([...args, "--stack", this.options.settings.stack], input);
  }

  /** Runs any command of the CLI in the project. @returns its standard output. @throws Error if it fails, with what it printed */
  async pulumi(args: readonly string[], input = ""): Promise<string> {
    const running = run(this.options.pulumi, [...args, "--non-interactive"], {
      cwd: this.options.folder,
      env: this.#env(),
      maxBuffer: 1 << 30,
    });
    running.child.stdin?.end(input);
    return (await running).stdout;
  }

  #env(): NodeJS.ProcessEnv {
    const { pulumi, folder, env } = this.options;
    return {
      ...process.env,
      ...env,
      ...environmentOf(pulumi),
      PULUMI_HOME: join(folder, "home"),
      PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "test-engine",
      PULUMI_SKIP_UPDATE_CHECK: "1",
      PULUMI_DEBUG_COMMANDS: "1",
    };
  }
}
