// SPDX-License-Identifier: Apache-2.0
import { closest, distance } from "fastest-levenshtein";

/** `; did you mean "tokyo"?` where one of the known names is close, else nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  if (known.length === 0) return "";
  const best = closest(
    name.toLowerCase(),
    known.map((one) => one.toLowerCase()),
  );
  const near = known.find((one) => one.toLowerCase() === best);
  return near !== undefined && distance(name.toLowerCase(), best) <= Math.max(2, name.length / 3) ? `; did you mean "${near}"?` : "";
}
