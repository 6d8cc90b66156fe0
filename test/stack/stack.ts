// SPDX-License-Identifier: Apache-2.0
import type { Deployment } from "../engine/checkpoint";
import type { Op } from "../engine/steps";

export interface ResultStep {
  readonly op: Op;
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Inputs that differ; for a refresh, what has changed outside. Sorted. */
  readonly diffs?: readonly string[];
  /** What a refresh has found. */
  readonly found?: "same" | "update" | "delete";
  readonly failed?: true;
}

/** What an operation did, whichever engine ran it. */
export interface Result {
  readonly ok: boolean;
  /** In the order in which they began; the engine's own provider resources are left out. */
  readonly steps: readonly ResultStep[];
  /** How many of each kind succeeded; the two halves of a replacement count as one `replace`, a refresh as what it found. */
  readonly summary: Partial<Record<Op, number>>;
  /** The messages of severity error, in order. */
  readonly errors: readonly string[];
  /** All that the user would see on the terminal. */
  readonly diagnostics: string;
}

export interface RunOptions {
  /** Number of concurrent steps. Defaults to four per core, as in Pulumi. */
  readonly parallel?: number;
  /** URNs to replace, for `preview` and `up` (`--replace`). */
  readonly replace?: readonly string[];
  /** Read everything first, for `preview` and `up` (`--refresh`). */
  readonly refresh?: boolean;
  /** Change nothing, for `refresh` and `destroy` (`--preview-only`). */
  readonly previewOnly?: boolean;
  /** More arguments of the command, which the real engine takes and the test engine does not. */
  readonly cliArguments?: readonly string[];
  /** Added to the environment of the program and the provider for this operation. */
  readonly env?: NodeJS.ProcessEnv;
}

/** An operation in a process of its own, for tests that kill it. */
export interface BackgroundRun {
  /** Kills the engine as `kill -9` does. The program and the provider, whose process ids it answers, live on until the test ends. */
  kill(): Promise<readonly number[]>;
  /** Interrupts the engine as Ctrl-C does: it starts nothing more and waits for what is under way. */
  interrupt(): void;
  readonly result: Promise<Result>;
}

export type StackOperation = "preview" | "up" | "refresh" | "destroy";

/** A stack that a test works on: of the test engine, or of the real Pulumi. */
export interface StackDriver {
  readonly engine: "test" | "cli";
  preview(options?: RunOptions): Promise<Result>;
  up(options?: RunOptions): Promise<Result>;
  refresh(options?: RunOptions): Promise<Result>;
  destroy(options?: RunOptions): Promise<Result>;
  /** Starts an operation that can be killed. */
  start(operation: StackOperation, options?: RunOptions): BackgroundRun;
  /** Secrets in plain text. */
  exportState(): Promise<Deployment>;
  /** The key with its namespace, for instance `border-gateway:sites`. */
  setConfig(key: string, value: string, options?: { secret?: boolean }): Promise<void>;
  /** Stack outputs of the last `up`, secrets in plain text. */
  outputs(): Promise<Record<string, unknown>>;
}

export interface StackOptions {
  /** Folder of a project or a program, or a file. */
  readonly program: string;
  readonly project?: string;
  readonly stack?: string;
  readonly config?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly env?: NodeJS.ProcessEnv;
  /** Hears what operations print, as it comes. */
  readonly print?: ((text: string) => void) | undefined;
}

export interface ConfigValue {
  readonly value: string;
  readonly secret: boolean;
}

/** The parts of a stack other than its state. */
export interface StackSettings {
  /** Folder or file of the program. */
  program: string;
  /** Name of the project where the program's folder has no `Pulumi.yaml`. */
  project?: string;
  stack: string;
  organization: string;
  /** Keys with their namespace: `border-gateway:sites`. */
  config: Record<string, ConfigValue>;
}
