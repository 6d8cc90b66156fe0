// SPDX-License-Identifier: Apache-2.0
import { isIP } from "node:net";
import type { Json } from "../json";
import { int, text } from "./python";

/** Answers what is wrong with a value, in the words of neutron-lib's `api/validators`, or nothing. May throw what the server's validator raises. */
export type Validator = (value: Json) => string | undefined;

export const string =
  (max?: number): Validator =>
  (value) => {
    if (typeof value !== "string") return `'${text(value)}' is not a valid string`;
    return max !== undefined && value.length > max ? `'${value}' exceeds maximum length of ${max}` : undefined;
  };

export const oneOf =
  (...values: string[]): Validator =>
  (value) =>
    typeof value === "string" && values.includes(value) ? undefined : `${text(value)} is not in valid_values`;

export const ipAddress: Validator = (value) =>
  typeof value === "string" && isIP(value) !== 0 ? undefined : `'${text(value)}' is not a valid IP address`;

export const orNone =
  (validator: Validator): Validator =>
  (value) =>
    value === null ? undefined : validator(value);

export const nonNegative: Validator = (value) => {
  const number = int(value);
  if (number === undefined) return `'${text(value)}' is not an integer`;
  return number < 0 ? `'${text(value)}' should be non-negative` : undefined;
};

export const range =
  (low: number, high: number): Validator =>
  (value) => {
    const number = int(value);
    if (number === undefined) return `'${text(value)}' is not an integer`;
    if (number < low) return `'${text(value)}' is too small - must be at least '${low}'`;
    return number > high ? `'${text(value)}' is too large - must be no larger than '${high}'` : undefined;
  };

/** The notations that netaddr takes for a MAC address, by separator and digits of a group. */
const MAC_NOTATIONS = [
  /^[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}$/i,
  /^[0-9a-f]{1,2}(-[0-9a-f]{1,2}){5}$/i,
  /^[0-9a-f]{1,4}([:.-])[0-9a-f]{1,4}\1[0-9a-f]{1,4}$/i,
  /^[0-9a-f]{5,6}([:-])[0-9a-f]{5,6}$/i,
  /^[0-9a-f]{11,12}$/i,
];

export const macAddress: Validator = (value) => {
  const known = typeof value === "string" && MAC_NOTATIONS.some((notation) => notation.test(value));
  return known && /[1-9a-f]/i.test(value) ? undefined : `'${text(value)}' is not a valid MAC address`;
};

export const boolean: Validator = (value) => (typeof value === "boolean" ? undefined : `'${text(value)}' is not a valid boolean value`);
