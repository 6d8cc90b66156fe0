// SPDX-License-Identifier: Apache-2.0
import { BorderGatewayError } from "../client/errors";
import type { Runtime } from "../kinds/definition";
import type { NamedObject, ObjectKind, Place } from "./objectKind";
import { formerNameAdvice, isGenerated, nameOf } from "./report";

/** What a look found after the server refused a duplicate. */
interface Found<Row> {
  /** Rows of the collection that no resource of the program has. */
  readonly rows: readonly Row[];
  /** All rows of the collection that could be the object, or that conflict with it. */
  readonly found: readonly Row[];
  /** Conflicting objects outside the collection. */
  readonly elsewhere: readonly NamedObject[];
}

/** The object that conflicts with a refused one, and what to do about it: one or two sentences for the user. */
export function describeConflict<I, Row extends { id: string }>(
  kind: ObjectKind<I, Row>,
  { objects }: Runtime,
  place: Place<Row>,
  { rows, found, elsewhere }: Found<Row>,
): string {
  const describe = (row: Row) => nameOf(kind.kind, row.id, place.props(row));
  const declared = found.find((row) => !rows.includes(row));
  const held = rows.length === 0 && declared !== undefined ? describe(declared) : elsewhere.find(({ id }) => objects.isClaimed(id))?.text;
  if (held !== undefined) return `In the way: ${held}, which another resource of this program has. Declare it once`;
  const names = rows.length > 0 ? rows.map(describe) : elsewhere.map(({ text }) => text);
  if (names.length === 0) return "The object that stands in the way was not found; it may be gone by now";
  const way = `In the way: ${names.join(", ")}. Delete it`;
  if (rows.length === 0) return way;
  const renamed = rows.map((row) => String(place.props(row).name)).find(isGenerated);
  const advice = renamed === undefined ? "" : `. ${formerNameAdvice(renamed)}`;
  return `${way}, or give \`adopt: true\` to adopt it if its immutable properties match${advice}`;
}

export const declaredTwice = <I, Row extends { id: string }>(
  { kind }: ObjectKind<I, Row>,
  { site }: Place<Row>,
  { id }: Row,
): BorderGatewayError =>
  new BorderGatewayError(`site ${site.name}: two resources of this program declare the same ${kind} ${id}. Declare it once`);
