// SPDX-License-Identifier: Apache-2.0
// Records which resource an id in the arguments of another resource comes from. The id is unknown in a preview, but the Output is the same object.
import { Output } from "@pulumi/pulumi";
import { hidden, ID_HINTS, ID_PROPERTIES } from "../provider/program/hints";

/** The source of each Output. An Output that `apply` derives from it is a different object and may contain another id. */
const sources = new WeakMap<object, Promise<string>>();

/** Records that an id is the id of a resource. */
export const recordId = (id: Output<string>, source: Promise<string>): void => void sources.set(id, source);

/** The hidden input with the sources of the ids among the arguments. Empty if no id is an Output. An Output of another package is identified by the first resource that uses it. */
export function idHints(args: Readonly<Record<string, unknown>>, user: Promise<string>): Record<string, unknown> {
  const devices: readonly unknown[] = Array.isArray(args.devices) && args.devices.length === 1 ? args.devices : [];
  const hints: Record<string, Promise<string>> = {};
  for (const place of [args, ...devices])
    for (const property of ID_PROPERTIES) {
      const id = place !== null && typeof place === "object" ? new Map(Object.entries(place)).get(property) : undefined;
      if (!Output.isInstance(id)) continue;
      const source = sources.get(id) ?? user.then((key) => `${key} ${property}`);
      sources.set(id, source);
      hints[property] = source;
    }
  return Object.keys(hints).length === 0 ? {} : { [hidden(ID_HINTS)]: hints };
}
