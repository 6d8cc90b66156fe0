// SPDX-License-Identifier: Apache-2.0
import type { GatewayDeviceRow } from "../client/rows";
import type { Site } from "../client/site";
import { objectKind } from "../lifecycle/objectVerbs";
import { formerNameAdvice, isGenerated } from "../lifecycle/report";
import type { Exclusive } from "../program/declarations";
import { commonInputs, commonOutputs, type Failure, type LiveCheck, optional, owner, type ProgramCheck, type Props } from "./definition";
import type { ObjectOf } from "./properties";
import { type Draft, known } from "./unknown";
import { canonicalIp, integer, ipAddress, listOf, oneOf, show, text, uuid } from "./values";

const inputs = {
  ...commonInputs,
  name: optional(
    "update",
    text({ max: 255 }),
    "Display name, at most 255 characters. It need not be unique. Defaults to the logical name plus a 7-digit hash that identifies the resource.",
    { filled: "check" },
  ),
  type: optional(
    "replace",
    oneOf("GatewayDeviceType", ["hw_vtep", "router_vtep", "network_vlan"]),
    "Type of the device. `hw_vtep` is a switch managed over OVSDB, `router_vtep` is a Neutron router that terminates the tunnel, and `network_vlan` is a VLAN uplink network without a tunnel.",
    { default: "hw_vtep", filled: "check" },
  ),
  managementIp: optional(
    "replace",
    ipAddress(),
    "IP address of the switch's OVSDB server. It must be unique within the Neutron deployment. Required for `hw_vtep`; not allowed for other types.",
  ),
  managementPort: optional(
    "replace",
    integer({ min: 1, max: 65535, what: "managementPort" }),
    "TCP port of the switch's OVSDB server, from 1 to 65535. Required for `hw_vtep`; not allowed for other types.",
  ),
  managementProtocol: optional(
    "replace",
    text({ min: 1, max: 255 }),
    "Management protocol of the switch. Defaults to `ovsdb` for `hw_vtep`; not allowed for other types.",
  ),
  resourceId: optional(
    "replace",
    uuid("the router or network"),
    "Id of the router (`router_vtep`) or the uplink network (`network_vlan`) that the device uses. A router or network can have only one gateway device. Required for `router_vtep` and `network_vlan`; not allowed for `hw_vtep`.",
  ),
  tunnelIps: optional(
    "update",
    listOf(ipAddress()),
    "Tunnel address (VTEP address) of the device. Exactly one address is required for `hw_vtep` and `router_vtep`. It must be unique within the Neutron deployment. Not allowed for `network_vlan`.",
    { filled: "check" },
  ),
  tenantId: owner("device"),
};

type GatewayDeviceInputs = ObjectOf<typeof inputs>;

/** The inputs that only some types know, and the types that know them. */
const BELONGS_TO = {
  managementIp: ["hw_vtep"],
  managementPort: ["hw_vtep"],
  managementProtocol: ["hw_vtep"],
  resourceId: ["router_vtep", "network_vlan"],
  tunnelIps: ["hw_vtep", "router_vtep"],
} as const satisfies Partial<Record<keyof GatewayDeviceInputs, readonly string[]>>;

/** The server has its own answer for each (`HwVtepTypeInvalid`, `RouterVtepTypeInvalid`, `NetworkVlanTypeInvalid`, `TunnelIPsRequired`): midonet/neutron/db/gateway_device.py#L328-L381. */
const NEEDS: Readonly<Record<string, ReadonlyArray<keyof typeof BELONGS_TO>>> = {
  hw_vtep: ["managementIp", "managementPort", "tunnelIps"],
  router_vtep: ["resourceId", "tunnelIps"],
  network_vlan: ["resourceId"],
};

function rules(draft: Draft<GatewayDeviceInputs>): Failure[] {
  const type = known(draft.type);
  if (type === undefined) return [];
  const failures: Failure[] = [];
  const fail = (property: string, reason: string) => failures.push({ path: [property], reason });

  for (const [property, types] of Object.entries(BELONGS_TO)) {
    const given = draft[property as keyof typeof BELONGS_TO];
    const empty = Array.isArray(given) && given.length === 0;
    if (given === undefined || empty || types.some((one) => one === type)) continue;
    // networking-midonet@1dcb2d2 midonet/neutron/db/gateway_device.py#L392-L418: what a type does not know is dropped without a word, but a tunnel address of network_vlan is kept and stays taken, never shown.
    fail(
      property,
      `${property} is not allowed for a device of type ${type}: the server would ${property === "tunnelIps" ? "store it but never return it" : "ignore it"}. Remove ${property}, or set type to ${types.join(" or ")}`,
    );
  }
  for (const property of NEEDS[type] ?? [])
    if (draft[property] === undefined) fail(property, `${property} is required for a device of type ${type}`);

  const addresses = known(draft.tunnelIps);
  // networking-midonet@1dcb2d2 midonet/neutron/db/gateway_device.py#L377-L381: `TunnelIPsExhausted`, `TunnelIPsRequired`.
  if (type !== "network_vlan" && addresses !== undefined && addresses.length !== 1)
    fail("tunnelIps", `a device of type ${type} has exactly one tunnel address; got ${addresses.length}`);
  return failures;
}

/** networking-midonet@1dcb2d2 midonet/neutron/db/gateway_device.py#L91, #L133 and midonet/neutron/db/gateway_device.py#L377-L381: what a device needs exclusively. */
function programRules({ draft, identity, reserve }: ProgramCheck<GatewayDeviceInputs>): Failure[] {
  const exclusives: Exclusive[] = [];
  const resource = identity("resourceId", draft.resourceId);
  const type = known(draft.type);
  if (resource !== undefined && (type === "router_vtep" || type === "network_vlan")) {
    const what = type === "router_vtep" ? "router" : "network";
    exclusives.push({
      property: "resourceId",
      what: `${what}${typeof draft.resourceId === "string" ? ` ${draft.resourceId}` : " (its id is not known yet)"}`,
      value: `resource ${resource}`,
      rule: `A ${what} can carry only one gateway device: remove one of the two resources, or use another ${what}`,
    });
  }
  const managementIp = known(draft.managementIp);
  if (managementIp !== undefined)
    exclusives.push({
      property: "managementIp",
      what: `management address ${managementIp}`,
      rule: "Each gateway device requires a management address of its own: change one of the two",
    });
  for (const address of known(draft.tunnelIps) ?? [])
    if (typeof address === "string")
      exclusives.push({
        property: "tunnelIps",
        what: `tunnel address ${address}`,
        rule: "Each gateway device requires a tunnel address of its own: change one of the two",
      });
  return reserve(...exclusives);
}

const fromRow = (row: GatewayDeviceRow): Props => ({
  name: row.name,
  type: row.type,
  managementIp: row.management_ip,
  managementPort: row.management_port,
  managementProtocol: row.management_protocol,
  resourceId: row.resource_id,
  tunnelIps: row.tunnel_ips,
  tenantId: row.tenant_id,
});

async function liveRules({ draft, site, changed, isOwn, leaves }: LiveCheck<GatewayDeviceInputs>): Promise<Failure[]> {
  const failures: Failure[] = [];
  const resourceId = known(draft.resourceId);
  const type = known(draft.type);
  const others = (await site.devices.all()).filter((device) => !leaves(device.id) && !isOwn(fromRow(device)));
  const taken = (path: Failure["path"], what: string, holder: GatewayDeviceRow | undefined, cost: string) => {
    if (holder === undefined) return;
    const owner = `gateway device ${holder.id} "${holder.name}" of project ${holder.tenant_id ?? "(none)"}`;
    // The name of a resource that was renamed: generated from the former name, or the same as now.
    const renamed = isGenerated(holder.name) || holder.name === draft.name ? `${formerNameAdvice(holder.name)}. ` : "";
    failures.push({
      path,
      reason: `${what} is already used at site ${site.name} by ${owner}${cost}. ${renamed}To manage that device here, set \`adopt: true\` (only its name and tunnel address may differ); in a mesh, name it with \`sites.<site>.device\`. Otherwise use another, or delete or change that device in an update before this one, also if this program gives it up`,
    });
  };

  if (resourceId !== undefined && type !== undefined && changed("resourceId", "type", "site")) {
    const kind = type === "router_vtep" ? "router" : "network";
    if ((await (kind === "router" ? site.routers : site.networks).find(resourceId)) === undefined)
      failures.push({
        path: ["resourceId"],
        reason: `${show(resourceId)}: site ${site.name} has no ${kind} of this id. Give the id of a ${kind} at that site`,
      });
    taken(
      ["resourceId"],
      `${kind} ${resourceId}`,
      others.find((device) => device.resource_id === resourceId),
      "",
    );
  }
  const managementIp = known(draft.managementIp);
  if (managementIp !== undefined && changed("managementIp", "site"))
    taken(
      ["managementIp"],
      `management address ${managementIp}`,
      others.find((device) => sameAddress(device.management_ip, managementIp)),
      "",
    );
  const tunnelIps = known(draft.tunnelIps);
  for (const [index, address] of (tunnelIps ?? []).entries()) {
    const value = known(address);
    if (value === undefined || !changed("tunnelIps", "site")) continue;
    const holder = others.find((device) => device.tunnel_ips.some((one) => sameAddress(one, value)));
    taken(["tunnelIps", index], `tunnel address ${value}`, holder, " (the server would answer 500 after 150 seconds)");
  }
  return failures;
}

const sameAddress = (stored: string | undefined, canonical: string): boolean =>
  stored !== undefined && (canonicalIp(stored) ?? stored) === canonical;

export const gatewayDevice = objectKind<GatewayDeviceInputs, GatewayDeviceRow>({
  kind: "GatewayDevice",
  description: "A gateway device (VTEP) at the edge of a site, managed through the Border GW API of networking-midonet.",
  inputs,
  outputs: commonOutputs,
  extensions: ["gateway-device"],
  adminOnly: false,
  rules,
  complete: (draft) =>
    draft.type === "hw_vtep" && draft.managementProtocol === undefined ? { ...draft, managementProtocol: "ovsdb" } : draft,
  programRules,
  liveRules,
  existing: async ({ site }) => (await site.devices.all()).map((row) => ({ id: row.id, props: fromRow(row) })),

  collection: (site) => site.devices,
  toRow: ({ name, type, managementIp, managementPort, managementProtocol, resourceId, tunnelIps, tenantId }) => ({
    name,
    type,
    ...(managementIp === undefined ? {} : { management_ip: managementIp }),
    ...(managementPort === undefined ? {} : { management_port: managementPort }),
    ...(managementProtocol === undefined ? {} : { management_protocol: managementProtocol }),
    ...(resourceId === undefined ? {} : { resource_id: resourceId }),
    ...(tunnelIps === undefined ? {} : { tunnel_ips: tunnelIps }),
    ...(tenantId === undefined ? {} : { tenant_id: tenantId }),
  }),
  fromRow,
  // networking-midonet crashes with a 500 on a PUT of a network_vlan device whose body has no tunnel_ips; what is in it is then ignored.
  toUpdate: ({ name, tunnelIps }, last) => ({ name: name ?? last.name, tunnel_ips: tunnelIps ?? last.tunnelIps ?? [] }),
  slowWrites: true,

  // networking-midonet@1dcb2d2 midonet/neutron/db/gateway_device.py#L91, #L133: a second device of a router or network gets in under a race, and the server then fails on finding two.
  alone: ({ tunnelIps, resourceId }) => [
    ...(Array.isArray(tunnelIps) ? tunnelIps.map((address) => `tunnel address ${address}`) : []),
    ...(resourceId === undefined ? [] : [`router or network ${resourceId}`]),
  ],

  candidates: async (inputs, devices) =>
    (await devices.allNow()).filter(
      (row) =>
        row.name === inputs.name ||
        (inputs.resourceId !== undefined && row.resource_id === inputs.resourceId) ||
        (inputs.managementIp !== undefined && sameAddress(row.management_ip, inputs.managementIp)),
    ),
  duplicateTypes: ["GatewayDeviceParamDuplicate", "DeviceInUseByGatewayDevice"],
  inUseTypes: ["GatewayDeviceInUse"],
  holders: (id, site) => gatewaysOn(id, site),
  explain: ({ tunnelIps }, { exchange }) =>
    exchange.status === 500 && tunnelIps?.length
      ? `Most often this means that the tunnel address ${tunnelIps.join(", ")} is taken at this site, perhaps by a network_vlan device, which does not show it: the server tries again for 150 seconds and then gives up`
      : undefined,
});

async function gatewaysOn(deviceId: string, site: Site): Promise<string[]> {
  const gateways = await site.gateways.allNow();
  return gateways
    .filter((gateway) => gateway.devices.some((device) => device.device_id === deviceId))
    .map((gateway) => `L2 gateway ${gateway.id} "${gateway.name}"`);
}
