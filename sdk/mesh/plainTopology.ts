// SPDX-License-Identifier: Apache-2.0
import { isLater } from "./model/reading";

/** A topology as it is kept with the component, for drawings of previews: what comes later is left out, so that the component waits for nothing and depends on nothing. */
export function plainTopology(topology: unknown): unknown {
  if (isLater(topology)) return "(known later)";
  if (Array.isArray(topology)) return topology.map(plainTopology);
  if (typeof topology !== "object" || topology === null) return topology;
  const entries = Object.entries(topology).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, plainTopology(value)]));
}
