// SPDX-License-Identifier: Apache-2.0
import { type Facts, propertiesOf } from "./facts";
import { table } from "./markdown";

/** The effect of changing each property, by resource. */
export function propertyTable(kinds: readonly Facts[]): string {
  const notes: string[] = [];
  const names = [...new Set(kinds.flatMap((facts) => Object.keys(propertiesOf(facts))))];
  const cell = (facts: Facts, name: string): string => {
    const property = propertiesOf(facts)[name];
    if (property === undefined) return "";
    const { input } = property;
    if (input === undefined) return "computed";
    const cost = input.change === "update" ? "in place" : "replaces";
    if (input.changeNote === undefined) return cost;
    if (!notes.includes(input.changeNote)) notes.push(input.changeNote);
    return `${cost} [${notes.indexOf(input.changeNote) + 1}]`;
  };
  const rows = names.map((name) => [`\`${name}\``, ...kinds.map((facts) => cell(facts, name))]);
  return [
    table(["", ...kinds.map(({ kind }) => kind)], rows),
    "",
    ...notes.map((note, index) => `[${index + 1}] ${note}${index < notes.length - 1 ? "<br>" : ""}`),
  ].join("\n");
}
