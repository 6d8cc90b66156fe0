// SPDX-License-Identifier: Apache-2.0

/** What the surroundings say: stack configuration, environment, folders. Taken once, when the provider process starts. */
export interface Settings {
  /** A value of stack configuration by its full key, such as `border-gateway:sites`; secrets decrypted. */
  stackConfig(key: string): string | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** The working folder, the first place where clouds.yaml is looked for. The folder of the Pulumi project around it is the second. */
  readonly cwd: string;
  readonly home: string;
  /** Where trace lines go; standard error where absent. */
  log?(line: string): void;
  /** True once nobody waits for the outcome of a request any more: then none is sent. */
  abandoned?(): boolean;
  /** Aborted once the user has interrupted the operation: then nothing is repeated, nothing is written, and requests under way get a last time limit. */
  readonly interrupted?: AbortSignal;
  /** Factor on every back-off and on Retry-After. Tests make it small; 1 where absent. */
  readonly delayScale?: number;
  /** A clock in milliseconds that never goes back, for the age of what has been read. Tests make it run faster; defaults to `performance.now`. */
  now?(): number;
}
