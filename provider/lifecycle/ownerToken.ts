// SPDX-License-Identifier: Apache-2.0
import type { Props } from "../kinds/definition";

/**
 * The output that identifies a resource within a run: a random text that `create` writes and every later state keeps. `diff` and `delete` get no URN,
 * and two resources of a state may name one object. The engine hides outputs that begin with two underscores.
 */
const OWNER_TOKEN = "__ownerToken";

/** The token in a resource's outputs; empty for a resource that an older release has created. */
export const ownerTokenOf = (outputs: Props): string => (typeof outputs[OWNER_TOKEN] === "string" ? outputs[OWNER_TOKEN] : "");

/** Outputs that carry a token; unchanged for an empty one. */
export const withOwnerToken = (outputs: Props, token: string): Props => (token === "" ? outputs : { ...outputs, [OWNER_TOKEN]: token });
