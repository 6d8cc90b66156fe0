// SPDX-License-Identifier: Apache-2.0
// What the verbs tell the user when they cannot do what they were asked.
import { BorderGatewayError } from "../client/errors";
import type { Props } from "../kinds/definition";
import { logicalName } from "../program/hints";

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

/** What a lookup or an import that finds nothing fails with. */
export function doesNotExist(kind: string, id: string, { site }: Props): BorderGatewayError {
  return new BorderGatewayError(`${kind} ${id} does not exist${typeof site === "string" ? ` at site ${site}` : ""}`);
}

/** The message for an error that is none of ours. */
export const defectMessage = (error: unknown): string => `a defect in pulumi-border-gateway, please report it: ${messageOf(error)}`;

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** True for a name that is made of the name of a resource in a program. */
export const isGenerated = (objectName: string): boolean => logicalName(objectName) !== undefined;

/** What to do if an object belongs to a resource of the program that was renamed. A generated name contains the former name of the resource. */
export function formerNameAdvice(objectName = ""): string {
  const former = logicalName(objectName) ?? "<former name>";
  return `If a resource was renamed, add \`aliases: [{ name: "${former}" }]\` to it`;
}

/** `GatewayDevice 3f2a... "edge"`. */
export function nameOf(kind: string, id: string, props: Props): string {
  return `${kind} ${id}${typeof props.name === "string" && props.name !== "" ? ` "${props.name}"` : ""}`;
}
