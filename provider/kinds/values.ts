// SPDX-License-Identifier: Apache-2.0
// The kinds of values that fields are made of. Each knows how it is checked, how it is written in one form only (so that no other spelling shows as a change),
// and its type in the package schema. Each lets UNKNOWN through.
import { isDeepStrictEqual } from "node:util";
import * as ipaddr from "ipaddr.js";
import { z } from "zod";
import { type Draft, hasUnknown, UNKNOWN, type Unknown } from "./unknown";

/** A type in Pulumi's package schema. */
export interface SchemaType {
  readonly type: "string" | "integer" | "boolean" | "array" | "object";
  readonly items?: SchemaType;
  /** The properties of an object, by name. */
  readonly properties?: Readonly<Record<string, SchemaProperty>>;
  /** The name of an object or enumeration type. */
  readonly name?: string;
  readonly description?: string;
  readonly values?: readonly string[];
  /** The type of every value, in an object whose keys are free. */
  readonly additionalProperties?: SchemaType;
  /** The forms that an object may take, instead of `properties`. */
  readonly oneOf?: readonly SchemaType[];
  /** True for a form of which a list holds exactly one. */
  readonly alone?: true;
}

export interface SchemaProperty extends SchemaType {
  readonly description: string;
  readonly optional?: boolean;
}

/** How values of type `T` are checked and described. */
export interface Value<T> {
  readonly zod: z.ZodType<Draft<T> | Unknown>;
  readonly schema: SchemaType;
}

/** Runs `inner` on what is known, and passes its issues on with their paths. */
export function tolerant<T>(inner: z.ZodType, schema: SchemaType): Value<T> {
  const zod = z.unknown().transform((value, context) => {
    if (value === UNKNOWN) return UNKNOWN;
    const result = inner.safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues)
      context.issues.push({ code: "custom", path: [...issue.path], message: issue.message, input: value });
    return z.NEVER;
  });
  return { zod: zod as z.ZodType<Draft<T> | Unknown>, schema };
}

/** What went wrong, the value first: `"x1" is not a UUID`. */
export const not = (what: string) => ({ error: (issue: { input?: unknown }) => `${show(issue.input)} is not ${what}` });

export const show = (value: unknown): string => (value === undefined ? "nothing" : JSON.stringify(value));

export const text = (limits: { max: number; min?: number }): Value<string> =>
  tolerant(
    z
      .string(not("text"))
      .min(limits.min ?? 0, { error: "the value must not be empty" })
      .max(limits.max, { error: (issue) => `the value must have at most ${limits.max} characters; got ${String(issue.input).length}` }),
    { type: "string" },
  );

export const flag = (): Value<boolean> => tolerant(z.boolean(not("true or false")), { type: "boolean" });

export const uuid = (of_: string): Value<string> =>
  tolerant(
    z.guid(not(`a UUID: give the id of ${of_}, not its name`)).transform((id) => id.toLowerCase()),
    { type: "string" },
  );

export const oneOf = <const T extends string>(name: string, values: readonly T[]): Value<T> =>
  tolerant(z.enum(values, not(`one of ${values.map(show).join(", ")}`)), { type: "string", name, values });

/** An integer, or the same in decimal digits (configuration values are text). `"007"`, `"0x10"`, `1.5` and `""` are refused, because a server may read them differently. */
export const integer = ({ min, max, what }: { min: number; max: number; what: string }): Value<number> => {
  const inner = z.unknown().transform((value, context) => {
    const number = typeof value === "string" && /^(0|[1-9][0-9]*)$/.test(value) ? Number(value) : value;
    if (typeof number === "number" && Number.isInteger(number) && number >= min && number <= max) return number;
    context.issues.push({
      code: "custom",
      message: `${what} must be an integer from ${min} to ${max}; got ${show(value)}`,
      input: value,
    });
    return z.NEVER;
  });
  return tolerant(inner, { type: "integer" });
};

/** Any usual spelling of a MAC address; written as `02:00:5e:10:00:ff`. */
export const macAddress = (): Value<string> =>
  tolerant(
    z
      .string(not("a MAC address"))
      .refine((mac) => canonicalMac(mac) !== undefined, not('a MAC address: six octets, such as "02:00:5e:10:00:ff"'))
      .transform((mac) => canonicalMac(mac) ?? mac)
      // neutron_lib validators refuse the address of all zeros; a multicast address is accepted by the server but names no host.
      .refine((mac) => mac !== "00:00:00:00:00:00", { error: '"00:00:00:00:00:00" is not the address of a host. The server rejects it' }),
    { type: "string" },
  );

/** Colons, hyphens, dots in fours, or nothing between the digits. `undefined` where it is no MAC address. */
export function canonicalMac(mac: string): string | undefined {
  const spelled = /^([0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\2){4}[0-9a-f]{2}$|^[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}$|^[0-9a-f]{12}$/i.test(mac);
  if (!spelled) return undefined;
  return mac
    .toLowerCase()
    .replace(/[^0-9a-f]/g, "")
    .match(/../g)
    ?.join(":");
}

/** An IPv4 address in four decimal octets, or an IPv6 address; written in the one form of RFC 5952. */
export const ipAddress = (): Value<string> =>
  tolerant(
    z
      .string(not("an IP address"))
      .refine((address) => canonicalIp(address) !== undefined, not("an IPv4 or IPv6 address"))
      .transform((address) => canonicalIp(address) ?? address),
    { type: "string" },
  );

export function canonicalIp(address: string): string | undefined {
  if (address.includes("%")) return undefined;
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address).toString();
  return ipaddr.IPv6.isValid(address) ? ipaddr.IPv6.parse(address).toRFC5952String() : undefined;
}

export const listOf = <T>(item: Value<T>, limits: { min?: number } = {}): Value<readonly T[]> =>
  tolerant(z.array(item.zod, not("a list")).min(limits.min ?? 0, { error: "the value must not be empty" }), {
    type: "array",
    items: item.schema,
  });

/** A list whose order means nothing: written in the order of `key`, equal elements once. */
export const setOf = <T>(item: Value<T>, key: (item: Draft<T>) => string, limits: { min?: number } = {}): Value<readonly T[]> =>
  tolerant(
    z
      .array(item.zod, not("a list"))
      .min(limits.min ?? 0, { error: "the value must not be empty" })
      .transform((items) => inOrder(items, key)),
    { type: "array", items: item.schema },
  );

function inOrder<T>(items: ReadonlyArray<Draft<T> | Unknown>, key: (item: Draft<T>) => string): ReadonlyArray<Draft<T> | Unknown> {
  const settled: Array<{ item: Draft<T>; key: string }> = [];
  const open: Array<Draft<T> | Unknown> = [];
  for (const item of items) {
    if (item === UNKNOWN || hasUnknown(item)) open.push(item);
    else settled.push({ item, key: key(item) });
  }
  settled.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const distinct = settled.filter((one, index) => !isDeepStrictEqual(one, settled[index - 1]));
  return [...distinct.map(({ item }) => item), ...open];
}
