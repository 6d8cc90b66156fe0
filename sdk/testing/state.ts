// SPDX-License-Identifier: Apache-2.0
import { collated } from "./database";
import { Journal } from "./journal";
import type { Json } from "./json";
import { type Row, Table } from "./table";

const list = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

const property = (value: Json, name: string): string =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? String(value[name]) : "";

/** All tables of an emulated site. */
export class State {
  readonly #tables = new Map<string, Table>();
  readonly #journal: Journal | undefined;
  #loading = true;

  readonly gatewayDevices = this.#table("gateway_devices", {
    management: (row) => (row.management_ip === null ? [] : [collated(row.management_ip)]),
    tunnel: (row) => [...list(row.tunnel_ips), ...list(row.hidden_tunnel_ips)].map(collated),
    resource: (row) => (row.resource_id === "" ? [] : [`${row.type} ${row.resource_id}`]),
  });
  readonly remoteMacEntries = this.#table("remote_mac_entries", {
    mac: (row) => [collated(row.mac_address)],
    device: (row) => [String(row.device_id)],
  });
  readonly l2Gateways = this.#table("l2_gateways", { device: (row) => list(row.devices).map((device) => property(device, "device_id")) });
  readonly connections = this.#table("l2_gateway_connections", {
    gateway: (row) => [String(row.l2_gateway_id)],
    network: (row) => [String(row.network_id)],
  });
  readonly networks = this.#table("networks", {});
  readonly routers = this.#table("routers", {});
  readonly subnets = this.#table("subnets", { network: (row) => [String(row.network_id)] });
  readonly ports = this.#table("ports", { network: (row) => [String(row.network_id)], device: (row) => [String(row.device_id)] });
  /** VLANs that are bound to ports of switches, as the upstream agent reports them. */
  readonly vlanBindings = this.#table("vlan_bindings", { port: (row) => [String(row.port)], network: (row) => [String(row.network)] });

  constructor(site: string, directory?: string) {
    if (directory === undefined) return;
    this.#journal = new Journal(directory, site);
    for (const { table, id, row } of this.#journal.read()) {
      if (row === undefined) this.table(table)?.delete(id);
      else this.table(table)?.put(row);
    }
    this.#journal.open([...this.#tables.values()].flatMap((table) => table.all().map((row) => ({ table: table.name, id: row.id, row }))));
    this.#loading = false;
  }

  /** The table with this name. */
  table(name: string): Table | undefined {
    return this.#tables.get(name);
  }

  /** Closes the journal. */
  close(): void {
    this.#journal?.close();
  }

  #table(name: string, indexes: Readonly<Record<string, (row: Row) => readonly string[]>>): Table {
    const table = new Table(name, indexes, (changed, id, row) => {
      if (!this.#loading) this.#journal?.write(row === undefined ? { table: changed, id } : { table: changed, id, row });
    });
    this.#tables.set(name, table);
    return table;
  }
}
