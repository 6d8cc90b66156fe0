// SPDX-License-Identifier: Apache-2.0
import type { Answer } from "./exchange";

export type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** The JSON of an answer; `undefined` for an empty body. */
export function parse(text: string): Parsed {
  if (text.trim() === "") return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    // The parser's own message quotes the text, which may hold anything.
    return { ok: false };
  }
}

export interface Refusal {
  /** Neutron's error type; absent where the answer is not Neutron's. */
  readonly type?: string;
  /** True if the error was written by Neutron, or by the framework that Neutron runs in: anything else may be a front end's and is no evidence of what Neutron did. */
  readonly isNeutrons?: boolean;
  readonly reason: string;
}

/**
 * What an answer that is no success says, in its own words. Known shapes: Neutron's `{"NeutronError": {type, message}}` (the 501 of
 * networking-midonet has `NotImplementedError` as its root key), Keystone's `{"error": {message, title}}`, the framework's
 * `{"message", "code", "title"}`, OAuth's `{"error", "error_description"}`, and the pages of proxies.
 */
export function refusalOf(answer: Answer): Refusal {
  const refusal = read(answer);
  return refusal.reason.trim() === "" ? { ...refusal, reason: "no reason was given" } : refusal;
}

function read(answer: Answer): Refusal {
  const parsed = parse(answer.text);
  if (!parsed.ok) return { reason: page(answer) };
  const { value } = parsed;
  if (!isRecord(value)) return { reason: answer.text.trim() === "" ? "no reason was given" : quote(answer.text) };
  for (const [root, inner] of Object.entries(value)) {
    if (root === "error" || !isRecord(inner) || typeof inner.type !== "string") continue;
    return { type: inner.type, reason: sentence(inner) ?? "the server gave no reason", isNeutrons: true };
  }
  const inner = isRecord(value.error) ? value.error : value;
  if (typeof value.NeutronError === "string") return { reason: value.NeutronError, isNeutrons: true };
  if (typeof value.error === "string")
    return { reason: [value.error, value.error_description].filter((part) => typeof part === "string").join(": ") };
  // webob's errors, as JSON: {"code": "404 Not Found", "title", "message"}.
  const isFrameworks = typeof value.title === "string" && String(value.code).startsWith(String(answer.status));
  return { reason: sentence(inner) ?? sentence(Object.values(value).find(isRecord) ?? {}) ?? quote(answer.text), isNeutrons: isFrameworks };
}

/** Says what a body that is not JSON looks like. */
export function page({ text, header }: Answer): string {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1]?.replace(/\s+/g, " ").trim();
  if (title) return `a page titled "${title.slice(0, 120)}", not an answer of the API`;
  if (/html/i.test(header("content-type") ?? "") || /^\s*</.test(text)) return "a page, not an answer of the API";
  return `not JSON: ${quote(text)}`;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sentence(from: Record<string, unknown>): string | undefined {
  for (const key of ["message", "title", "faultstring", "description"]) {
    const value = from[key];
    if (typeof value !== "string" || value.trim() === "") continue;
    const detail = typeof from.detail === "string" && from.detail !== "" ? ` (${from.detail})` : "";
    return `${value.replace(/\s+/g, " ").trim()}${detail}`;
  }
  return undefined;
}

function quote(text: string): string {
  const short = text.replace(/\s+/g, " ").trim();
  return short.length <= 200 ? short : `${short.slice(0, 200)}...`;
}
