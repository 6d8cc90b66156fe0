// SPDX-License-Identifier: Apache-2.0
import type { Json } from "./json";
import { crash } from "./neutron/errors";

/*
 * Conversions that MariaDB applies to values which the servers pass on unchecked.
 */

const MAX_INTEGER = 2 ** 31 - 1;

/** The form in which the default collation compares text: it ignores letter case and trailing blanks. */
export const collated = (value: Json | undefined): string =>
  String(value ?? "")
    .toLowerCase()
    .trimEnd();

/**
 * The number that an INTEGER column stores. Text is parsed, and fractions are rounded.
 *
 * @throws Refusal with status 500 if the value is not a number or too large
 */
export function columnInteger(value: Json): number {
  const text = String(typeof value === "boolean" ? Number(value) : value);
  const number = /^\s*[+-]?\d+(\.\d+)?\s*$/.test(text) ? round(Number(text), typeof value === "number") : undefined;
  if (number === undefined || Math.abs(number) > MAX_INTEGER) throw crash();
  return number;
}

/** Rounds a number. Text is parsed as a decimal, whose halves round away from zero; a number is sent as a double, whose halves round to the even neighbour. */
function round(number: number, toEven: boolean): number {
  const rounded = Math.sign(number) * Math.round(Math.abs(number));
  const half = Math.abs(number % 1) === 0.5;
  return toEven && half && rounded % 2 !== 0 ? rounded - Math.sign(number) : rounded;
}
