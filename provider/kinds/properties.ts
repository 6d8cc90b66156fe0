// SPDX-License-Identifier: Apache-2.0
// Tables of properties: the facts of a resource, or of an object inside one, from which its check, its types, the package schema and the documentation follow.
import { z } from "zod";
import { suggestion } from "../client/didYouMean";
import { not, type SchemaType, tolerant, type Value } from "./values";

/** A property of a resource, or of an object inside one. */
export interface Property<T, Optional extends boolean = boolean> {
  readonly value: Value<T>;
  readonly description: string;
  readonly optional: Optional;
  /** What stands where the program says nothing. */
  readonly default?: string;
}

/** The program's type that a table of properties describes. */
export type ObjectOf<P> = { readonly [K in keyof P as P[K] extends Property<infer _, false> ? K : never]: TypeOf<P[K]> } & {
  readonly [K in keyof P as P[K] extends Property<infer _, false> ? never : K]?: TypeOf<P[K]>;
};
type TypeOf<P> = P extends Property<infer T> ? T : never;

export const member = <T>(value: Value<T>, description: string): Property<T, false> => ({ value, description, optional: false });
export const optionalMember = <T>(value: Value<T>, description: string): Property<T, true> => ({ value, description, optional: true });

/** An object of these properties and no other. */
export function record<P extends Readonly<Record<string, Property<unknown>>>>(
  name: string,
  properties: P,
  about: Pick<SchemaType, "description" | "alone"> = {},
): Value<ObjectOf<P>> {
  const schema = Object.entries(properties).map(([key, { value, description, optional }]) => [
    key,
    { ...value.schema, description, ...(optional ? { optional } : {}) },
  ]);
  const inner = z.record(z.string(), z.unknown(), not("an object")).transform((object, context) => {
    const { draft, failures } = readProperties(properties, object);
    for (const { path, reason } of failures) context.issues.push({ code: "custom", path: [...path], message: reason, input: object });
    return draft;
  });
  return tolerant(inner, { type: "object", name, ...about, properties: Object.fromEntries(schema) });
}

/** One form of an object, told from the others by the properties that only it has. */
export interface Form<T> {
  readonly value: Value<T>;
  readonly marks: readonly string[];
}

/** An object of one of two forms, never a mixture. `rule` says so in words. */
export function either<A, B>(first: Form<A>, second: Form<B>, rule: string): Value<A | B> {
  const inner = z.record(z.string(), z.unknown(), not("an object")).transform((object, context) => {
    const [isFirst, isSecond] = [first, second].map(({ marks }) => marks.some((mark) => object[mark] !== undefined));
    const form = isFirst ? first : second;
    const result = isFirst === isSecond ? undefined : form.value.zod.safeParse(object);
    if (result?.success) return result.data;
    const issues = result?.error.issues ?? [
      { path: [], message: `the object ${isFirst ? "mixes two forms" : "has neither of the two forms"}: ${rule}` },
    ];
    for (const { path, message } of issues) context.issues.push({ code: "custom", path: [...path], message, input: object });
    return z.NEVER;
  });
  return tolerant(inner, { type: "object", oneOf: [first.value.schema, second.value.schema] });
}

export interface Issue {
  readonly path: ReadonlyArray<string | number>;
  readonly reason: string;
}

/** Reads an object by a table: the valid part of it in canonical form, and all that is wrong with the rest. */
export function readProperties(
  properties: Readonly<Record<string, Property<unknown>>>,
  object: Readonly<Record<string, unknown>>,
): { draft: Record<string, unknown>; failures: Issue[] } {
  const draft: Record<string, unknown> = {};
  const failures: Issue[] = [];
  for (const [key, property] of Object.entries(properties)) {
    const { value, optional } = property;
    if (object[key] === undefined || object[key] === null) {
      if (property.default !== undefined) draft[key] = property.default;
      else if (!optional) failures.push({ path: [key], reason: `${key} is required` });
      continue;
    }
    const result = value.zod.safeParse(object[key]);
    if (result.success) draft[key] = result.data;
    else failures.push(...result.error.issues.map((issue) => ({ path: [key, ...issue.path.map(pathStep)], reason: issue.message })));
  }
  const names = Object.keys(properties);
  for (const key of Object.keys(object).filter((key) => !names.includes(key)))
    failures.push({
      path: [key],
      reason: `unknown property ${JSON.stringify(key)}${suggestion(key, names) || "."} Valid properties: ${names.join(", ")}`,
    });
  return { draft, failures };
}

const pathStep = (step: PropertyKey): string | number => (typeof step === "number" ? step : String(step));
