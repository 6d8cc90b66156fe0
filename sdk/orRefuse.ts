// SPDX-License-Identifier: Apache-2.0
import { BorderGatewayError } from "../provider/client/errors";
import { refusal } from "./refusal";

/**
 * Returns the result of an attempt.
 *
 * @param before text to prepend to the message
 * @throws RunError without a stack trace for a BorderGatewayError. Any other error is a bug and keeps its stack trace.
 */
export async function orRefuse<T>(attempt: () => Promise<T>, before = ""): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    throw error instanceof BorderGatewayError ? refusal(`${before}${error.message}`) : error;
  }
}
