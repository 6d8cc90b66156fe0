// SPDX-License-Identifier: Apache-2.0
import { RunError } from "@pulumi/pulumi";

/**
 * Ends the program with a message for its user and nothing else. Without a stack, as the SDK formats the stack of an error that it will not show, for minutes where the frames lie in a linked package.
 * The message stays what it is: where an Output fails, the SDK writes its own words before it (pulumi@v3.248.0 sdk/nodejs/runtime/rpc.ts, "error serializing property").
 */
export function refusal(message: string): Error {
  const error = Object.assign(new RunError(message), { stack: "" });
  return Object.defineProperty(error, "message", { get: () => message, set: () => {} });
}
