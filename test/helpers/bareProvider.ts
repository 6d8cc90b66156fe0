// SPDX-License-Identifier: Apache-2.0
import { ProviderProcess } from "../engine/providerProcess";

export interface BareProvider {
  /** Folder of the program's main. */
  readonly cwd: string;
  /** The stack configuration that the provider is given. */
  readonly config: Record<string, string>;
  readonly env?: NodeJS.ProcessEnv;
  readonly preview: boolean;
  /** What the process prints. */
  output(text: string): void;
}

/** The SDK's provider process without an engine: configured, and asked by whoever measures it. */
export async function startBareProvider({ cwd, config, env, preview, output }: BareProvider): Promise<ProviderProcess> {
  const provider = await ProviderProcess.start({
    cwd,
    project: "p",
    engineAddress: "127.0.0.1:1",
    env: { ...process.env, ...env },
    preview,
    events: {
      stepStarted: () => undefined,
      stepEnded: () => undefined,
      stepFailed: () => undefined,
      message: () => undefined,
      output,
    },
  });
  await provider.configure(config);
  return provider;
}
