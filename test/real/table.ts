// SPDX-License-Identifier: Apache-2.0
import type { Outcome } from "./suite";

/** The outcomes of one target. */
export interface Column {
  readonly target: string;
  readonly outcomes: readonly Outcome[];
}

/** A table target × case: `✓` passed, `✗` failed, `·` does not hold there. */
export function table(columns: readonly Column[], rows: readonly string[]): string {
  const cell = ({ outcomes }: Column, row: string): string => {
    const found = outcomes.find(({ title }) => title === row);
    return found === undefined ? "·" : found.passed ? "✓" : "✗";
  };
  const heads = columns.map(({ target }, index) => `${"│ ".repeat(index)}┌ ${target}`);
  const lines = rows.map((row) => `${columns.map((column) => cell(column, row)).join(" ")}  ${row}`);
  return [...heads, ...lines].join("\n");
}
