// SPDX-License-Identifier: Apache-2.0
import { isMap, type PropertyMap, Secret, type Value } from "./values";

/** Keys, indexes and `*` of a path such as `devices[0].name` or `tags["a.b"]`. */
export type PropertyPath = readonly (string | number)[];

export const parsePath = (text: string): PropertyPath =>
  [...text.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g)].map(([, quoted, index, name]) =>
    quoted !== undefined ? quoted.replace(/\\(.)/g, "$1") : index !== undefined && index !== "*" ? Number(index) : (index ?? name ?? ""),
  );

/** Whether the path is the other one or above it. */
export const covers = (path: PropertyPath, other: PropertyPath): boolean =>
  path.length <= other.length && path.every((part, index) => part === "*" || part === other[index]);

/** The new value with what lies at the path as in the old value: added where it was, taken away where it was not. */
const resetValue = (before: Value | undefined, after: Value | undefined, path: PropertyPath): Value | undefined => {
  const [part, ...rest] = path;
  if (part === undefined) return before;
  if (before instanceof Secret) return resetValue(before.value, after, path);
  if (after instanceof Secret) {
    const inner = resetValue(before, after.value, path);
    return inner === undefined ? undefined : new Secret(inner);
  }
  if (Array.isArray(after)) {
    const old = Array.isArray(before) ? before : [];
    return after.map((item, index) => (part === "*" || part === index ? (resetValue(old[index], item, rest) ?? item) : item));
  }
  if (!isMap(after)) return after;
  const old = isMap(before) ? before : {};
  const result: Record<string, Value> = { ...after };
  for (const key of part === "*" ? new Set([...Object.keys(old), ...Object.keys(after)]) : [String(part)]) {
    const value = resetValue(old[key], after[key], rest);
    if (value === undefined) delete result[key];
    else result[key] = value;
  }
  return result;
};

/** New inputs with the old values wherever changes are to be ignored. */
export const ignoreChanges = (before: PropertyMap, after: PropertyMap, paths: readonly string[]): PropertyMap =>
  paths.reduce<PropertyMap>((result, path) => (resetValue(before, result, parsePath(path)) ?? {}) as PropertyMap, after);
