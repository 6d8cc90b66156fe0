// SPDX-License-Identifier: Apache-2.0
import type { Json, JsonObject } from "../json";
import { conflict, crash, notFound } from "../neutron/errors";
import type { Row, Table } from "../table";
import { type Collection, readable, type Scope, visible } from "./collection";

/** What every object of Neutron's core carries. */
export function stamps(): JsonObject {
  const now = `${new Date().toISOString().slice(0, 19)}Z`;
  return { tags: [], created_at: now, updated_at: now, revision_number: 1 };
}

interface Core {
  readonly member: string;
  readonly collection: string;
  readonly attributes: Collection["attributes"];
  readonly columns: readonly string[];
  table(scope: Scope): Table;
  create(scope: Scope, values: JsonObject): Row;
  /** Before a row goes; throws where it is in use. */
  release(scope: Scope, row: Row): void;
}

/** The parts of networks, routers, subnets and ports that are the same. They are here to stand border gateways on, not to be a whole Neutron. */
export function coreCollection(core: Core): Collection {
  const kind = `${core.member[0]?.toUpperCase()}${core.member.slice(1)}`;
  const collection: Collection = {
    names: core,
    attributes: core.attributes,
    columns: core.columns,
    rows: (scope) => visible(core.table(scope).all(), scope.caller),
    show: (_, row) => ({ ...row, project_id: row.tenant_id as Json }),
    get(scope, id) {
      const row = readable(core.table(scope).get(id), scope.caller);
      // Neutron's sentence about a router has no full stop.
      if (row === undefined) throw notFound(`${kind}NotFound`, `${kind} ${id} could not be found${kind === "Router" ? "" : "."}`);
      return row;
    },
    create: (scope, values) => collection.show(scope, core.table(scope).put(core.create(scope, values))),
    update(scope, row, values) {
      const revision = Number(row.revision_number ?? 0) + 1;
      return collection.show(scope, core.table(scope).put({ ...row, ...values, id: row.id, revision_number: revision }));
    },
    remove(scope, id) {
      core.release(scope, collection.get(scope, id));
      core.table(scope).delete(id);
    },
  };
  return collection;
}

/** networking-midonet@1dcb2d2 midonet/neutron/db/gateway_device.py: a router or network that carries a device cannot be deleted. */
export function refuseUnderDevice({ state }: Scope, type: string, kind: string, id: string): void {
  const holders = state.gatewayDevices.find("resource", `${type} ${id}`).length;
  if (holders > 1) throw crash();
  if (holders === 1) throw conflict("DeviceInUseByGatewayDevice", `device ${id} (${kind}) is in use by gateway device`);
}
