// SPDX-License-Identifier: Apache-2.0
import { availableParallelism } from "node:os";
import { readProject } from "../stack/project";
import type { RunOptions } from "../stack/stack";
import { listen, newServer } from "../wire/grpc";
import type { PropertyMap } from "../wire/values";
import { Checkpoint } from "./checkpoint";
import { deletions, inRounds } from "./deletions";
import { DeploymentContext, type DeploymentEvents } from "./deploymentContext";
import { engineService } from "./engineService";
import { type Hosts, sdkProcesses } from "./hosts";
import { monitorService } from "./monitor";
import { ProgramRun } from "./programRun";
import { ProviderRegistry } from "./providerRegistry";
import { refreshAll } from "./refresh";
import { runStep } from "./runStep";
import type { StackFolder } from "./stackFolder";
import { StepExecutor } from "./stepExecutor";
import { StepGenerator } from "./stepGenerator";

export type Operation = "preview" | "up" | "refresh" | "destroy";

export interface Outcome {
  readonly ok: boolean;
  /** What the stack exports now, after `preview` and `up`. */
  readonly outputs: PropertyMap;
}

/** Runs one operation on a stack. Failures of the program, the provider or the state are told through `events`. */
export const runDeployment = async (
  folder: StackFolder,
  operation: Operation,
  options: RunOptions,
  events: DeploymentEvents,
  hosts: Hosts = sdkProcesses,
): Promise<Outcome> => {
  const settings = folder.read();
  const project = readProject(settings.program, settings.project);
  const preview = operation === "preview" || (options.previewOnly ?? false);
  const parallel = options.parallel ?? 4 * availableParallelism();
  const env = { ...process.env, ...options.env };

  const engineServer = newServer();
  const engine = engineService(events);
  engineServer.addService(engine.definition, engine.handlers);
  const engineAddress = await listen(engineServer);

  const checkpoint = new Checkpoint(folder.stateFile, preview);
  const providers = new ProviderRegistry(
    () => hosts.provider({ cwd: project.cwd, project: project.name, engineAddress, env, preview, events }),
    preview,
    (urn) => context.olds.get(urn),
  );
  const place = { stack: settings.stack, project: project.name };
  const context: DeploymentContext = new DeploymentContext(checkpoint, providers, events, place, preview, new Set(options.replace));
  try {
    if (operation === "refresh" || options.refresh) {
      const ok = await refreshAll(context, parallel);
      if (operation === "refresh" || !ok) return { ok, outputs: {} };
    }
    const generator = new StepGenerator(context);
    const executor = new StepExecutor(parallel, (each) => runStep(context, each));
    if (operation === "destroy") {
      await deleteRest(context, generator, executor);
      await executor.drained();
      return { ok: !executor.failed, outputs: {} };
    }
    const run = new ProgramRun(context, generator, executor, settings.config);
    const monitorServer = newServer();
    const monitor = monitorService(run);
    monitorServer.addService(monitor.definition, monitor.handlers);
    const monitorAddress = await listen(monitorServer);
    const { stack, organization, config } = settings;
    const addresses = { monitorAddress, engineAddress };
    const start = { project, stack, organization, config, env, preview, parallel, ...addresses, events, registrar: run };
    const program = hosts.program(start);
    const understood = await run.follow(program);
    if (understood) await deleteRest(context, generator, executor);
    await executor.drained();
    const ok = understood && !executor.failed;
    const outputs = await finishOutputs(run, context, ok);
    run.release();
    if (!ok) program.kill();
    await program.exited;
    monitorServer.forceShutdown();
    return { ok, outputs };
  } catch (error) {
    events.message("error", "", error instanceof Error ? error.message : String(error));
    return { ok: false, outputs: {} };
  } finally {
    await checkpoint.save();
    await providers.stop();
    engineServer.forceShutdown();
  }
};

const deleteRest = async (context: DeploymentContext, generator: StepGenerator, executor: StepExecutor): Promise<void> => {
  for (const round of inRounds(deletions(context, generator), context.checkpoint.base)) await executor.all(round);
};

const finishOutputs = async (run: ProgramRun, context: DeploymentContext, ok: boolean): Promise<PropertyMap> => {
  if (run.stackOutputs === undefined) return {};
  const { urn, outputs } = run.stackOutputs;
  const state = run.stateOf(urn);
  const all = ok ? outputs : { ...context.olds.get(urn)?.outputs, ...outputs };
  if (state !== undefined) await run.applyOutputs(state, all);
  return all;
};
