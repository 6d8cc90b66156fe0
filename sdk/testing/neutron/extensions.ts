// SPDX-License-Identifier: Apache-2.0
import type { JsonObject } from "../json";
import type { SiteKind } from "../options";

const l2Gateway = entry(
  "L2 Gateway",
  "l2-gateway",
  "Connects Neutron networks with external networks at layer 2.",
  "2015-01-01T00:00:00-00:00",
);
const connection = entry(
  "L2 Gateway connection",
  "l2-gateway-connection",
  "Connects Neutron networks with external networks at layer 2.",
  "2014-01-01T00:00:00-00:00",
);
const device = entry("Midonet Gateway Device Extension", "gateway-device", "The gateway device extension.", "2015-11-11T10:00:00-00:00");
const core = [
  entry("Neutron L3 Router", "router", "Router abstraction for basic L3 forwarding.", "2012-07-20T10:00:00-00:00"),
  entry("Provider Network", "provider", "Expose mapping of virtual networks to physical networks", "2012-09-07T10:00:00-00:00"),
  entry("Port Binding", "binding", "Expose port bindings of a virtual port to external application", "2014-02-03T10:00:00-00:00"),
];

/** The alias `gateway-device` distinguishes networking-midonet from upstream networking-l2gw. */
export const extensionsOf = (kind: SiteKind): JsonObject[] => [...(kind === "border" ? [device] : []), l2Gateway, connection, ...core];

function entry(name: string, alias: string, description: string, updated: string): JsonObject {
  return { name, alias, description, updated, links: [] };
}
