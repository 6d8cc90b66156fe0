// SPDX-License-Identifier: Apache-2.0
import type { JsonObject } from "./json";

/** A row of a table. */
export interface Row extends JsonObject {
  id: string;
}

type KeyOf = (row: Row) => readonly string[];

/** A table of rows by id, with indexes for the lookups of the rules, so that the cost of a POST does not depend on the number of objects. */
export class Table {
  readonly #rows = new Map<string, Row>();
  readonly #indexes = new Map<string, { keysOf: KeyOf; ids: Map<string, Set<string>> }>();
  #sorted: string[] | undefined;

  constructor(
    readonly name: string,
    indexes: Readonly<Record<string, KeyOf>>,
    private readonly changed: (table: string, id: string, row: Row | undefined) => void,
  ) {
    for (const [index, keysOf] of Object.entries(indexes)) this.#indexes.set(index, { keysOf, ids: new Map() });
  }

  get size(): number {
    return this.#rows.size;
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id);
  }

  /** All rows, sorted by id: MariaDB returns lists in the order of the primary key, not in the order of creation. */
  all(): Row[] {
    this.#sorted ??= [...this.#rows.keys()].sort();
    return this.#sorted.map((id) => this.#rows.get(id) as Row);
  }

  find(index: string, key: string): Row[] {
    const ids = this.#indexes.get(index)?.ids.get(key);
    return ids === undefined ? [] : [...ids].sort().map((id) => this.#rows.get(id) as Row);
  }

  has(index: string, key: string): boolean {
    return this.#indexes.get(index)?.ids.has(key) ?? false;
  }

  put(row: Row): Row {
    this.#forget(row.id);
    this.#rows.set(row.id, row);
    this.#sorted = undefined;
    for (const { keysOf, ids } of this.#indexes.values())
      for (const key of keysOf(row)) ids.set(key, (ids.get(key) ?? new Set()).add(row.id));
    this.changed(this.name, row.id, row);
    return row;
  }

  delete(id: string): boolean {
    if (!this.#forget(id)) return false;
    this.#rows.delete(id);
    this.#sorted = undefined;
    this.changed(this.name, id, undefined);
    return true;
  }

  #forget(id: string): boolean {
    const old = this.#rows.get(id);
    if (old === undefined) return false;
    for (const { keysOf, ids } of this.#indexes.values())
      for (const key of keysOf(old)) {
        const holders = ids.get(key);
        holders?.delete(id);
        if (holders?.size === 0) ids.delete(key);
      }
    return true;
  }
}
