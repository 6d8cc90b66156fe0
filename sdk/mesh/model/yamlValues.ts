// SPDX-License-Identifier: Apache-2.0
// Values that a YAML parser makes of text without quotes: numbers, booleans, dates. A topology expects text in most places.
import { show } from "../../../provider/kinds/values";
import type { Findings, Path } from "../finding";
import type { Reader } from "./reading";

/** The value in words, if a YAML parser can have made it of text: `the number 7`. `undefined` for text and for collections. */
function madeOf(given: unknown): string | undefined {
  if (typeof given === "number" || typeof given === "bigint") return `the number ${given}`;
  if (typeof given === "boolean") return `the boolean ${given}`;
  if (given === null) return "no value";
  return given instanceof Date ? "a date" : undefined;
}

/** The value as an error message quotes it: if the file spells it otherwise, with its spelling. */
export function shownAt(given: unknown, at: Path, findings: Findings): string {
  const what = madeOf(given);
  if (what === undefined) return show(given);
  const source = findings.spelling.valueAt(at);
  if (source && source !== String(given)) return `${source}, which YAML reads as ${what},`;
  return given instanceof Date ? what : show(given);
}

/** A text. Anything that a YAML parser makes of text without quotes is refused with that explanation. */
export const textual = <T>(what: string, { schema, read }: Reader<T>): Reader<T> => ({
  schema,
  read(given, at, findings) {
    const made = madeOf(given);
    if (made === undefined) return read(given, at, findings);
    findings.error("shape", at, notText(given, made, what, findings.spelling.valueAt(at)));
    return undefined;
  },
});

/** As {@link textual}, for names that stand as keys elsewhere: YAML makes text of a key 101, so the number 101 is that name. */
export const nameText = <T>(what: string, reader: Reader<T>): Reader<T> => {
  const text = textual(what, reader);
  return {
    schema: reader.schema,
    read(given, at, findings) {
      const isName = typeof given === "number" && (findings.spelling.valueAt(at) ?? String(given)) === String(given);
      return text.read(isName ? String(given) : given, at, findings);
    },
  };
};

/** The problem with a key of which the parser made something other than its text: `007` becomes 7. `undefined` if there is none. */
export function changedKey(name: string, at: Path, findings: Findings): string | undefined {
  const source = findings.spelling.keyAt(at);
  return source === undefined || source === name ? undefined : `YAML reads the key ${source} as ${show(name)}. ${quote(source)}`;
}

/** An integer. YAML parsers disagree on the value of 010 and 1:40. */
export const numeric = <T>(reader: Reader<T>): Reader<T> => ({
  schema: reader.schema,
  read(given, at, findings) {
    const made = madeOf(given);
    const source = made === undefined ? undefined : findings.spelling.valueAt(at);
    if (!source || source === String(given)) return reader.read(given, at, findings);
    if (typeof given !== "number") findings.error("shape", at, `YAML reads ${source} as ${made}. Write a number.`);
    else if (/^[-+]?0[0-9_]/.test(source) || source.includes(":"))
      findings.error(
        "shape",
        at,
        `YAML reads ${source} as the number ${given} here, but other parsers read another value. Write a decimal number without leading zeros or colons.`,
      );
    else return reader.read(given, at, findings);
    return undefined;
  },
});

function notText(given: unknown, made: string, what: string, source: string | undefined): string {
  if (given === null && !source) return `the value is empty, and ${what} is required.`;
  if (source === undefined) {
    const address = typeof given === "number" && what === "a MAC address" ? sexagesimal(given) : undefined;
    const origin = address === undefined ? "" : ` YAML 1.1 parsers read ${address} without quotes as this number.`;
    const type = given instanceof Date ? "date" : typeof given;
    return `${show(given)} is a ${type}, and ${what} is text.${origin} If the topology comes from YAML, write the value in quotes there.`;
  }
  if (source === String(given) && given !== null) return `${source} is a ${typeof given}, and ${what} is text. ${quote(source)}`;
  return `YAML reads ${source} as ${made}, and ${what} is text. ${quote(source)}`;
}

const quote = (source: string): string => `Write it in quotes: ${JSON.stringify(source)}.`;

/** The MAC address of a host, of digits below 60, that a YAML 1.1 parser reads as this number, base 60. */
function sexagesimal(number: number): string | undefined {
  if (!Number.isSafeInteger(number) || number < 60 ** 5 || number >= 60 ** 6) return undefined;
  const digits = [5, 4, 3, 2, 1, 0].map((place) => Math.floor(number / 60 ** place) % 60);
  // The first octet of a group address is odd. In decimal digits it is odd in base 16, too.
  if ((digits[0] ?? 0) % 2 === 1) return undefined;
  return digits.map((digit) => String(digit).padStart(2, "0")).join(":");
}
