// SPDX-License-Identifier: Apache-2.0
// What the verbs tell the user when they cannot do what they were asked.
import { BorderGatewayError } from "./client/errors";
import type { Props } from "./definition";

/** A failure that comes when the object exists already: it carries what the state has to keep. */
export class PartialFailure extends BorderGatewayError {
  override readonly name = "PartialFailure";

  constructor(
    readonly id: string,
    readonly properties: Props,
    readonly reasons: string[],
  ) {
    super(reasons.join("; "));
  }
}

/** The server has such an object already, and nothing says that it is this resource's. */
export class TakenError extends BorderGatewayError {
  override readonly name = "TakenError";
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** `GatewayDevice 3f2a... "edge"`. */
export function nameOf(kind: string, id: string, props: Props): string {
  return `${kind} ${id}${typeof props.name === "string" && props.name !== "" ? ` "${props.name}"` : ""}`;
}
