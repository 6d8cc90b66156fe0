// SPDX-License-Identifier: Apache-2.0
// What a connection must not be, according to its gateway, its network, and the other connections of the site.

import { type ConnectionRow, type L2GatewayRow, type NetworkRow, networkTypesOf } from "../client/rows";
import type { Exclusive } from "../program/declarations";
import type { Failure, LiveCheck, ProgramCheck } from "./definition";
import { bindingsOf, type GatewayFacts, gatewayOfDeclaration, gatewayOfRow } from "./gatewayFacts";
import type { ConnectionInputs } from "./l2GatewayConnection";
import { missingReason } from "./missing";
import { HIGHEST_VLAN, HIGHEST_VNI, outOfRange, UNTAGGED } from "./segmentation";
import { type Draft, hasUnknown, known, UNKNOWN } from "./unknown";
import { show } from "./values";

type Check = LiveCheck<ConnectionInputs>;

export async function liveConnectionRules(check: Check): Promise<Failure[]> {
  const { draft, site, changed } = check;
  const network = await liveNetwork(check);
  const gatewayId = known(draft.l2GatewayId);
  if (gatewayId === undefined) {
    const declared = declaredGateway(check);
    if (declared === undefined || declared.isBorder) return network.failures;
    return [...network.failures, ...vxlanRules(network.row), ...(await vlanRules(check, declared))];
  }
  const row = await site.gateways.find(gatewayId);
  if (row === undefined)
    return [
      ...network.failures,
      {
        path: ["l2GatewayId"],
        reason: missingReason(site, gatewayId, "L2 gateway", "an L2Gateway"),
      },
    ];
  const gateway = await gatewayOfRow(row, site);
  const failures = [...network.failures, ...segmentationRules(draft, gateway), ...check.reserve(...exclusivesOf(check, gateway))];
  if (!gateway.isBorder) failures.push(...vxlanRules(network.row));
  // Nothing of another owner is on a gateway that this run has created, and the preview has looked at its ports.
  if (site.guards.objects.isCreated(row.id)) return failures;
  if (gateway.isBorder) return changed("l2GatewayId", "site") ? [...failures, ...(await oneConnectionRules(check, row))] : failures;
  return changed("l2GatewayId", "segmentationId", "site") ? [...failures, ...(await vlanRules(check, gateway))] : failures;
}

/** The same rules on a gateway that only the program declares. */
export function connectionProgramRules(check: ProgramCheck<ConnectionInputs>): Failure[] {
  const gateway = declaredGateway(check);
  if (gateway === undefined) return [];
  return [...segmentationRules(check.draft, gateway), ...check.reserve(...exclusivesOf(check, gateway))];
}

function declaredGateway({ source }: ProgramCheck<ConnectionInputs>): GatewayFacts | undefined {
  const gateway = source("l2GatewayId");
  return gateway === undefined ? undefined : gatewayOfDeclaration(gateway, source("deviceId", gateway));
}

/** What the connection needs exclusively: its border gateway, or its VLAN on the ports of an upstream one. */
function exclusivesOf({ draft, identity }: ProgramCheck<ConnectionInputs>, gateway: GatewayFacts): Exclusive[] {
  const gatewayId = identity("l2GatewayId", draft.l2GatewayId);
  if (gateway.isBorder)
    return gatewayId === undefined
      ? []
      : [
          {
            property: "l2GatewayId",
            what: `the connection of ${gateway.label}`,
            value: `connection of ${gatewayId}`,
            rule: "A border gateway has only one connection: declare another L2Gateway for this network",
          },
        ];
  const networkId = identity("networkId", draft.networkId);
  const connects = `the connection of ${gateway.label} to network ${known(draft.networkId) ?? "(its id is not known yet)"}`;
  const once =
    gatewayId === undefined || networkId === undefined
      ? []
      : [
          {
            property: "networkId",
            what: connects,
            value: `${gatewayId} to ${networkId}`,
            rule: "An upstream gateway connects each network once",
          },
        ];
  if (draft.segmentationId === UNKNOWN) return once;
  const property = draft.segmentationId === undefined ? "l2GatewayId" : "segmentationId";
  const rule = "A port carries each VLAN once, whichever gateway names the port: use another VLAN or port";
  return [...once, ...bindingsOf(gateway, known(draft.segmentationId)).map(({ key, what }) => ({ property, what, value: key, rule }))];
}

async function liveNetwork({ draft, site, changed }: Check): Promise<{ row?: NetworkRow; failures: Failure[] }> {
  const networkId = known(draft.networkId);
  if (networkId === undefined || !changed("networkId", "site")) return { failures: [] };
  const row = await site.networks.find(networkId);
  if (row !== undefined) return { row, failures: [] };
  const reason = `${show(networkId)}: site ${site.name} has no network of this id. Give the id of a network at that site`;
  return { failures: [{ path: ["networkId"], reason }] };
}

/** Where the segmentation id has to be, and which are allowed there. */
export function segmentationRules({ segmentationId: given }: Draft<ConnectionInputs>, gateway: GatewayFacts): Failure[] {
  const failure = (reason: string): Failure[] => [{ path: ["segmentationId"], reason }];
  const { label, isBorder, segmentationIds } = gateway;
  if (given === UNKNOWN) return [];
  if (segmentationIds.length > 0 && given !== undefined)
    return failure(
      `segmentationId is already set on ${label} (${segmentationIds.join(", ")}). Set it on either the gateway or the connection: remove it here`,
    );
  if (segmentationIds.length === 0 && given === undefined)
    return failure(
      `segmentationId is required, because ${label} has none: set it here${isBorder ? "" : ", or to 0 if the port is untagged"}`,
    );
  const segmentationId = known(given);
  if (segmentationId === undefined) return [];
  if (segmentationId === UNTAGGED) return isBorder ? failure(untaggedReason(label)) : [];
  if (!isBorder)
    return segmentationId <= HIGHEST_VLAN
      ? []
      : failure(`segmentationId must be an integer from 0 to ${HIGHEST_VLAN}, a VLAN, for the switches of ${label}; got ${segmentationId}`);
  const reason = gateway.device === undefined ? undefined : outOfRange(segmentationId, gateway.device.type, gateway.device.label);
  return reason === undefined ? [] : failure(reason);
}

/** networking-midonet accepts the text "0" and then answers 500 to every list of the site; no API call deletes the row. */
export const untaggedReason = (label: string): string =>
  `segmentationId must be an integer from 1 to ${HIGHEST_VNI}; got ${UNTAGGED}. ${label} does not support untagged traffic, only an upstream gateway does`;

/** networking-l2gw@22.0.0 networking_l2gw/services/l2gateway/service_drivers/rpc_l2gw.py#L583-L602: exactly one VXLAN segment. */
function vxlanRules(network: NetworkRow | undefined): Failure[] {
  if (network === undefined) return [];
  const types = networkTypesOf(network);
  const count = types.filter((type) => type === "vxlan").length;
  if (types.length === 0 || count === 1) return [];
  const reason = `network ${network.id} "${network.name}" has ${count === 0 ? "no VXLAN segment" : `${count} VXLAN segments`} (provider:network_type ${types.join(", ")}). An upstream gateway requires exactly one: use another network`;
  return [{ path: ["networkId"], reason }];
}

/** One connection for each border gateway: networking-midonet@1dcb2d2 midonet/neutron/db/l2gateway_midonet.py#L59-L62. The server does not enforce the rule if two requests race. */
async function oneConnectionRules(check: Check, gateway: L2GatewayRow): Promise<Failure[]> {
  const { draft, site } = check;
  const rows = (await site.connections.where("l2_gateway_id", gateway.id, gateway.tenant_id)).filter((row) => !isOwn(check, row));
  // One that is equal is adopted, not refused; where the network is not known yet, it may be equal.
  if (hasUnknown(draft.networkId) || rows.some((row) => row.network_id === draft.networkId)) return [];
  const [holder] = rows;
  if (holder === undefined) return [];
  const reason = `border gateway ${gateway.id} already has connection ${holder.id} to network ${holder.network_id}, and a border gateway has only one. Delete that connection, in a run before this one if it belongs to this program, or declare another L2Gateway for this network`;
  return [{ path: ["l2GatewayId"], reason }];
}

/** networking-l2gw@22.0.0 networking_l2gw/services/l2gateway/service_drivers/rpc_l2gw.py#L473-L480: a VLAN is bound once on a port, whichever gateway names the port. */
async function vlanRules(check: Check, gateway: GatewayFacts): Promise<Failure[]> {
  const { draft, site } = check;
  const wanted = new Map(bindingsOf(gateway, known(draft.segmentationId)).map((binding) => [binding.key, binding.what]));
  // The id of a gateway that a resource of this program adopts is known only in the update.
  const isOurGateway = (id: string) => id === draft.l2GatewayId || (hasUnknown(draft.l2GatewayId) && site.guards.objects.isAnnounced(id));
  // A network whose id is not known yet may be the same.
  const isEqual = (row: ConnectionRow) =>
    isOurGateway(row.l2_gateway_id) && (hasUnknown(draft.networkId) || row.network_id === draft.networkId);
  for (const row of wanted.size === 0 ? [] : await site.connections.all()) {
    const vlan = row.segmentation_id === undefined ? undefined : Number(row.segmentation_id);
    // A connection of another VLAN cannot be in the way: its gateway is not read.
    const mayHold = vlan === undefined || [...wanted.keys()].some((key) => key.startsWith(`${vlan} `));
    if (!mayHold || isOwn(check, row) || isEqual(row)) continue;
    const holder = await site.gateways.find(row.l2_gateway_id);
    if (holder === undefined) continue;
    const taken = bindingsOf(await gatewayOfRow(holder, site), vlan).find(({ key }) => wanted.has(key));
    if (taken === undefined) continue;
    const reason = `${taken.what} is already bound at site ${site.name} by connection ${row.id} of L2 gateway ${holder.id} "${holder.name}" and network ${row.network_id}. A port carries each VLAN once: use another VLAN or port. If this program gives it up, remove that connection in a run before this one`;
    return [{ path: ["segmentationId"], reason }];
  }
  return [];
}

/** True for the object of this very resource: the one of its old inputs, or one that is being replaced. */
const isOwn = ({ old, leaves }: Check, row: ConnectionRow): boolean =>
  leaves(row.id) || (row.l2_gateway_id === old.l2GatewayId && row.network_id === old.networkId);
