// SPDX-License-Identifier: Apache-2.0
import { HABITS, type Habit } from "./habits";
import { passagesOf } from "./passages";

/** Words of a file that have one of the {@link HABITS}. */
export interface ProseFinding {
  readonly path: string;
  readonly line: number;
  readonly words: string;
  readonly habit: Habit;
}

export function findingsIn(path: string, source: string): ProseFinding[] {
  return passagesOf(path, source).flatMap(({ offset, text }) =>
    HABITS.flatMap((habit) =>
      [...text.matchAll(habit.pattern)].map(({ 0: words, index }) => ({
        path,
        line: source.slice(0, offset + index).split("\n").length,
        words,
        habit,
      })),
    ),
  );
}

export const findingText = ({ path, line, words, habit: { reason, instead } }: ProseFinding): string =>
  `${path}:${line}: "${words}". ${reason} Write: ${instead}`;
