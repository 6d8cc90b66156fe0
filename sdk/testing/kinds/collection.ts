// SPDX-License-Identifier: Apache-2.0
import type { JsonObject } from "../json";
import type { AttributeMap, Names } from "../neutron/attributes";
import type { Caller } from "../neutron/caller";
import type { Options } from "../options";
import type { State } from "../state";
import type { Row } from "../table";

/** What the rules of a collection need to answer one request. */
export interface Scope {
  readonly state: State;
  readonly options: Options;
  readonly caller: Caller;
  /** The L2 gateway agent of an upstream site. */
  readonly agent: { fails: boolean };
  /** Revision that the client expects (`If-Match: revision_number=N`); upstream gateways look at it. */
  readonly revision?: number;
  /** Id of the object above, for a collection below another. */
  readonly parent?: string;
}

/** One collection of the API: its names, attributes and rules. Every function throws a Refusal if the server rejects the request. */
export interface Collection {
  readonly names: Names;
  readonly attributes: AttributeMap;
  /** Columns of the main table: filters on anything else are ignored by the server. */
  readonly columns: readonly string[];
  /** True where filters on Neutron's standard attributes work, although the objects do not show them (networking-l2gw's). */
  readonly standardAttributes?: true;
  /** False where the server ignores `limit`, `marker` and `sort_key` (remote MAC entries). */
  readonly pages?: false;
  /** Rows that the caller may see, before filters. */
  rows(scope: Scope): Row[];
  /** A row as GET shows it. The fields that are asked for, all where there are none, matter only where showing one fails; they are cut elsewhere. */
  show(scope: Scope, row: Row, fields?: readonly string[]): JsonObject;
  /** The row of an id, or the server's refusal. */
  get(scope: Scope, id: string): Row;
  create(scope: Scope, values: JsonObject): JsonObject;
  update(scope: Scope, row: Row, values: JsonObject): JsonObject;
  remove(scope: Scope, id: string): void;
}

/** Rows of the caller's own project and shared ones, all of them for an admin. */
export function visible(rows: Row[], caller: Caller): Row[] {
  return caller.admin ? rows : rows.filter((row) => readable(row, caller) !== undefined);
}

/** The row, where it is there and the caller may see it: another project's is as good as gone, unless it is shared. */
export function readable(row: Row | undefined, { admin, projectId }: Caller): Row | undefined {
  return admin || row?.tenant_id === projectId || row?.shared === true ? row : undefined;
}
