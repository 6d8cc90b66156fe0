// SPDX-License-Identifier: Apache-2.0
import type { Project } from "../stack/project";
import type { ConfigValue } from "../stack/stack";
import { eachLine, type RunningChild, startSdkProcess } from "./childProcess";
import type { DeploymentEvents } from "./deploymentContext";

export interface ProgramStart {
  readonly project: Project;
  readonly stack: string;
  readonly organization: string;
  /** Keys with their namespace: `border-gateway:sites`. */
  readonly config: Readonly<Record<string, ConfigValue>>;
  readonly env: NodeJS.ProcessEnv;
  readonly preview: boolean;
  readonly parallel: number;
  readonly monitorAddress: string;
  readonly engineAddress: string;
  readonly events: DeploymentEvents;
}

/** The SDK logs what the user has to know, then ends with this code (pulumi, sdk/nodejs/cmd/run/index.ts). */
export const toldAlready = 32;

/** Runs the program as Pulumi's language host does (pulumi v3.260.0, sdk/nodejs/cmd/pulumi-language-nodejs/main.go, `execRuntime`). */
export const startProgram = (options: ProgramStart): RunningChild => {
  const { project, config, events } = options;
  const values = Object.entries(config).map(([key, { value }]) => [key.replace(":", ":config:"), value] as const);
  const secretKeys = Object.keys(config).filter((key) => config[key]?.secret);
  const child = startSdkProcess({
    module: "@pulumi/pulumi/cmd/run",
    args: [
      ...["--monitor", options.monitorAddress, "--engine", options.engineAddress],
      ...["--organization", options.organization, "--project", project.name, "--stack", options.stack],
      ...["--root-directory", project.root, "--pwd", project.cwd],
      ...(options.preview ? ["--dry-run"] : []),
      ...["--parallel", String(options.parallel)],
      project.entry,
    ],
    cwd: project.cwd,
    env: {
      ...options.env,
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(values)),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secretKeys),
      ...(project.typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
    },
  });
  eachLine(child.process.stdout, (line) => events.output(line));
  eachLine(child.process.stderr, (line) => events.output(line));
  return child;
};
