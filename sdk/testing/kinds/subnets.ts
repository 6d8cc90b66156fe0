// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from "node:crypto";
import ipaddr from "ipaddr.js";
import type { Json } from "../json";
import { badRequest, conflict, notFound } from "../neutron/errors";
import { boolean, string, type Validator } from "../neutron/validators";
import type { Collection } from "./collection";
import { coreCollection, stamps } from "./core";

const cidr: Validator = (value) =>
  typeof value === "string" && ipaddr.isValidCIDR(value) ? undefined : `'${value}' is not a valid IP subnet`;

export const subnets: Collection = coreCollection({
  member: "subnet",
  collection: "subnets",
  columns: ["id", "name", "tenant_id", "project_id", "network_id", "cidr", "ip_version", "enable_dhcp", "gateway_ip"],
  attributes: {
    id: { post: false, put: false },
    name: { post: true, put: true, default: "", validate: string(255) },
    description: { post: true, put: true, default: "", validate: string(255) },
    network_id: { post: true, put: false, validate: string(36) },
    tenant_id: { post: true, put: false, validate: string(255) },
    ip_version: { post: true, put: false, default: 4 },
    cidr: { post: true, put: false, validate: cidr },
    gateway_ip: { post: true, put: true, default: "first" },
    enable_dhcp: { post: true, put: true, default: true, validate: boolean },
    allocation_pools: { post: true, put: true, default: null },
    dns_nameservers: { post: true, put: true, default: [] },
    host_routes: { post: true, put: true, default: [] },
  },
  table: ({ state }) => state.subnets,
  create({ state }, values) {
    const networkId = String(values.network_id);
    const network = state.networks.get(networkId);
    if (network === undefined) throw notFound("NetworkNotFound", `Network ${networkId} could not be found.`);
    const text = String(values.cidr);
    const same = state.subnets.find("network", networkId).find((row) => row.cidr === text);
    if (same !== undefined)
      throw badRequest(
        `Invalid input for operation: Requested subnet with cidr: ${text} for network: ${networkId} overlaps with another subnet.`,
        "InvalidInput",
      );
    const row = {
      id: randomUUID(),
      name: values.name as Json,
      tenant_id: values.tenant_id as Json,
      network_id: networkId,
      ip_version: values.ip_version as Json,
      subnetpool_id: null,
      enable_dhcp: values.enable_dhcp as Json,
      gateway_ip: values.gateway_ip === "first" ? hostOf(text, 1) : (values.gateway_ip as Json),
      cidr: text,
      allocation_pools: values.allocation_pools ?? [],
      host_routes: values.host_routes as Json,
      dns_nameservers: values.dns_nameservers as Json,
      description: values.description as Json,
      service_types: [],
      ...stamps(),
    };
    state.networks.put({ ...network, subnets: [...((network.subnets ?? []) as Json[]), row.id] });
    return row;
  },
  release({ state }, { id, network_id }) {
    const holders = state.ports.find("network", String(network_id));
    if (holders.some((port) => JSON.stringify(port.fixed_ips).includes(id)))
      throw conflict(
        "SubnetInUse",
        `Unable to complete operation on subnet ${id}: One or more ports have an IP allocation from this subnet.`,
      );
    const network = state.networks.get(String(network_id));
    if (network !== undefined)
      state.networks.put({ ...network, subnets: ((network.subnets ?? []) as Json[]).filter((item) => item !== id) });
  },
});

/** The n-th address of a subnet. */
export function hostOf(text: string, n: number): string {
  const [address] = ipaddr.parseCIDR(text);
  const bytes = address.toByteArray();
  const last = bytes.length - 1;
  bytes[last] = ((bytes[last] ?? 0) + n) & 255;
  bytes[last - 1] = ((bytes[last - 1] ?? 0) + (n >> 8)) & 255;
  return ipaddr.fromByteArray(bytes).toString();
}
