// SPDX-License-Identifier: Apache-2.0
import { RunError } from "@pulumi/pulumi";

/** Ends the program with a message for its user and nothing else. Without a stack, as the SDK formats the stack of an error that it will not show, for minutes where the frames lie in a linked package. */
export function refusal(message: string): Error {
  return Object.assign(new RunError(message), { stack: "" });
}
