// SPDX-License-Identifier: Apache-2.0
import { randomBytes, randomUUID } from "node:crypto";
import type { Json, JsonObject } from "../json";
import { conflict, notFound } from "../neutron/errors";
import { boolean, macAddress, string } from "../neutron/validators";
import { type Collection, readable, type Scope } from "./collection";
import { coreCollection, stamps } from "./core";
import { hostOf } from "./subnets";

const open = { post: true, put: true } as const;

export const ports: Collection = coreCollection({
  member: "port",
  collection: "ports",
  columns: ["id", "name", "tenant_id", "project_id", "network_id", "mac_address", "device_id", "device_owner", "status", "admin_state_up"],
  attributes: {
    id: { post: false, put: false },
    name: { ...open, default: "", validate: string(255) },
    description: { ...open, default: "", validate: string(255) },
    network_id: { post: true, put: false, validate: string(36) },
    tenant_id: { post: true, put: false, validate: string(255) },
    mac_address: { ...open, default: "", validate: (value) => (value === "" ? undefined : macAddress(value)) },
    admin_state_up: { ...open, default: true, validate: boolean },
    device_id: { ...open, default: "", validate: string(255) },
    device_owner: { ...open, default: "", validate: string(255) },
    fixed_ips: { ...open, default: null },
    security_groups: { ...open, default: [] },
    allowed_address_pairs: { ...open, default: [] },
    port_security_enabled: { ...open, default: true },
    "binding:host_id": { ...open, default: "" },
  },
  table: ({ state }) => state.ports,
  create(scope, values) {
    const { state, caller } = scope;
    const networkId = String(values.network_id);
    if (readable(state.networks.get(networkId), caller) === undefined)
      throw notFound("NetworkNotFound", `Network ${networkId} could not be found.`);
    const mac = String(values.mac_address || `fa:16:3e:${[...randomBytes(3)].map((byte) => byte.toString(16).padStart(2, "0")).join(":")}`);
    if (state.ports.find("network", networkId).some((row) => row.mac_address === mac))
      throw conflict("MacAddressInUse", `Unable to complete operation for network ${networkId}. The mac address ${mac} is in use.`);
    return {
      id: randomUUID(),
      name: values.name ?? "",
      network_id: networkId,
      tenant_id: values.tenant_id as Json,
      mac_address: mac,
      admin_state_up: values.admin_state_up ?? true,
      status: "DOWN",
      device_id: values.device_id ?? "",
      device_owner: values.device_owner ?? "",
      fixed_ips: addressesOf(scope, networkId, values.fixed_ips ?? null),
      security_groups: [],
      "binding:vnic_type": "normal",
      "binding:profile": {},
      "binding:host_id": values["binding:host_id"] ?? "",
      "binding:vif_type": "unbound",
      "binding:vif_details": {},
      allowed_address_pairs: values.allowed_address_pairs ?? [],
      extra_dhcp_opts: [],
      description: values.description ?? "",
      ...stamps(),
    };
  },
  release(_, { id, device_owner }) {
    if (device_owner === "network:router_interface")
      throw conflict(
        "ServicePortInUse",
        `Port ${id} cannot be deleted directly via the port API: has device owner network:router_interface.`,
      );
  },
});

/** The addresses asked for, or the next one of the first subnet of the network. */
function addressesOf({ state }: Scope, networkId: string, asked: Json): Json {
  const subnets = state.subnets.find("network", networkId);
  const next = (subnetId: Json | undefined): JsonObject | undefined => {
    const subnet = subnets.find((row) => subnetId === undefined || row.id === subnetId);
    const used = state.ports.find("network", networkId).length;
    return subnet && { subnet_id: subnet.id, ip_address: hostOf(String(subnet.cidr), used + 10) };
  };
  if (Array.isArray(asked))
    return (asked as JsonObject[]).map((fixed) =>
      fixed.ip_address
        ? { subnet_id: fixed.subnet_id ?? subnets[0]?.id ?? null, ip_address: fixed.ip_address }
        : (next(fixed.subnet_id) ?? fixed),
    );
  const first = next(undefined);
  return first === undefined ? [] : [first];
}
