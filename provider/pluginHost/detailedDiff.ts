// SPDX-License-Identifier: Apache-2.0
// The difference of one resource as the engine shows it. Lists are compared as sets: the engine's own comparison goes by position and prints every shifted element.
import { isDeepStrictEqual } from "node:util";
import { PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import type { Props } from "../kinds/definition";
import { propertyPath } from "../lifecycle/check";
import type { Difference } from "../lifecycle/diff";

type Change = "add" | "delete" | "update";
type Path = ReadonlyArray<string | number>;

const KINDS: Readonly<Record<Change, Readonly<Record<"update" | "replace", PropertyDiff.Kind>>>> = {
  add: { update: PropertyDiff.Kind.ADD, replace: PropertyDiff.Kind.ADD_REPLACE },
  delete: { update: PropertyDiff.Kind.DELETE, replace: PropertyDiff.Kind.DELETE_REPLACE },
  update: { update: PropertyDiff.Kind.UPDATE, replace: PropertyDiff.Kind.UPDATE_REPLACE },
};

/** The changes within the properties that differ, by path. The engine reads the old value of a path from the outputs and the new one from the inputs. */
export function detailedDiff(last: Props, next: Props, { updates, replaces }: Difference): Map<string, PropertyDiff> {
  const details = new Map<string, PropertyDiff>();
  for (const [effect, names] of [["update", updates] as const, ["replace", replaces] as const])
    for (const name of names)
      for (const [path, change] of changesOf([name], last[name], next[name]))
        details.set(propertyPath(path), new PropertyDiff().setKind(KINDS[change][effect]));
  return details;
}

function changesOf(path: Path, before: unknown, after: unknown): Array<[Path, Change]> {
  if (before === undefined || before === null) return [[path, "add"]];
  if (after === undefined || after === null) return [[path, "delete"]];
  if (Array.isArray(before) && Array.isArray(after)) return changesOfSet(path, before, after);
  if (!isObject(before) || !isObject(after)) return [[path, "update"]];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const inner = names.filter((name) => !isDeepStrictEqual(before[name], after[name]));
  return inner.length === 0 ? [[path, "update"]] : inner.flatMap((name) => changesOf([...path, name], before[name], after[name]));
}

/** One path holds one change, so that what leaves and what comes at one position is an update. */
function changesOfSet(path: Path, before: readonly unknown[], after: readonly unknown[]): Array<[Path, Change]> {
  const left = missingIn(before, after);
  const come = missingIn(after, before);
  const positions = [...new Set([...left, ...come])].sort((a, b) => a - b);
  // Equal sets in another order: something does differ by the rules of the property.
  if (positions.length === 0) return [[path, "update"]];
  return positions.flatMap((index): Array<[Path, Change]> => {
    const at = [...path, index];
    if (left.has(index) && come.has(index)) return changesOf(at, before[index], after[index]);
    return [[at, left.has(index) ? "delete" : "add"]];
  });
}

/** Positions of the elements that `others` lacks. */
function missingIn(elements: readonly unknown[], others: readonly unknown[]): Set<number> {
  const texts = new Set(others.map(textOf));
  return new Set(elements.flatMap((element, index) => (texts.has(textOf(element)) ? [] : [index])));
}

/** A text that is equal for equal values. JSON has no text for an unknown value, which equals no other value. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === "symbol") return { unknown: crypto.randomUUID() };
    return isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner;
  });

const isObject = (value: unknown): value is Props => typeof value === "object" && value !== null && !Array.isArray(value);
