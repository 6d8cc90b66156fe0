// SPDX-License-Identifier: Apache-2.0
import type { PropertyMap } from "../wire/values";
import { type ProgramStart as ProcessStart, startProgram as startProgramProcess } from "./languageHost";
import type { Registrar } from "./monitor";
import { ProviderProcess, type ProviderStart } from "./providerProcess";
import type { ResourceProvider } from "./resourceProvider";

export interface ProgramStart extends ProcessStart {
  /** What stands behind `monitorAddress`, for a program that runs in the engine's own process. */
  readonly registrar: Registrar;
}

export interface RunningProgram {
  /** Exit code; 128 and more for a signal. */
  readonly exited: Promise<number>;
  kill(): void;
}

/** A server of resources: told its configuration once, and stopped at the end of the operation. */
export interface HostedProvider extends ResourceProvider {
  configure(config: PropertyMap): Promise<void>;
  stop(): Promise<void>;
}

/** Where the two halves of a deployment run that are not the engine. */
export interface Hosts {
  program(start: ProgramStart): RunningProgram;
  provider(start: ProviderStart): Promise<HostedProvider>;
}

/** The SDK's own processes, as Pulumi runs them. */
export const sdkProcesses: Hosts = {
  program: (start) => {
    const { exited, process } = startProgramProcess(start);
    return { exited, kill: () => void process.kill("SIGKILL") };
  },
  provider: (start) => ProviderProcess.start(start),
};
