// SPDX-License-Identifier: Apache-2.0
import type { Step } from "./steps";

export type Severity = "info" | "warning" | "error";

/** The events of a running deployment, for the display and for tests. */
export interface DeploymentEvents {
  /** A step begins. */
  stepStarted(step: Step): void;
  stepEnded(step: Step): void;
  stepFailed(step: Step): void;
  /** A message about a resource, or about the whole where `urn` is empty. */
  message(severity: Severity, urn: string, text: string): void;
  /** What the program or the provider wrote to its standard streams. */
  output(text: string): void;
}
