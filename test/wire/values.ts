// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";

/** A property value as the engine holds it: JSON, with secrets and unknowns marked. */
export type Value = null | boolean | number | string | Secret | Unknown | readonly Value[] | PropertyMap;
export type PropertyMap = { readonly [key: string]: Value };

/** A value that must not be shown. */
export class Secret {
  constructor(readonly value: Value) {}
}

/** A value that is known only after the update: exists in previews and in the questions of the replacement cascade. */
export class Unknown {
  readonly unknown = true;
}

export const unknown = new Unknown();

/** What an unknown looks like to programs and providers (pulumi, sdk/nodejs/runtime/rpc.ts, `unknownValue`). */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Key and value by which Pulumi marks a wrapped secret, on the wire and in state (sdk/nodejs/runtime/rpc.ts). */
export const signatureKey = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

export const isMap = (value: Value | undefined): value is PropertyMap =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Secret) && !(value instanceof Unknown);

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** Reads a value from gRPC or from a state file. */
export const fromWire = (raw: unknown): Value => {
  if (raw === unknownText) return unknown;
  if (Array.isArray(raw)) return raw.map(fromWire);
  if (typeof raw === "object" && raw !== null) {
    const entries = Object.entries(raw);
    if (Object.hasOwn(raw, signatureKey) && Reflect.get(raw, signatureKey) === secretSignature) {
      const plaintext: unknown = Reflect.get(raw, "plaintext");
      return new Secret(fromWire(typeof plaintext === "string" ? JSON.parse(plaintext) : Reflect.get(raw, "value")));
    }
    return Object.fromEntries(entries.map(([key, value]) => [key, fromWire(value)]));
  }
  return raw as Value;
};

export const mapFromWire = (raw: object | undefined): PropertyMap => fromWire(raw ?? {}) as PropertyMap;

/**
 * Writes a value for gRPC or for a state file. With "strip", secrets become plain values, for a provider that does not accept secrets. With
 * "store", they have the form of `pulumi stack export --show-secrets`.
 */
export const toWire = (value: Value, secrets: "keep" | "strip" | "store"): unknown => {
  if (value instanceof Unknown) return unknownText;
  if (value instanceof Secret) {
    const inner = toWire(value.value, secrets);
    if (secrets === "strip") return inner;
    return { [signatureKey]: secretSignature, ...(secrets === "keep" ? { value: inner } : { plaintext: JSON.stringify(inner) }) };
  }
  if (isList(value)) return value.map((item) => toWire(item, secrets));
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toWire(item, secrets)]));
  return value;
};

const some = (value: Value, test: (value: Value) => boolean): boolean =>
  test(value) ||
  (value instanceof Secret
    ? some(value.value, test)
    : isList(value)
      ? value.some((item) => some(item, test))
      : isMap(value) && Object.values(value).some((item) => some(item, test)));

export const containsSecrets = (value: Value): boolean => some(value, (item) => item instanceof Secret);
export const containsUnknowns = (value: Value): boolean => some(value, (item) => item instanceof Unknown);

/**
 * Marks as secret what has the name of a secret in `source`: how the engine keeps secrets with providers that do not accept them
 * (pulumi v3.260.0, pkg/resource/plugin/provider_plugin.go, `annotateSecrets`).
 */
export const markSecretsLike = (target: PropertyMap, source: PropertyMap): PropertyMap => {
  const marked: Record<string, Value> = { ...target };
  for (const [key, like] of Object.entries(source)) {
    const value = marked[key];
    if (value === undefined || value instanceof Secret) continue;
    if (isMap(value) && isMap(like)) marked[key] = markSecretsLike(value, like);
    else if (containsSecrets(like)) marked[key] = new Secret(value);
  }
  return marked;
};

/** The value without its secret marks. */
export const reveal = (value: Value): Value => {
  if (value instanceof Secret) return reveal(value.value);
  if (isList(value)) return value.map(reveal);
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, reveal(item)]));
  return value;
};

export const equal = (a: Value | undefined, b: Value | undefined): boolean => isDeepStrictEqual(a, b);

/** New inputs with the old values of the properties whose changes are ignored. */
export const ignoreChanges = (before: PropertyMap, after: PropertyMap, ignored: readonly string[]): PropertyMap => {
  const old = ignored.flatMap((key) => (before[key] === undefined ? [] : [[key, before[key]] as const]));
  const rest = Object.entries(after).filter(([key]) => !ignored.includes(key));
  return Object.fromEntries([...rest, ...old]);
};

/** Keys whose values differ, secrets looked through; keys that start with `__` are the SDK's own and left out. */
export const changedKeys = (before: PropertyMap, after: PropertyMap): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => !key.startsWith("__"))
    .filter((key) => !equal(reveal(before[key] ?? null), reveal(after[key] ?? null)))
    .sort();

/** A value for people: secrets hidden. */
export const show = (value: Value | undefined): string =>
  JSON.stringify(value ?? null, (_key, item: Value) =>
    item instanceof Secret ? "[secret]" : item instanceof Unknown ? "[unknown]" : item,
  );
