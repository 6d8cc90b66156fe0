// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from "node:crypto";
import { columnInteger } from "../database";
import { isObject, type Json, type JsonObject } from "../json";
import { adminRequired, crash, notFound, Refusal } from "../neutron/errors";
import { int, isNotIntLike, text, truthy } from "../neutron/python";
import type { Validator } from "../neutron/validators";
import type { Row } from "../table";
import { borderGateways, getGateway, refuseInUse } from "./borderGateways";
import type { Collection, Scope } from "./collection";
import { refuseSegment, VLAN_LIMIT } from "./segmentation";
import { portId, switchId } from "./switches";
import { bindingsBefore, rebind } from "./vlanBindings";

const NOT_ITERABLE = "validate_gwdevice_list: provided data are not iterable";

/** networking-l2gw networking_l2gw/services/l2gateway/common/l2gw_validators.py `validate_gwdevice_list`. */
const devices: Validator = (value) => {
  if (!truthy(value)) return "Cannot create a gateway with an empty device list";
  if (typeof value === "number" || typeof value === "boolean") return NOT_ITERABLE;
  if (!Array.isArray(value)) throw crash();
  for (const device of value) {
    if (!isObject(device)) throw crash();
    const reason = wrongDevice(device);
    if (reason !== undefined) return reason;
  }
  return undefined;
};

function wrongDevice({ device_name, interfaces }: JsonObject): string | undefined {
  if (!truthy(device_name)) return "Cannot create a gateway with an empty device_name";
  if (!truthy(interfaces)) return "Cannot create a gateway with an empty interfaces";
  if (!Array.isArray(interfaces)) return "interfaces format is not a type list of dicts";
  for (const item of interfaces) {
    if (!isObject(item)) return "interfaces format is not a type dict";
    if (!truthy(item.name)) return "Cannot create a gateway with an empty interface name";
    if (!("segmentation_id" in item)) continue;
    const ids = item.segmentation_id;
    if (!truthy(ids)) return "segmentation_id_list should not be empty";
    if (!Array.isArray(ids)) return "segmentation_id type should be of list type ";
    for (const id of ids) {
      if (isNotIntLike(id)) return NOT_ITERABLE;
      refuseSegment(id, VLAN_LIMIT);
    }
  }
  return undefined;
}

/** L2 gateways in the upstream form: networking-l2gw networking_l2gw/db/l2gateway/l2gateway_db.py with service_drivers/rpc_l2gw.py. */
export const upstreamGateways: Collection = {
  ...borderGateways,
  attributes: { ...borderGateways.attributes, devices: { post: true, put: true, validate: devices } },
  show: (_, { id, name = "", devices = [], tenant_id = "" }) => ({ id, name, devices, tenant_id }),
  create({ state, caller }, values) {
    if (!caller.admin) throw adminRequired("CREATE");
    const sent = values.devices as JsonObject[];
    for (const device of sent) refuseMixed(device.interfaces as JsonObject[]);
    if (String(values.name).length > 255) throw crash();
    const made = sent.map((device) => ({
      device_name: text(device.device_name),
      id: randomUUID(),
      ...bothShapes(device.interfaces as JsonObject[]),
    }));
    // MariaDB answers rows by their random primary keys: the order of the request is lost.
    made.sort((a, b) => (a.id < b.id ? -1 : 1));
    const row = { id: randomUUID(), name: values.name as Json, tenant_id: values.tenant_id as Json };
    state.l2Gateways.put({ ...row, devices: made.map(({ echo: _, ...device }) => device) });
    return {
      id: row.id,
      name: row.name,
      devices: made.map(({ echo, ...device }) => ({ ...device, interfaces: echo })),
      tenant_id: row.tenant_id,
    };
  },
  update(scope, row, values) {
    const sent = (values.devices ?? []) as JsonObject[];
    const old = row.devices as JsonObject[];
    for (const device of sent) refuseDeviceUpdate(old, device);
    for (const device of sent) refuseUnknownPorts(device);
    if (String(values.name ?? "").length > 255) throw crash();
    refuseRevision(scope, row);
    const before = bindingsBefore(scope, old);
    let devices = old;
    for (const { device_name, interfaces } of sent) {
      const { interfaces: next } = bothShapes(interfaces as JsonObject[]);
      const target = devices.find((item) => item.device_name === text(device_name));
      devices = devices.map((item) => (item === target ? { ...item, interfaces: next } : item));
    }
    // Without devices the server overwrites the name with the value in the request, even if there is none.
    const name = sent.length === 0 ? (values.name ?? null) : truthy(values.name) ? (values.name as Json) : (row.name ?? null);
    const updated = scope.state.l2Gateways.put({ ...row, name, devices, revision_number: revisionOf(row) + 1 });
    rebind(scope, before, devices);
    return upstreamGateways.show(scope, updated);
  },
  remove(scope: Scope, id: string) {
    const row = getGateway(scope, id);
    refuseInUse(scope, id);
    refuseRevision(scope, row);
    scope.state.l2Gateways.delete(id);
  },
};

/** The number is counted and compared, but never shown. */
const revisionOf = (row: Row): number => Number(row.revision_number ?? 0);

/** neutron neutron/services/revisions/revision_plugin.py, which the upstream server loads and networking-midonet's does not. */
function refuseRevision({ revision }: Scope, row: Row): void {
  const current = revisionOf(row);
  if (revision !== undefined && revision !== current)
    throw new Refusal(412, "RevisionNumberConstraintFailed", `Constrained to ${revision}, but current revision is ${current}`);
}

/** Interfaces as they are stored, and as the response to the POST contains them. An id of "0" is read back as none, but the response to the POST contains "0". */
function bothShapes(interfaces: JsonObject[]): { interfaces: JsonObject[]; echo: JsonObject[] } {
  const rows = interfaces.flatMap(({ name, segmentation_id }) =>
    ((segmentation_id as Json[] | undefined) ?? [0]).map((id) => ({ key: randomUUID(), name: text(name), sent: id })),
  );
  rows.sort((a, b) => (a.key < b.key ? -1 : 1));
  return {
    interfaces: align(rows.map(({ name, sent }) => ({ name, id: columnInteger(sent) || "" }))),
    echo: align(rows.map(({ name, sent }) => ({ name, id: sent === 0 ? "" : text(sent) }))),
  };
}

/** `_align_interfaces_list`: the ids of a name in one list; an empty first one is left out, an empty later one is not. */
function align(rows: { name: string; id: number | string }[]): JsonObject[] {
  const byName = new Map<string, string[]>();
  for (const { name, id } of rows) {
    const ids = byName.get(name);
    if (ids === undefined) byName.set(name, id === "" ? [] : [String(id).trim()]);
    else ids.push(String(id));
  }
  return [...byName].map(([name, segmentation_id]) => ({ segmentation_id, name }));
}

function refuseMixed(interfaces: JsonObject[]): void {
  const first = "segmentation_id" in (interfaces[0] as JsonObject);
  if (interfaces.some((item) => "segmentation_id" in item !== first))
    throw new Refusal(409, "L2GatewaySegmentationRequired", "L2 gateway segmentation id must be consistent for all the interfaces");
}

function refuseDeviceUpdate(kept: JsonObject[], { device_name, interfaces }: JsonObject): void {
  if (!kept.some((device) => device.device_name === text(device_name)))
    throw notFound("L2GatewayDeviceNotFound", `L2 Gateway Device ${text(device_name)} could not be found.`);
  refuseMixed(interfaces as JsonObject[]);
  const [first] = (kept[0]?.interfaces ?? []) as JsonObject[];
  const old = (first?.segmentation_id ?? []) as Json[];
  const had = old.some((id) => (int(id) ?? 0) > 0);
  const has = "segmentation_id" in ((interfaces as JsonObject[])[0] as JsonObject);
  const start = "The segmentation id is";
  if (had && !has) throw new Refusal(500, "L2GatewaySegmentationIDExists", `${start} already specified in existing gateway interfaces.`);
  if (!had && has) throw new Refusal(500, "L2GatewaySegmentationIDNotExists", `${start} not specified in existing gateway interfaces.`);
}

function refuseUnknownPorts({ device_name, interfaces }: JsonObject): void {
  const name = text(device_name);
  for (const item of interfaces as JsonObject[]) {
    if (switchId(name) === undefined) throw notFound("L2GatewayDeviceNotFound", `L2 Gateway Device ${name} could not be found.`);
    if (portId(name, text(item.name)) === undefined)
      throw new Refusal(
        500,
        "L2GatewayPhysicalPortNotFound",
        `Physical Port '${text(item.name)}' in Physical switch '${name}' could not be found`,
      );
  }
}
