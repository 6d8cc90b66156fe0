// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from "node:crypto";
import type { JsonObject } from "./json";
import type { Collection, Scope } from "./kinds/collection";
import { remoteMacEntries } from "./kinds/remoteMacEntries";
import { targetOf } from "./neutron/routes";
import type { SiteCore } from "./siteCore";
import type { Row, Table } from "./table";

/** The kinds of objects that a site contains. A remote MAC entry contains its `device_id`. */
export type ObjectKind =
  | "gateway_devices"
  | "remote_mac_entries"
  | "l2_gateways"
  | "l2_gateway_connections"
  | "networks"
  | "routers"
  | "subnets"
  | "ports";

const ADMIN = { admin: true };

/** Direct access to the objects of a site without the rules of the API, as an operator has it at the database. */
export class Objects {
  constructor(private readonly core: SiteCore) {}

  /** All objects of a kind, as GET returns them. */
  list(kind: ObjectKind): JsonObject[] {
    if (kind === "remote_mac_entries") return this.#table(kind).all();
    const { core } = this;
    const scope: Scope = { state: core.state, options: core.options, agent: core.agent, caller: ADMIN };
    const collection = this.#collection(kind);
    return this.#table(kind)
      .all()
      .map((row) => safely(() => collection.show(scope, row), row));
  }

  /** Inserts a row. Returns its id. */
  insert(kind: ObjectKind, row: JsonObject): string {
    const id = typeof row.id === "string" ? row.id : randomUUID();
    this.#table(kind).put({ ...row, id });
    return id;
  }

  /** Changes a row. @throws Error if the site has no such object */
  edit(kind: ObjectKind, id: string, patch: JsonObject): void {
    const row = this.#table(kind).get(id);
    if (row === undefined) throw new Error(`site ${this.core.name} has no ${id} in ${kind}`);
    this.#table(kind).put({ ...row, ...patch, id });
  }

  /** Deletes a row and the dependents that the database deletes with it. Returns whether the row existed. */
  remove(kind: ObjectKind, id: string): boolean {
    const { state } = this.core;
    if (kind === "gateway_devices") for (const entry of state.remoteMacEntries.find("device", id)) state.remoteMacEntries.delete(entry.id);
    if (kind === "networks") for (const row of state.connections.find("network", id)) state.connections.delete(row.id);
    if (kind === "l2_gateways") for (const row of state.connections.find("gateway", id)) state.connections.delete(row.id);
    return this.#table(kind).delete(id);
  }

  /** Creates an object through the rules of its kind, as an admin of its project would, except that `id` can be given. Returns its id. */
  create(kind: "networks" | "routers", { id, ...values }: JsonObject): string {
    const { core } = this;
    const collection = this.#collection(kind);
    const defaults = Object.fromEntries(
      Object.entries(collection.attributes).flatMap(([name, { default: value }]) => (value === undefined ? [] : [[name, value]])),
    );
    const scope: Scope = { state: core.state, options: core.options, agent: core.agent, caller: ADMIN };
    const made = String(collection.create(scope, { ...defaults, ...values }).id);
    if (typeof id !== "string") return made;
    const row = this.#table(kind).get(made);
    this.#table(kind).delete(made);
    return this.insert(kind, { ...row, id });
  }

  #collection(kind: ObjectKind): Collection {
    if (kind === "remote_mac_entries") return remoteMacEntries;
    const found = targetOf("border", kind === "gateway_devices" ? `/gw/${kind}` : `/${kind}`);
    const own = targetOf(this.core.options.kind, `/${kind}`) ?? found;
    if (own === undefined) throw new Error(`no such kind of object: ${kind}`);
    return own.collection;
  }

  #table(kind: ObjectKind): Table {
    const table = this.core.state.table(kind);
    if (table === undefined) throw new Error(`no such kind of object: ${kind}`);
    return table;
  }
}

/** The object as the API returns it, or the stored row if the API cannot return it. */
function safely(show: () => JsonObject, row: Row): JsonObject {
  try {
    return show();
  } catch {
    return row;
  }
}
