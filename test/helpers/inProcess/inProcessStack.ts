// SPDX-License-Identifier: Apache-2.0
// A stack whose program and provider run in the test's own process, over the same engine: an operation takes milliseconds, so that a test can afford hundreds.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Settings } from "../../../provider/client/settings";
import { InterruptedWrites } from "../../../provider/process/interruptedWrites";
import { type Deployment, readDeployment, writeDeployment } from "../../engine/checkpoint";
import { type Operation, runDeployment } from "../../engine/deployment";
import type { Hosts } from "../../engine/hosts";
import { Recorder } from "../../engine/recorder";
import type { ResourceState } from "../../engine/resourceState";
import { StackFolder } from "../../engine/stackFolder";
import type { Result, RunOptions } from "../../stack/stack";
import { type Declared, runProgram } from "./declaredProgram";
import { HostedLifecycles } from "./hostedLifecycles";

interface Test {
  teardown(action: () => Promise<void>): void;
}

export class InProcessStack {
  resources: readonly Declared[] = [];
  /** What the last program run saw of its resources, by name. */
  made: Readonly<Record<string, ResourceState>> = {};
  /** Around the provider; back-off is a thousandth of the real one. */
  surroundings: Omit<Settings, "stackConfig"> = { env: {}, cwd: "/nonexistent", home: "/nonexistent", delayScale: 0.001 };
  /** Where provider processes whose engine was killed leave their notes. */
  readonly notes: string;
  #endEngine = () => {};
  #folder: StackFolder;
  readonly #folders: string[] = [];
  readonly #dropped: Promise<unknown>[] = [];

  /** The sites of a stack have to end before it, so that an engine that was dropped comes to its end too: ava runs the teardown that came last first. */
  constructor(test: Test, config: Readonly<Record<string, unknown>>, stack = "dev") {
    test.teardown(async () => {
      await Promise.allSettled(this.#dropped);
      for (const path of this.#folders) rmSync(path, { recursive: true, force: true });
    });
    this.#folder = this.#newFolder();
    this.notes = mkdtempSync(join(tmpdir(), "in-process-notes-"));
    this.#folders.push(this.notes);
    const values = Object.entries(config).map(([key, value]) => [key, { value: textOf(value), secret: true }] as const);
    this.#folder.create({ program: __filename, stack, organization: "organization", config: Object.fromEntries(values) });
  }

  preview = (options?: RunOptions) => this.#run("preview", options);
  up = (options?: RunOptions) => this.#run("up", options);
  refresh = (options?: RunOptions) => this.#run("refresh", options);
  destroy = (options?: RunOptions) => this.#run("destroy", options);

  setConfig(key: string, value: unknown): void {
    const settings = this.#folder.read();
    settings.config[key] = { value: textOf(value), secret: true };
    this.#folder.write(settings);
  }

  state(): Deployment {
    return readDeployment(this.#folder.stateFile);
  }

  /** Every managed resource of ours in the state. */
  kept(): Array<{ urn: string; id: string; inputs: Record<string, unknown>; outputs: Record<string, unknown> }> {
    const all = this.state().deployment.resources ?? [];
    return all.filter(({ type, external }) => type.includes("border-gateway") && external !== true) as never;
  }

  urn(name: string): string {
    return this.kept().find(({ urn }) => urn.endsWith(`::${name}`))?.urn ?? "";
  }

  /** Removes a resource from the state and leaves its object, as `pulumi state delete` does. */
  forget(name: string): void {
    const resources = this.state().deployment.resources?.filter(({ urn }) => !urn.endsWith(`::${name}`)) ?? [];
    writeDeployment(this.#folder.stateFile, { deployment: { resources } });
  }

  /** The same state under another stack's name, as `pulumi stack rename` leaves it. */
  rename(stack: string): void {
    const settings = this.#folder.read();
    const text = JSON.stringify(this.state()).replaceAll(`urn:pulumi:${settings.stack}::`, `urn:pulumi:${stack}::`);
    writeDeployment(this.#folder.stateFile, JSON.parse(text) as Deployment);
    this.#folder.write({ ...settings, stack });
  }

  /** Starts an operation and drops the engine at the given moment, as `kill -9` would: the state stays as it is then; the provider may live on. An orphaned provider notices the end of its engine. */
  async killed(operation: Operation, at: Promise<void>, { orphaned = false } = {}): Promise<void> {
    const running = this.#run(operation, { parallel: 1 });
    this.#dropped.push(running);
    const ended = await Promise.race([running.then(() => true), at.then(() => false)]);
    if (ended) throw new Error("the operation ended before it could be killed");
    const left = this.state();
    if (orphaned) this.#endEngine();
    const settings = this.#folder.read();
    // The output of the abandoned engine is discarded.
    this.#folder = this.#newFolder();
    this.#folder.create(settings);
    writeDeployment(this.#folder.stateFile, left);
  }

  #newFolder(): StackFolder {
    const path = mkdtempSync(join(tmpdir(), "in-process-"));
    this.#folders.push(path);
    return new StackFolder(path);
  }

  async #run(operation: Operation, options: RunOptions = {}): Promise<Result> {
    const recorder = new Recorder(operation);
    const { stack } = this.#folder.read();
    const interruptedWrites = new InterruptedWrites(this.notes);
    let hasEnded = false;
    this.#endEngine = () => {
      hasEnded = true;
      interruptedWrites.engineEnded();
    };
    const hosts: Hosts = {
      provider: async ({ preview }) => {
        const env = { ...this.surroundings.env, ...options.env };
        return new HostedLifecycles(
          { abandoned: () => hasEnded, ...this.surroundings, env },
          preview,
          (line) => recorder.output(line),
          interruptedWrites,
        );
      },
      program: ({ registrar, project }) => {
        let kill = () => {};
        const killed = new Promise<number>((resolve) => {
          kill = () => resolve(137);
        });
        const program = runProgram(this.resources, registrar, { stack, project: project.name }).then(
          async (made) => {
            this.made = made;
            await Promise.race([registrar.programEnded(), killed]);
            return 0;
          },
          (error) => {
            recorder.message("error", "", String(error));
            return 1;
          },
        );
        return { exited: Promise.race([program, killed]), kill };
      },
    };
    const outcome = await runDeployment(this.#folder, operation, options, recorder, hosts);
    return recorder.conclude(outcome);
  }
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
