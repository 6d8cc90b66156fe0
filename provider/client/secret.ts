// SPDX-License-Identifier: Apache-2.0
import { inspect } from "node:util";

const mask = "***";

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

/** Takes known secrets out of text that others wrote: a server's answer may echo what it was sent. */
export class Redactor {
  readonly #known = new Set<string>();

  /** Values under 4 characters are not searched for: they would blot out ordinary words. */
  learn(secret: Secret | undefined): void {
    const value = secret?.reveal();
    if (value === undefined || value.length < 4 || this.#known.has(value)) return;
    for (const spelling of spellings(value)) this.#known.add(spelling);
    // Of a header such as `Basic ...`, what follows the scheme is a secret by itself.
    const [, bare] = /^(?:Basic|Bearer) (.+)$/.exec(value) ?? [];
    if (bare !== undefined) this.learn(new Secret(bare));
  }

  clean(text: string): string {
    let cleaned = text;
    for (const value of this.#known) cleaned = cleaned.replaceAll(value, mask);
    return cleaned;
  }
}

/** How a secret looks in a URL, a form, JSON as JavaScript and as Python write it, and a page. */
function spellings(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const ascii = json.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const page = value.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
  const form = new URLSearchParams([["", value]]).toString().slice(1);
  return [value, encodeURIComponent(value), form, json, ascii, page];
}

/** As Python's html.escape writes them. */
const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };
