// SPDX-License-Identifier: Apache-2.0
import { inspect } from "node:util";

/** What stands in place of a secret. */
export const mask = "***";

/**
 * A value that must never be printed. Every way of turning it into text by accident (a template, JSON, `inspect`) gives `***`;
 * only `reveal` gives the value, and it is called only where bytes leave for the site that the secret belongs to.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return mask;
  }

  toJSON(): string {
    return mask;
  }

  [inspect.custom](): string {
    return mask;
  }
}

/** JSON as it goes over the wire: the only serialiser that reveals. */
export function wireJson(body: unknown): string {
  return JSON.stringify(reveal(body));
}

/** Takes every `Secret` inside a value out of its wrapping. */
export function reveal(value: unknown): unknown {
  if (value instanceof Secret) return value.reveal();
  if (Array.isArray(value)) return value.map(reveal);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, reveal(inner)]));
}
