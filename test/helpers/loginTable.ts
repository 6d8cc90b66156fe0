// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

export type Column = "emulated" | "real Keystone" | "mocked";

/** The rows of docs/login.md that claim a tick in this column: auth types, by all their names, or scopes. */
export function ticked(rows: "auth_type" | "scope", column: Column): string[] {
  const lines = readFileSync(join(__dirname, "../../../docs/login.md"), "utf8").split("\n");
  const head = lines.findIndex((line) => cells(line)[0]?.replaceAll("`", "") === rows && cells(line).includes(column));
  const at = cells(lines[head] ?? "").indexOf(column);
  if (head === -1) throw new Error(`docs/login.md has no table of ${rows} with a column "${column}"`);
  const body = lines.slice(head + 2);
  const table = body.slice(
    0,
    body.findIndex((line) => !line.startsWith("|")),
  );
  return table
    .map(cells)
    .filter((row) => row[at] === "✓")
    .flatMap(([names = ""]) => names.replaceAll("`", "").split(", "))
    .sort();
}

const cells = (line: string): string[] =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
