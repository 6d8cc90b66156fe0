// SPDX-License-Identifier: Apache-2.0
import type { Json } from "./json";
import { crash } from "./neutron/errors";

/*
 * What MariaDB makes of values, where the servers leave it to the database.
 */

const MAX_INTEGER = 2 ** 31 - 1;

/** How the default collation compares text: without regard to letter case and trailing blanks. */
export const collated = (value: Json | undefined): string =>
  String(value ?? "")
    .toLowerCase()
    .trimEnd();

/**
 * The number that an INTEGER column keeps: text is read, fractions are rounded.
 * @throws Refusal 500 for what is no number or too large
 */
export function columnInteger(value: Json): number {
  const text = String(typeof value === "boolean" ? Number(value) : value);
  const number = /^\s*[+-]?\d+(\.\d+)?\s*$/.test(text) ? round(Number(text), typeof value === "number") : undefined;
  if (number === undefined || Math.abs(number) > MAX_INTEGER) throw crash();
  return number;
}

/** Text is read as a decimal, whose halves go away from zero; a number is sent as a double, whose halves go to the even neighbour. */
function round(number: number, toEven: boolean): number {
  const rounded = Math.sign(number) * Math.round(Math.abs(number));
  const half = Math.abs(number % 1) === 0.5;
  return toEven && half && rounded % 2 !== 0 ? rounded - Math.sign(number) : rounded;
}
