// SPDX-License-Identifier: Apache-2.0
import { RunError } from "@pulumi/pulumi";
import { BorderGatewayError } from "../provider/client/errors";

/**
 * Ends the program with a message for its user and nothing else. Without a stack, as the SDK formats the stack of an error that it will not show, for minutes where the frames lie in a linked package.
 * The message stays what it is: where an Output fails, the SDK writes its own words before it (pulumi@v3.248.0 sdk/nodejs/runtime/rpc.ts, "error serializing property").
 */
export function refusal(message: string): Error {
  const error = Object.assign(new RunError(message), { stack: "" });
  return Object.defineProperty(error, "message", { get: () => message, set: () => {} });
}

/** What an attempt answers. What it reports to the user ends the program with that sentence; a defect of ours keeps its stack. */
export async function orRefuse<T>(attempt: () => Promise<T>, before = ""): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    throw error instanceof BorderGatewayError ? refusal(`${before}${error.message}`) : error;
  }
}
