// SPDX-License-Identifier: Apache-2.0
// Readers of a topology. They read each part separately, so that an invalid value does not hide others, and pass the valid part on to the rules.
import type { Input } from "@pulumi/pulumi";
import { nearest } from "../../../provider/client/didYouMean";
import { show, type Value } from "../../../provider/kinds/values";
import type { Findings, Path } from "../finding";
import { synonymOf } from "./synonyms";
import { changedKey, shownAt } from "./yamlValues";

/** The type of the values that a reader returns. */
export type ReadBy<R> = R extends Reader<infer T> ? T : never;

/** A part of a JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>;

/** A reader of one kind of value. */
export interface Reader<T> {
  /** Returns the value in canonical form. If it is invalid, adds the reason to the findings and returns `undefined`. */
  read(value: unknown, at: Path, findings: Findings): T | undefined;
  readonly schema: Schema;
}

/** A string, or an Output or promise of one. */
export type Ref = Input<string>;

/** True for an Output or a promise, whose value is not read. `__pulumiOutput` marks Outputs of every SDK (pulumi/pulumi sdk/nodejs/output.ts, `Output.isInstance`). */
export function isLater(value: unknown): value is Exclude<Ref, string> {
  if (typeof value !== "object" || value === null) return false;
  return "__pulumiOutput" in value || ("then" in value && typeof value.then === "function");
}

/** The text, or `undefined` if it is omitted or an Output. */
export function textOf(ref: Ref | undefined): string | undefined {
  return typeof ref === "string" ? ref : undefined;
}

/** True if a text is the id of an object and not a name. */
export const isId = (value: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);

/** A reader of a value that resource arguments use too. */
export const leaf = <T>(value: Value<T>, schema: Schema = value.schema as object as Schema): Reader<T> => ({
  schema,
  read(given, at, findings) {
    const result = value.zod.safeParse(given);
    if (result.success) return result.data as T;
    for (const issue of result.error.issues) findings.error("shape", at, issue.message);
    return undefined;
  },
});

/** A reader of a text that may be an Output. */
export const ref = (value: Value<string>, schema: Schema): Reader<Ref> => {
  const now = leaf(value, schema);
  return { schema, read: (given, at, findings) => (isLater(given) ? given : now.read(given, at, findings)) };
};

/** A reader that accepts one literal word, or otherwise what `other` reads. */
export const wordOr = <const W extends string, T>(word: W, other: Reader<T>): Reader<W | T> => ({
  schema: { anyOf: [{ const: word }, other.schema] },
  read: (given, at, findings) => (given === word ? word : other.read(given, at, findings)),
});

export interface Member<T> {
  readonly reader: Reader<T>;
  readonly description: string;
  /** Description of the value for the message about a missing key. Omitted if the key is optional. */
  readonly required?: string;
}

export type Table = Readonly<Record<string, Member<unknown>>>;
/** The valid part of an object. */
export type Partly<T extends Table> = { -readonly [K in keyof T]?: T[K] extends Member<infer V> ? V : never };

/** Additional keys that a topology may contain, for YAML anchors, as in Compose files. */
export const EXTENSION = /^x-/;

/**
 * A reader of an object.
 *
 * @param options.extensions true if keys that begin with `x-` are allowed. Their values are ignored.
 */
export const object = <const T extends Table>(what: string, table: T, options: { readonly extensions?: true } = {}): Reader<Partly<T>> => ({
  schema: {
    type: "object",
    additionalProperties: false,
    required: Object.keys(table).filter((key) => table[key]?.required !== undefined),
    properties: Object.fromEntries(Object.entries(table).map(([key, { reader, description }]) => [key, { description, ...reader.schema }])),
    ...(options.extensions === undefined ? {} : { patternProperties: { [EXTENSION.source]: {} } }),
  },
  read(given, at, findings) {
    const entries = entriesOf(given, what, at, findings);
    if (entries === undefined) return undefined;
    const partly: Record<string, unknown> = {};
    for (const [key, value] of entries) {
      const member = Object.hasOwn(table, key) ? table[key] : undefined;
      if (member !== undefined) partly[key] = member.reader.read(value, [...at, key], findings);
      else if (!(options.extensions && EXTENSION.test(key)))
        findings.error("unknown-key", [...at, key], unknownKey(key, what, Object.keys(table)));
    }
    const present = new Set(entries.map(([key]) => key));
    for (const [key, { required }] of Object.entries(table))
      if (required !== undefined && !present.has(key)) findings.error("required", [...at, key], `${show(key)} is required (${required}).`);
    return partly as Partly<T>;
  },
});

function unknownKey(key: string, what: string, names: readonly string[]): string {
  const meant = synonymOf(key, names) ?? nearest(key, names);
  return `unknown key ${show(key)} in ${what}.${meant === undefined ? "" : ` Did you mean ${show(meant)}?`} Valid keys: ${names.join(", ")}.`;
}

/** A reader of a map by name. An invalid value keeps its name, so that it is not reported as missing. */
export const byName = <T>(
  what: string,
  inner: Reader<T>,
  empty: T,
  checkName?: (name: string) => string | undefined,
): Reader<Map<string, T>> => ({
  schema: { type: "object", additionalProperties: inner.schema },
  read(given, at, findings) {
    const entries = entriesOf(given, what, at, findings);
    if (entries === undefined) return undefined;
    const things = new Map<string, T>();
    for (const [name, value] of entries) {
      const wrong = changedKey(name, [...at, name], findings) ?? checkName?.(name);
      if (wrong !== undefined) findings.error("name", [...at, name], wrong);
      things.set(name, inner.read(value, [...at, name], findings) ?? empty);
    }
    return things;
  },
});

/** A reader of a list. Invalid elements stay as `undefined`, so that paths remain valid. */
export const listOf = <T>(what: string, item: Reader<T>): Reader<Array<T | undefined>> => ({
  schema: { type: "array", items: item.schema },
  read(given, at, findings) {
    if (Array.isArray(given)) return given.map((one, index) => item.read(one, [...at, index], findings));
    findings.error("shape", at, `${shownAt(given, at, findings)} is not ${what}.`);
    return undefined;
  },
});

/** The entries of an object, without null and undefined values, which count as omitted. */
function entriesOf(given: unknown, what: string, at: Path, findings: Findings): Array<[string, unknown]> | undefined {
  if (typeof given === "object" && given !== null && !Array.isArray(given) && !(given instanceof Date) && !isLater(given))
    return Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
  const value = isLater(given) ? "an Output" : Array.isArray(given) ? "a list" : shownAt(given, at, findings);
  findings.error("shape", at, `${value} is not ${what}. Write an object with keys.`);
  return undefined;
}
