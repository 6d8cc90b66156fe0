// SPDX-License-Identifier: Apache-2.0
import { closest, distance } from "fastest-levenshtein";

/** `, did you mean "tokyo"?` where one of the names is near enough, else nothing. Goes into the middle of a sentence. */
export function didYouMean(word: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const best = closest(
    word.toLowerCase(),
    names.map((name) => name.toLowerCase()),
  );
  const name = names.find((candidate) => candidate.toLowerCase() === best);
  const near = distance(word.toLowerCase(), best) <= Math.max(1, Math.floor(word.length / 3));
  return near && name !== undefined ? `, did you mean "${name}"?` : "";
}
