// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startInBackground } from "../stack/backgroundRun";
import type { BackgroundRun, Result, RunOptions, StackDriver } from "../stack/stack";
import { mapFromWire, reveal } from "../wire/values";
import { type Deployment, readDeployment } from "./checkpoint";
import { type Operation, runDeployment } from "./deployment";
import { Recorder } from "./recorder";
import type { StackFolder } from "./stackFolder";

/** A stack of the test engine. */
export class TestEngineStack implements StackDriver {
  readonly engine = "test";

  constructor(
    private readonly test: { teardown(action: () => void): void },
    readonly folder: StackFolder,
    private readonly env: NodeJS.ProcessEnv,
    private readonly print?: ((text: string) => void) | undefined,
  ) {}

  preview = (options?: RunOptions) => this.#run("preview", options);
  up = (options?: RunOptions) => this.#run("up", options);
  refresh = (options?: RunOptions) => this.#run("refresh", options);
  destroy = (options?: RunOptions) => this.#run("destroy", options);

  start(operation: Operation, options: RunOptions = {}): BackgroundRun {
    const report = join(this.folder.path, `${randomUUID()}.json`);
    const { env, ...rest } = options;
    return startInBackground({
      command: process.execPath,
      args: [join(__dirname, "backgroundMain.js"), this.folder.path, operation, JSON.stringify(rest), report],
      cwd: this.folder.path,
      env: { ...process.env, ...this.env, ...env },
      result: (ok, diagnostics) => {
        if (!existsSync(report)) return { ok, steps: [], summary: {}, errors: [], diagnostics };
        return JSON.parse(readFileSync(report, "utf8")) as Result;
      },
      teardown: (action) => this.test.teardown(action),
      print: this.print,
    });
  }

  async exportState(): Promise<Deployment> {
    return readDeployment(this.folder.stateFile);
  }

  async setConfig(key: string, value: string, { secret = false } = {}): Promise<void> {
    const settings = this.folder.read();
    settings.config[key] = { value, secret };
    this.folder.write(settings);
  }

  async outputs(): Promise<Record<string, unknown>> {
    const { deployment } = await this.exportState();
    const stack = deployment.resources?.find(({ type }) => type === "pulumi:pulumi:Stack");
    return reveal(mapFromWire(stack?.outputs)) as Record<string, unknown>;
  }

  async #run(operation: Operation, options: RunOptions = {}): Promise<Result> {
    const recorder = new Recorder(operation, (line) => this.print?.(`${line}\n`));
    const env = { ...this.env, ...options.env };
    const outcome = await runDeployment(this.folder, operation, { ...options, env }, recorder);
    return recorder.conclude(outcome);
  }
}
