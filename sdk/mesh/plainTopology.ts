// SPDX-License-Identifier: Apache-2.0
import { EXTENSION, isLater } from "./model/reading";

/** The topology as plain values, which the component stores so that previews can be drawn. It omits Outputs and `x-` keys, so that the component has no dependencies. */
export function plainTopology(topology: object): unknown {
  return plain(Object.fromEntries(Object.entries(topology).filter(([key]) => !EXTENSION.test(key))));
}

function plain(value: unknown): unknown {
  if (isLater(value)) return "(known later)";
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.map(([key, member]) => [key, plain(member)]));
}
