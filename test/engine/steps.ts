// SPDX-License-Identifier: Apache-2.0
import type { Urn } from "../wire/urn";
import type { ResourceState } from "./resourceState";

export type Op =
  | "same"
  | "create"
  | "update"
  | "delete"
  | "replace"
  | "create-replacement"
  | "delete-replaced"
  | "read"
  | "discard"
  | "refresh"
  | "remove-pending-replace";

/** The data of a step. `applyStep.ts` executes it. */
export interface Step {
  readonly op: Op;
  readonly urn: Urn;
  readonly type: string;
  readonly old?: ResourceState;
  /** May be exchanged by a refresh; absent where the resource goes. */
  next?: ResourceState;
  /** Counts in the summary; the two halves of a replacement do not. */
  readonly logical: boolean;
  /** Create, then delete at the end of the deployment. */
  readonly pendingDelete?: boolean;
  /** Delete now, create later in the deployment. */
  readonly pendingReplacement?: boolean;
  /** What a refresh has found. */
  found?: "same" | "update" | "delete";
  /** Answers the program's registration. */
  readonly done?: (state: ResourceState) => void;
}

/** Takes a step's fields; the step is about its new state, or the old one where there is none. */
export const step = (op: Op, fields: Omit<Step, "op" | "urn" | "type" | "logical">): Step => {
  const about = fields.next ?? fields.old;
  if (about === undefined) throw new Error(`a ${op} step needs a resource`);
  const logical = !["create-replacement", "delete-replaced", "refresh", "remove-pending-replace"].includes(op);
  return { op, urn: about.urn, type: about.type, logical, ...fields };
};
