// SPDX-License-Identifier: Apache-2.0
import { isUtf8 } from "node:buffer";

/** A part of a text: from `start` to before `end`. */
export type Span = readonly [start: number, end: number];

/** How the bytes of one value look inside base64 text, wherever they begin in the encoded bytes. */
export interface Base64Pattern {
  /** The characters that these bytes alone determine. */
  readonly core: string;
  /** Position of the core's first character in its group of four. */
  readonly phase: number;
  /** True if the character before, or after, holds bits of these bytes too. */
  readonly sharesBefore: boolean;
  readonly sharesAfter: boolean;
}

/** A core of fewer characters can be part of an ordinary word: what surrounds it has to be base64 of text. */
const certainLength = 8;

/**
 * The patterns of a value: three offsets in the groups of three bytes, each in the standard and in the URL-safe alphabet, and percent-encoded.
 * RFC 4648, 4 and 5.
 */
export function base64Patterns(value: string): Base64Pattern[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2].flatMap((offset) => {
    const bits = 8 * (offset + bytes.length);
    const from = Math.ceil((8 * offset) / 6);
    const core = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .slice(from, Math.floor(bits / 6));
    const urlSafe = core.replaceAll("+", "-").replaceAll("/", "_");
    const spellings = new Set([core, urlSafe, encodeURIComponent(core)]);
    return [...spellings].map((spelling) => ({
      core: spelling,
      phase: from % 4,
      sharesBefore: offset > 0,
      sharesAfter: bits % 6 !== 0,
    }));
  });
}

/** Where a pattern is in a text, with the characters beside it that hold bits of the value, and the padding. */
export function base64Spans(text: string, pattern: Base64Pattern): Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf(pattern.core); at >= 0; at = text.indexOf(pattern.core, at + 1)) {
    if (pattern.core.length < certainLength && !isInsideEncodedText(text, at, pattern)) continue;
    const end = at + pattern.core.length;
    const before = pattern.sharesBefore ? /(?:%2[BF]|[A-Za-z0-9+/_-])$/.exec(text.slice(Math.max(0, at - 3), at)) : null;
    const after = (pattern.sharesAfter ? /^(?:%2[BF]|[A-Za-z0-9+/_-])?(?:=|%3D)*/ : /^(?:=|%3D)*/).exec(text.slice(end, end + 9));
    spans.push([at - (before?.[0].length ?? 0), end + (after?.[0].length ?? 0)]);
  }
  return spans;
}

const isBase64 = (character: string | undefined): boolean => character !== undefined && /[A-Za-z0-9+/_-]/.test(character);
/** A path or a name can begin or end beside the base64 text. */
const isLetterOrDigit = (character: string | undefined): boolean => character !== undefined && /[A-Za-z0-9]/.test(character);

/** True if the base64 characters around a match decode, in the match's own groups of four, to text without control characters. */
function isInsideEncodedText(text: string, at: number, { core, phase }: Base64Pattern): boolean {
  return [isBase64, isLetterOrDigit].some((belongs) => {
    let start = at;
    while (belongs(text[start - 1])) start -= 1;
    let end = at + core.length;
    while (belongs(text[end])) end += 1;
    const cut = (at - start - phase + 4) % 4;
    const encoded = text
      .slice(start + cut, end)
      .replaceAll("%2B", "+")
      .replaceAll("%2F", "/");
    const decoded = Buffer.from(encoded, "base64url");
    return isUtf8(decoded) && !/\p{Cc}/u.test(decoded.toString().replace(/[\t\r\n]/g, ""));
  });
}
