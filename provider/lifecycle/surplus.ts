// SPDX-License-Identifier: Apache-2.0
// Objects that a request created whose answer was lost, beside the one that the resource manages: possible only for kinds of which the server allows several equal ones.
import type { Props, Runtime } from "../kinds/definition";
import { difference } from "./diff";
import type { ObjectKind, Place } from "./objectKind";
import { isGenerated, messageOf, nameOf } from "./report";

/**
 * Deals with objects that equal a resource's own one. With the resource's own hash in the name and nothing attached, such an object is deleted; any other
 * is reported. Never throws: the resource's own object exists, and its id must reach the state.
 * @param isOwn true if the name proves that the objects are this resource's
 */
export async function settleSurplus<I, Row extends { id: string }>(
  kind: ObjectKind<I, Row>,
  runtime: Runtime,
  place: Place<Row>,
  rows: readonly Row[],
  isOwn: boolean,
): Promise<void> {
  for (const row of rows) {
    const what = `${nameOf(kind.kind, row.id, place.props(row))} at site ${place.site.name}`;
    try {
      const attached = isOwn ? ((await kind.holders?.(row.id, place.site)) ?? []) : [];
      if (isOwn && attached.length === 0) {
        await place.collection.remove(row.id);
        runtime.warn(`deleted ${what}: a request of this resource whose answer was lost had created it, and nothing was attached to it`);
      } else if (isOwn)
        runtime.warn(`${what} has the name of this resource, which manages another one. Delete it after ${attached.join(", ")}`);
      else
        runtime.warn(
          `${what} equals the ${kind.kind} that this resource has created. If a request whose answer was lost created it, delete it; with \`adopt: true\` the resource would have adopted it`,
        );
    } catch (error) {
      runtime.warn(`${what} is surplus and could not be deleted: ${messageOf(error)}. Delete it`);
    }
  }
}

/** Reads an object by its automatic name instead of its id: the same request also shows surplus objects of that name, which are reported. */
export async function readAmongNamesakes<I, Row extends { id: string }>(
  kind: ObjectKind<I, Row>,
  runtime: Runtime,
  place: Place<Row>,
  rowId: string,
  last: Props,
): Promise<Row | undefined> {
  if (typeof last.name !== "string" || !isGenerated(last.name)) return place.collection.find(rowId);
  const { site: _, ...own } = last;
  const rows = (await kind.recentCandidates?.(last, place.site)) ?? [];
  for (const row of rows) {
    const { updates, replaces } = difference(kind, place.props(row), own);
    if (row.id === rowId || updates.length + replaces.length > 0) continue;
    runtime.warn(
      `${nameOf(kind.kind, row.id, place.props(row))} at site ${place.site.name} has the name and the values of ${kind.kind} ${rowId}, which this stack manages: a request whose answer was lost created it. Delete it`,
    );
  }
  return rows.find(({ id }) => id === rowId) ?? place.collection.find(rowId);
}
