// SPDX-License-Identifier: Apache-2.0
// The rows of the API as the servers write them: numbers as text, text as numbers, "" or null for nothing. Only what this package reads is named.
import { z } from "zod";
import type { CollectionSpec } from "./collection";

/** An absent text: the servers write "", null, or leave it out. */
const optionalText = z
  .string()
  .nullish()
  .transform((text) => text || undefined);
/** A number in either spelling. networking-midonet echoes in a POST answer what was sent, and reads back what it stored. */
const numeral = z
  .union([z.number(), z.string()])
  .nullish()
  .transform((value) => (value === "" || value === null ? undefined : value));

const nameText = z
  .string()
  .nullish()
  .transform((name) => name ?? "");

const gatewayDeviceRow = z.object({
  id: z.string(),
  name: nameText,
  type: z.string(),
  tenant_id: optionalText,
  tunnel_ips: z
    .array(z.string())
    .nullish()
    .transform((addresses) => addresses ?? []),
  management_ip: optionalText,
  management_port: numeral,
  management_protocol: optionalText,
  resource_id: optionalText,
});
export type GatewayDeviceRow = z.infer<typeof gatewayDeviceRow>;

const interfaceRow = z.object({ name: z.string(), segmentation_id: z.array(z.union([z.string(), z.number()])).nullish() });
const l2GatewayRow = z.object({
  id: z.string(),
  name: nameText,
  tenant_id: optionalText,
  devices: z.array(
    z.object({
      device_id: optionalText,
      segmentation_id: numeral,
      /** The spelling of the specification, which a server may answer with; networking-midonet writes `segmentation_id`. */
      "segmentation-id": numeral,
      device_name: optionalText,
      interfaces: z.array(interfaceRow).nullish(),
    }),
  ),
});
export type L2GatewayRow = z.infer<typeof l2GatewayRow>;

/** The segmentation ids that a gateway names, in either form and either spelling, as the server wrote them. */
export const segmentationIdsOf = ({ devices }: L2GatewayRow): Array<string | number> =>
  devices
    .flatMap((device) => [
      device.segmentation_id,
      device["segmentation-id"],
      ...(device.interfaces ?? []).flatMap((port) => port.segmentation_id ?? []),
    ])
    .flatMap((id) => (id === undefined || id === "" ? [] : [id]));

const connectionRow = z.object({
  id: z.string(),
  tenant_id: optionalText,
  l2_gateway_id: z.string(),
  network_id: z.string(),
  segmentation_id: numeral,
});
export type ConnectionRow = z.infer<typeof connectionRow>;

const remoteMacRow = z.object({
  id: z.string(),
  mac_address: z.string(),
  vtep_address: z.string(),
  segmentation_id: z.union([z.number(), z.string()]),
});
export type RemoteMacRow = z.infer<typeof remoteMacRow>;

/** A router: only whether it exists, and its name for messages. */
const namedRow = z.object({
  id: z.string(),
  name: nameText,
  tenant_id: optionalText,
});
export type NamedRow = z.infer<typeof namedRow>;

const segmentRow = z.object({ "provider:network_type": optionalText });
/** A network, as {@link namedRow}, with its types: one, or one for each of several segments. */
const networkRow = namedRow.extend({ ...segmentRow.shape, segments: z.array(segmentRow).nullish() });
export type NetworkRow = z.infer<typeof networkRow>;

/** The types of a network's segments; empty if the server does not show them. */
export const networkTypesOf = ({ segments, ...network }: NetworkRow): string[] =>
  (segments?.length ? segments : [network]).flatMap((segment) => segment["provider:network_type"] ?? []);

const subnetRow = z.object({
  id: z.string(),
  network_id: z.string(),
  cidr: z.string(),
  gateway_ip: optionalText,
  enable_dhcp: z.boolean().nullish(),
});
export type SubnetRow = z.infer<typeof subnetRow>;

const portRow = z.object({ id: z.string(), network_id: z.string(), mac_address: z.string(), device_owner: optionalText });
export type PortRow = z.infer<typeof portRow>;

/** Every project's devices: addresses, routers and networks are taken across projects. Without the remote MAC entries, which can be thousands. */
export const gatewayDevices: CollectionSpec<GatewayDeviceRow> = {
  path: "/v2.0/gw/gateway_devices",
  one: "gateway_device",
  many: "gateway_devices",
  row: gatewayDeviceRow,
  notFound: "GatewayDeviceNotFound",
  lists: "all",
  columns: Object.keys(gatewayDeviceRow.shape),
};

const hostsOfDeviceRow = z.object({ id: z.string(), name: nameText, remote_mac_entries: z.array(remoteMacRow) });
export type HostsOfDeviceRow = z.infer<typeof hostsOfDeviceRow>;

/** The same devices with their remote MAC entries: to find who holds a MAC address, which is unique in the whole Neutron. */
export const hostsOfDevices: CollectionSpec<HostsOfDeviceRow> = {
  ...gatewayDevices,
  row: hostsOfDeviceRow,
  columns: Object.keys(hostsOfDeviceRow.shape),
};

export const l2Gateways: CollectionSpec<L2GatewayRow> = {
  path: "/v2.0/l2-gateways",
  one: "l2_gateway",
  many: "l2_gateways",
  row: l2GatewayRow,
  notFound: "L2GatewayNotFound",
  lists: "project",
};

export const connections: CollectionSpec<ConnectionRow> = {
  path: "/v2.0/l2-gateway-connections",
  one: "l2_gateway_connection",
  many: "l2_gateway_connections",
  row: connectionRow,
  notFound: "L2GatewayConnectionNotFound",
  lists: "project",
};

export const remoteMacEntries = (deviceId: string): CollectionSpec<RemoteMacRow> => ({
  path: `${gatewayDevices.path}/${encodeURIComponent(deviceId)}/remote_mac_entries`,
  one: "remote_mac_entry",
  many: "remote_mac_entries",
  row: remoteMacRow,
  notFound: "RemoteMacEntryNotFound",
  lists: "all",
});

export const networks: CollectionSpec<NetworkRow> = {
  path: "/v2.0/networks",
  one: "network",
  many: "networks",
  row: networkRow,
  notFound: "NetworkNotFound",
  lists: "project",
  columns: Object.keys(networkRow.shape),
};

export const routers: CollectionSpec<NamedRow> = {
  path: "/v2.0/routers",
  one: "router",
  many: "routers",
  row: namedRow,
  notFound: "RouterNotFound",
  lists: "project",
  columns: Object.keys(namedRow.shape),
};

export const subnets: CollectionSpec<SubnetRow> = {
  path: "/v2.0/subnets",
  one: "subnet",
  many: "subnets",
  row: subnetRow,
  notFound: "SubnetNotFound",
  lists: "all",
  columns: Object.keys(subnetRow.shape),
};

export const ports: CollectionSpec<PortRow> = {
  path: "/v2.0/ports",
  one: "port",
  many: "ports",
  row: portRow,
  notFound: "PortNotFound",
  lists: "all",
  columns: Object.keys(portRow.shape),
};
