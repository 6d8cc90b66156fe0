// SPDX-License-Identifier: Apache-2.0
import { RunError } from "@pulumi/pulumi";

/**
 * An error that ends the program and shows only its message. It has no stack trace, because the SDK formats the trace of an error even if it does not show it, which
 * can take minutes if frames are in a linked package. The message is read-only, because the SDK would prepend its own text to the error of an Output (pulumi@v3.248.0
 * sdk/nodejs/runtime/rpc.ts, "error serializing property").
 */
export function refusal(message: string): Error {
  const error = Object.assign(new RunError(message), { stack: "" });
  return Object.defineProperty(error, "message", { get: () => message, set: () => {} });
}
