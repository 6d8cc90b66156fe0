// SPDX-License-Identifier: Apache-2.0
import type { Step } from "./steps";

export type Severity = "info" | "warning" | "error";

/** What a deployment tells while it runs: to the display, to tests, to a log. */
export interface DeploymentEvents {
  /** A step begins. */
  stepStarted(step: Step): void;
  stepEnded(step: Step): void;
  stepFailed(step: Step): void;
  /** A message about a resource, or about the whole where `urn` is empty. */
  message(severity: Severity, urn: string, text: string): void;
  /** What the program or the provider wrote to its standard streams. */
  output(text: string): void;
  /** A process was started: tests that kill the engine look after it. */
  process(role: "program" | "provider", pid: number): void;
}
