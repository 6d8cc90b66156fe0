// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from "node:crypto";
import type { JsonObject } from "./json";
import type { Collection, Scope } from "./kinds/collection";
import { remoteMacEntries } from "./kinds/remoteMacEntries";
import { targetOf } from "./neutron/routes";
import type { SiteCore } from "./siteCore";
import type { Row, Table } from "./table";

/** What a site holds, by collection. Remote MAC entries carry their `device_id`. */
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

/** Changes made behind the API's back, without any of its rules, as an operator at the database makes them. */
export class Objects {
  constructor(private readonly core: SiteCore) {}

  /** The rows of a kind as GET shows them. */
  list(kind: ObjectKind): JsonObject[] {
    if (kind === "remote_mac_entries") return this.#table(kind).all();
    const { core } = this;
    const scope: Scope = { state: core.state, options: core.options, agent: core.agent, caller: ADMIN };
    const collection = this.#collection(kind);
    return this.#table(kind)
      .all()
      .map((row) => safely(() => collection.show(scope, row), row));
  }

  insert(kind: ObjectKind, row: JsonObject): string {
    const id = typeof row.id === "string" ? row.id : randomUUID();
    this.#table(kind).put({ ...row, id });
    return id;
  }

  /** @throws Error where the site has no such object */
  edit(kind: ObjectKind, id: string, patch: JsonObject): void {
    const row = this.#table(kind).get(id);
    if (row === undefined) throw new Error(`site ${this.core.name} has no ${id} in ${kind}`);
    this.#table(kind).put({ ...row, ...patch, id });
  }

  /** Takes a row away, and with it what the database's cascades take. Answers whether it was there. */
  remove(kind: ObjectKind, id: string): boolean {
    const { state } = this.core;
    if (kind === "gateway_devices") for (const entry of state.remoteMacEntries.find("device", id)) state.remoteMacEntries.delete(entry.id);
    if (kind === "networks") for (const row of state.connections.find("network", id)) state.connections.delete(row.id);
    if (kind === "l2_gateways") for (const row of state.connections.find("gateway", id)) state.connections.delete(row.id);
    return this.#table(kind).delete(id);
  }

  /** Makes an object through the rules of its kind, as an admin of its project would, but for an `id` among the values. Answers its id. */
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

/** A poisoned row cannot be shown by the API; here it is shown as it is stored. */
function safely(show: () => JsonObject, row: Row): JsonObject {
  try {
    return show();
  } catch {
    return row;
  }
}
