// SPDX-License-Identifier: Apache-2.0
// Messages about a resource do not show the values of its secret inputs.
import { AsyncLocalStorage } from "node:async_hooks";
import { canonicalIp, canonicalMac } from "../kinds/values";

type Redact = (text: string) => string;

/** What stands in place of a secret value, as the engine writes it. */
const SECRET = "[secret]";

const redactions = new AsyncLocalStorage<Redact>();

/** Runs a verb whose messages must not show these values. Without any it costs nothing: Node tracks promises only from the first use of the storage on. */
export function redacting<T>(values: readonly unknown[], verb: () => Promise<T>): Promise<T> {
  const spellings = [...new Set(values.flatMap(leaves).flatMap(spellingsOf))];
  return spellings.length === 0 ? verb() : redactions.run(redactionOf(spellings), verb);
}

/** A text for the user, without the values of the verb that is under way. */
export const redacted: Redact = (text) => redactions.getStore()?.(text) ?? text;

function leaves(value: unknown): string[] {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(leaves);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? [String(value)] : [];
}

/** The ways in which a message can quote a value: as it is, inside JSON or a URL, and in its canonical form. */
function spellingsOf(leaf: string): string[] {
  const inUrl = encodeURIComponent(Buffer.from(leaf).toString());
  const all = [leaf, JSON.stringify(leaf).slice(1, -1), inUrl, canonicalMac(leaf) ?? "", canonicalIp(leaf) ?? ""];
  return all.filter((spelling) => spelling !== "");
}

/** Replaces whole words only: the secret 1 leaves the 16777214 of a rule alone. The longest spelling comes first, as one may contain another. */
function redactionOf(spellings: readonly string[]): Redact {
  const patterns = [...spellings].sort((a, b) => b.length - a.length).map(wordPattern);
  const pattern = new RegExp(patterns.join("|"), "gi");
  return (text) => text.replace(pattern, SECRET);
}

function wordPattern(spelling: string): string {
  const before = /^[a-z0-9]/i.test(spelling) ? "(?<![a-z0-9])" : "";
  const after = /[a-z0-9]$/i.test(spelling) ? "(?![a-z0-9])" : "";
  return `${before}${spelling.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}${after}`;
}
