// SPDX-License-Identifier: Apache-2.0
import { type ConnectionRow, type L2GatewayRow, segmentationIdsOf } from "../client/rows";
import type { Site } from "../client/site";
import { commonInputs, commonOutputs, type Failure, type LiveCheck, optional, required } from "../definition";
import { objectKind } from "../objectVerbs";
import type { ObjectOf } from "../properties";
import { borderSegmentationId, HIGHEST_VLAN, outOfRange } from "../segmentation";
import { type Draft, hasUnknown, known } from "../unknown";
import { show, uuid } from "../values";

const inputs = {
  ...commonInputs,
  l2GatewayId: required(
    "replace",
    uuid("the L2 gateway"),
    "Id of the L2 gateway. A border gateway takes one connection, an upstream gateway many.",
  ),
  networkId: required(
    "replace",
    uuid("the network"),
    "Id of the tenant network that is joined to the gateway. The server deletes the connection with the network.",
  ),
  segmentationId: optional(
    "replace",
    borderSegmentationId(),
    "The segmentation id, where the gateway names none: 1 to 4094 on a network_vlan device and on an upstream gateway, 1 to 16777214 on others. On exactly one of gateway and connection.",
    { absent: "none" },
  ),
};

type ConnectionInputs = ObjectOf<typeof inputs>;

async function liveRules({ draft, site, changed, leaves }: LiveCheck<ConnectionInputs>): Promise<Failure[]> {
  const failures: Failure[] = [];
  const networkId = known(draft.networkId);
  if (networkId !== undefined && changed("networkId", "site") && (await site.networks.find(networkId)) === undefined)
    failures.push({
      path: ["networkId"],
      reason: `${show(networkId)}: site ${site.name} has no network of this id. Give the id of a network at that site`,
    });

  const gatewayId = known(draft.l2GatewayId);
  if (gatewayId === undefined) return failures;
  const gateway = await site.gateways.find(gatewayId);
  if (gateway === undefined) {
    failures.push({
      path: ["l2GatewayId"],
      reason: `${show(gatewayId)}: site ${site.name} has no L2 gateway of this id. Give the id of an L2Gateway at that site`,
    });
    return failures;
  }
  failures.push(...(await segmentationRules(draft, gateway, site)));
  if (changed("l2GatewayId", "site")) failures.push(...(await takenRules(draft, gateway, site, leaves)));
  return failures;
}

async function segmentationRules(draft: Draft<ConnectionInputs>, gateway: L2GatewayRow, site: Site): Promise<Failure[]> {
  const failure = (reason: string): Failure[] => [{ path: ["segmentationId"], reason }];
  const own = segmentationIdsOf(gateway);
  if (own.length > 0 && draft.segmentationId !== undefined)
    return failure(
      `is given here and on L2 gateway ${gateway.id} (${own.join(", ")}): it has to be on exactly one of the two. Leave it out here`,
    );
  if (own.length === 0 && draft.segmentationId === undefined)
    return failure(`is missing: L2 gateway ${gateway.id} has none, and it has to be on exactly one of the two. Give it here`);
  const segmentationId = known(draft.segmentationId);
  if (segmentationId === undefined) return [];
  const deviceId = gateway.devices[0]?.device_id;
  if (deviceId === undefined)
    return segmentationId <= HIGHEST_VLAN
      ? []
      : failure(`${segmentationId} is beyond what the switches of L2 gateway ${gateway.id} can carry: VLANs, 1 to ${HIGHEST_VLAN}`);
  const device = await site.devices.find(deviceId);
  const reason = device === undefined ? undefined : outOfRange(segmentationId, device.type, deviceId);
  return reason === undefined ? [] : failure(reason);
}

/** One connection for each border gateway: networking-midonet@1dcb2d2 midonet/neutron/db/l2gateway_midonet.py#L59-L62. The server forgets the rule when two requests race. */
async function takenRules(
  draft: Draft<ConnectionInputs>,
  gateway: L2GatewayRow,
  site: Site,
  leaves: (id: string) => boolean,
): Promise<Failure[]> {
  if (site.guards.objects.isCreated(gateway.id)) return [];
  const isBorder = gateway.devices.some((device) => device.device_id !== undefined);
  const rows = (await site.connections.where("l2_gateway_id", gateway.id, gateway.tenant_id)).filter((row) => !leaves(row.id));
  // One that is equal is adopted, not refused; where the network is not known yet, it may be equal.
  if (hasUnknown(draft.networkId) || rows.some((row) => row.network_id === draft.networkId)) return [];
  const [holder] = rows;
  if (!isBorder || holder === undefined) return [];
  const reason = `${show(gateway.id)}: this border gateway has its one connection already, ${holder.id} to network ${holder.network_id}. Delete that, or declare an L2Gateway of its own for this network`;
  return [{ path: ["l2GatewayId"], reason }];
}

export const l2GatewayConnection = objectKind<ConnectionInputs, ConnectionRow>({
  kind: "L2GatewayConnection",
  description: "The join of a tenant network and an L2 gateway.",
  inputs,
  outputs: {
    ...commonOutputs,
    tenantId: { schema: { type: "string" }, description: "Id of the project that owns the connection: the gateway's." },
  },
  extensions: ["l2-gateway-connection"],
  adminOnly: true,
  rules: () => [],
  liveRules,

  collection: (site) => site.connections,
  // As text: the server refuses a number here, and answers with one later.
  toRow: ({ l2GatewayId, networkId, segmentationId }) => ({
    l2_gateway_id: l2GatewayId,
    network_id: networkId,
    ...(segmentationId === undefined ? {} : { segmentation_id: String(segmentationId) }),
  }),
  fromRow: (row) => ({
    l2GatewayId: row.l2_gateway_id,
    networkId: row.network_id,
    segmentationId: row.segmentation_id,
    tenantId: row.tenant_id,
  }),

  // networking-midonet@1dcb2d2 midonet/neutron/db/l2gateway_midonet.py#L59-L62: under a race a border gateway gets several connections.
  alone: async ({ l2GatewayId, networkId }, site) => [
    (await site.isKnownToHave("gateway-device"))
      ? `the one connection of border gateway ${l2GatewayId}`
      : `network ${networkId} on L2 gateway ${l2GatewayId}`,
  ],

  // networking-l2gw binds the VLAN before it writes the row. Two rows of a gateway at once make Neutron begin one of them again, which then finds its own VLAN bound: 409, and the VLAN stays bound.
  oneByOne: ({ l2GatewayId }) => `connections of L2 gateway ${l2GatewayId}`,

  candidates: ({ l2GatewayId }, connections) => connections.lookFor("l2_gateway_id", l2GatewayId),
  adoptEqual: true,
  duplicateTypes: ["L2GatewayConnectionExists", "MidonetL2GatewayConnectionExists"],
});
