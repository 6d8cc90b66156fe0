// SPDX-License-Identifier: Apache-2.0
import { isObject, type Json } from "../json";

/*
 * The servers are Python, and their messages and conversions are Python's: an emulated site has to print `None` and to read ` 7 ` as 7 as they do.
 */

/** Python's `str(value)`. */
export function text(value: Json | undefined): string {
  return typeof value === "string" ? value : repr(value);
}

/** Python's `repr(value)`. */
export function repr(value: Json | undefined): string {
  if (value === undefined || value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "string") return value.includes("'") && !value.includes('"') ? `"${value}"` : `'${value.replaceAll("'", "\\'")}'`;
  if (Array.isArray(value)) return `[${value.map(repr).join(", ")}]`;
  if (!isObject(value)) return String(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${repr(key)}: ${repr(item)}`)
    .join(", ")}}`;
}

/** Python's truth of a value: empty text, list and object are false, as are 0 and None. */
export function truthy(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isObject(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}

/** Python's `int(value)`; `undefined` where it raises ValueError or TypeError. Floats are cut, text may have blanks around it. */
export function int(value: Json | undefined): number | undefined {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return Math.trunc(value);
  if (typeof value !== "string" || !/^\s*[+-]?\d+(_\d+)*\s*$/.test(value)) return undefined;
  return Number(value.replaceAll("_", ""));
}

/** Whether `int(value)` raises TypeError rather than ValueError: the servers catch only the latter. */
export function isNotIntLike(value: Json | undefined): boolean {
  return value === undefined || value === null || typeof value === "object";
}
