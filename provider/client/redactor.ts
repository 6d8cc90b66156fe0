// SPDX-License-Identifier: Apache-2.0
import { type Base64Pattern, base64Patterns, base64Spans, type Span } from "./base64";
import { mask, Secret } from "./secret";

/** Removes known secrets from text that others wrote: a server's answer may echo what it was sent. */
export class Redactor {
  readonly #plain = new Set<string>();
  readonly #base64 = new Map<string, Base64Pattern>();

  /** Ignores values of fewer than 4 characters: masking them would make ordinary words unreadable. */
  learn(secret: Secret | undefined): void {
    const value = secret?.reveal();
    if (value === undefined || value.length < 4 || this.#plain.has(value)) return;
    for (const encoding of encodings(value)) {
      this.#plain.add(encoding);
      for (const pattern of base64Patterns(encoding)) this.#base64.set(`${pattern.phase} ${pattern.core}`, pattern);
    }
    // Of a header such as `Basic ...`, what follows the scheme is a secret by itself.
    const [, bare] = /^(?:Basic|Bearer) (.+)$/.exec(value) ?? [];
    if (bare !== undefined) this.learn(new Secret(bare));
  }

  /** The text with a mask in place of each secret. Secrets that overlap or touch have one mask. */
  clean(text: string): string {
    const spans = [
      ...[...this.#plain].flatMap((value) => plainSpans(text, value)),
      ...[...this.#base64.values()].flatMap((pattern) => base64Spans(text, pattern)),
    ].sort(([a], [b]) => a - b);
    let cleaned = "";
    let copied = 0;
    for (const [start, end] of spans) {
      if (start > copied || cleaned === "") cleaned += text.slice(copied, start) + mask;
      copied = Math.max(copied, end);
    }
    return cleaned + text.slice(copied);
  }
}

function plainSpans(text: string, value: string): Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) spans.push([at, at + value.length]);
  return spans;
}

/** How a secret looks in a URL, a form, JSON as JavaScript and as Python write it, and a page. */
function encodings(value: string): Set<string> {
  const json = JSON.stringify(value).slice(1, -1);
  const ascii = json.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const page = value.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
  const form = new URLSearchParams([["", value]]).toString().slice(1);
  return new Set([value, encodeURIComponent(value), form, json, ascii, page]);
}

/** As Python's html.escape writes them. */
const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };
