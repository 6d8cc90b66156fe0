// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import type { Change, Definition, Props } from "../kinds/definition";
import { hasUnknown } from "../kinds/unknown";

export interface Difference {
  readonly updates: string[];
  readonly replaces: string[];
}

/** Compares what the site holds with what the program says, input by input, each in its one canonical form. */
export function difference<I>(definition: Definition<I>, last: Props, next: Props): Difference {
  const updates: string[] = [];
  const replaces: string[] = [];
  for (const [name, input] of Object.entries(definition.inputs)) {
    if (input.change === "none" || (next[name] === undefined && input.absent !== "none")) continue;
    // Mostly both are in their one form already.
    if (isDeepStrictEqual(last[name], next[name]) || isDeepStrictEqual(canonical(definition, name, last[name]), next[name])) continue;
    const cost = costOf(definition, name, input.change, last, next);
    if (cost === "replace") replaces.push(name);
    if (cost === "update") updates.push(name);
  }
  return { updates, replaces };
}

/** A value that is not known yet may turn out to be any: where any change replaces, the engine has to count on it, or it could not order the deletions before it. */
function costOf<I>(definition: Definition<I>, name: string, change: Change, last: Props, next: Props): Change {
  if (definition.changeOf === undefined || hasUnknown(next[name])) return change;
  return definition.changeOf(name, last, next);
}

/** State in canonical form and without gaps. A value of an older release or of another hand may be one that today's rules refuse: it stays as it is. */
export function canonicalProps<I>(definition: Definition<I>, props: Props): Props {
  const entries = Object.entries(props).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, canonical(definition, name, value)]));
}

function canonical<I>(definition: Definition<I>, name: string, value: unknown): unknown {
  const result = definition.inputs[name]?.value.zod.safeParse(value);
  return result?.success ? result.data : value;
}
