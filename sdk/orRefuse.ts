// SPDX-License-Identifier: Apache-2.0
import { BorderGatewayError } from "../provider/client/errors";
import { refusal } from "./refusal";

/** What an attempt answers. What it reports to the user ends the program with that sentence; a defect of ours keeps its stack. */
export async function orRefuse<T>(attempt: () => Promise<T>, before = ""): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    throw error instanceof BorderGatewayError ? refusal(`${before}${error.message}`) : error;
  }
}
