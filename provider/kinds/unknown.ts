// SPDX-License-Identifier: Apache-2.0
// In a preview the engine writes this text wherever a value is not known yet. It is a valid UUID, so it is taken out of the data before any rule sees it.
// pulumi/pulumi sdk/nodejs/runtime/rpc.ts, `unknownValue`.
export const ENGINE_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A value that a preview does not know yet. Never a failure, whatever the field. */
export const UNKNOWN = Symbol("not known yet");
export type Unknown = typeof UNKNOWN;

/** `T` with any part of it possibly not known yet, and any property of it possibly absent. */
export type Draft<T> =
  T extends ReadonlyArray<infer Item>
    ? ReadonlyArray<Draft<Item> | Unknown>
    : T extends object
      ? { readonly [K in keyof T]?: Draft<T[K]> | Unknown }
      : T;

/** From the engine's text to {@link UNKNOWN}, at any depth. */
export function fromEngine(value: unknown): unknown {
  return mapLeaves(value, (leaf) => (leaf === ENGINE_TEXT ? UNKNOWN : leaf));
}

/** From {@link UNKNOWN} back to the engine's text, and without any `undefined`: the SDK cannot put one on the wire and would lose the object over it. */
export function toEngine(value: Record<string, unknown>): Record<string, unknown> {
  return mapLeaves(value, (leaf) => (leaf === UNKNOWN ? ENGINE_TEXT : leaf)) as Record<string, unknown>;
}

export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}

/** The value where it is there and known, else `undefined`. */
export function known<T>(value: T | Unknown | undefined): T | undefined {
  return value === UNKNOWN ? undefined : (value as T | undefined);
}

function mapLeaves(value: unknown, leaf: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== undefined).map((item) => mapLeaves(item, leaf));
  if (typeof value !== "object" || value === null) return leaf(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, mapLeaves(item, leaf)]));
}
