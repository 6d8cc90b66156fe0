// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from "node:crypto";
import type { Json, JsonObject } from "../json";
import { conflict, invalidInput } from "../neutron/errors";
import { boolean, string } from "../neutron/validators";
import type { Collection, Scope } from "./collection";
import { coreCollection, refuseUnderDevice, stamps } from "./core";

const TYPES = { border: ["local", "flat", "vlan", "vxlan", "midonet", "uplink"], upstream: ["local", "flat", "vlan", "vxlan"] };

const text = { post: true, put: true, default: "", validate: string(255) } as const;

export const networks: Collection = coreCollection({
  member: "network",
  collection: "networks",
  columns: [
    "id",
    "name",
    "tenant_id",
    "project_id",
    "status",
    "admin_state_up",
    "shared",
    "router:external",
    "mtu",
    "provider:network_type",
  ],
  attributes: {
    id: { post: false, put: false },
    name: text,
    description: text,
    admin_state_up: { post: true, put: true, default: true, validate: boolean },
    shared: { post: true, put: true, default: false, validate: boolean },
    tenant_id: { post: true, put: false, validate: string(255) },
    "router:external": { post: true, put: true, default: false, validate: boolean },
    port_security_enabled: { post: true, put: true, default: true },
    mtu: { post: true, put: true, default: 0 },
    is_default: { post: true, put: true, default: false },
    availability_zone_hints: { post: true, put: false, default: [] },
    "provider:network_type": { post: true, put: true, default: null },
    "provider:physical_network": { post: true, put: true, default: null },
    "provider:segmentation_id": { post: true, put: true, default: null },
    segments: { post: true, put: false, default: null },
  },
  table: ({ state }) => state.networks,
  create(scope, values) {
    const { name, tenant_id, description, admin_state_up, shared, ...rest } = values;
    const provider = providerOf(scope, values);
    return {
      id: randomUUID(),
      name: name as Json,
      tenant_id: tenant_id as Json,
      admin_state_up: admin_state_up as Json,
      mtu: values.mtu || (provider["provider:network_type"] === "vxlan" ? 1450 : 1500),
      status: "ACTIVE",
      subnets: [],
      shared: shared as Json,
      "router:external": rest["router:external"] as Json,
      ...provider,
      availability_zone_hints: [],
      availability_zones: [],
      ipv4_address_scope: null,
      ipv6_address_scope: null,
      description: description as Json,
      ...stamps(),
    };
  },
  release(scope, { id }) {
    const { state } = scope;
    const ports = state.ports.find("network", id);
    if (ports.length > 0) {
      const which = scope.options.kind === "border" ? "" : `, id for these ports is: ${ports.map((port) => port.id).join(", ")}`;
      throw conflict(
        "NetworkInUse",
        `Unable to complete operation on network ${id}. There are one or more ports still in use on the network${which}.`,
      );
    }
    refuseUnderDevice(scope, "network_vlan", "network", id);
    for (const subnet of state.subnets.find("network", id)) state.subnets.delete(subnet.id);
    // The foreign key cascades: connections vanish with their network, and no agent is told.
    for (const connection of state.connections.find("network", id)) state.connections.delete(connection.id);
  },
});

/** neutron neutron/plugins/ml2/managers.py, `_extend_network_dict_provider`: a network of several segments shows them, and no provider attributes. */
function providerOf({ options, state }: Scope, values: JsonObject): JsonObject {
  if (Array.isArray(values.segments) && values.segments.length > 1) return { segments: values.segments };
  const type = values["provider:network_type"] ?? (options.kind === "border" ? "midonet" : "vxlan");
  const physical = values["provider:physical_network"] ?? null;
  let segment = values["provider:segmentation_id"] ?? null;
  if (!TYPES[options.kind].includes(String(type))) throw invalidInput(`network_type value '${type}' not supported`);
  const taken = (number: Json) =>
    state.networks
      .all()
      .some(
        (row) =>
          row["provider:network_type"] === type &&
          row["provider:physical_network"] === physical &&
          row["provider:segmentation_id"] === number,
      );
  if (type === "vlan" && segment !== null && taken(segment))
    throw conflict("VlanIdInUse", `Unable to create the network. The VLAN ${segment} on physical network ${physical} is in use.`);
  if (type === "vxlan" && segment === null) segment = state.networks.size + 1;
  return { "provider:network_type": type, "provider:physical_network": physical, "provider:segmentation_id": segment };
}
