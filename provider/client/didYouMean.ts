// SPDX-License-Identifier: Apache-2.0
import { closest, distance } from "fastest-levenshtein";

/** `; did you mean "tokyo"?` where one of the known names is close, else nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? "" : `; did you mean "${near}"?`;
}

/** The end of a message, `. Did you mean "tokyo"?`, if one of the known names is close, else nothing. */
export function suggestion(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? "" : `. Did you mean "${near}"?`;
}

/** At most `most` of the names, and how many more there are. */
export function abbreviated(names: readonly string[], most: number): string {
  const listed = names.slice(0, most).join(", ");
  return names.length > most ? `${listed} and ${names.length - most} more` : listed;
}

/** The known name that a misspelt one most likely stands for; `undefined` if none is close. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(
    name.toLowerCase(),
    known.map((one) => one.toLowerCase()),
  );
  const changed = distance(name.toLowerCase(), best);
  // A name of which every letter would change is another name.
  if (changed > Math.max(2, name.length / 3) || changed >= Math.max(name.length, best.length)) return undefined;
  return known.find((one) => one.toLowerCase() === best);
}
