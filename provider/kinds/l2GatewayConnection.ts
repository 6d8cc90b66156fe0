// SPDX-License-Identifier: Apache-2.0
import type { ConnectionRow } from "../client/rows";
import { objectKind } from "../lifecycle/objectVerbs";
import { connectionProgramRules, liveConnectionRules, untaggedReason } from "./connectionRules";
import { commonInputs, commonOutputs, optional, type Props, required } from "./definition";
import type { ObjectOf } from "./properties";
import { connectionSegmentationId, UNTAGGED } from "./segmentation";
import { known } from "./unknown";
import { uuid } from "./values";

const inputs = {
  ...commonInputs,
  l2GatewayId: required(
    "replace",
    uuid("the L2 gateway"),
    "Id of the L2 gateway. A border gateway supports only one connection; an upstream gateway supports many.",
  ),
  networkId: required(
    "replace",
    uuid("the network"),
    "Id of the tenant network to attach. If the network is deleted, the server also deletes the connection.",
  ),
  segmentationId: optional(
    "replace",
    connectionSegmentationId(),
    "Segmentation id of the connection: from 1 to 4094 for a `network_vlan` device, from 0 to 4094 for an upstream gateway (0 means untagged), from 1 to 16777214 otherwise. Required if the gateway has no segmentation id; not allowed if it has one.",
    { absent: "none" },
  ),
};

export type ConnectionInputs = ObjectOf<typeof inputs>;

const fromRow = (row: ConnectionRow, expected: Props): Props => ({
  l2GatewayId: row.l2_gateway_id,
  networkId: row.network_id,
  // networking-l2gw@b20b90d networking_l2gw/db/l2gateway/l2gateway_db.py, `_make_l2gw_connection_dict`: 0 reads back as "", as does a connection without an id.
  segmentationId: row.segmentation_id ?? (expected.segmentationId === UNTAGGED ? UNTAGGED : undefined),
  tenantId: row.tenant_id,
});

export const l2GatewayConnection = objectKind<ConnectionInputs, ConnectionRow>({
  kind: "L2GatewayConnection",
  description: "Attaches a tenant network to an L2 gateway.",
  inputs,
  outputs: {
    ...commonOutputs,
    tenantId: { schema: { type: "string" }, description: "Id of the project that owns the connection. It is the project of the gateway." },
  },
  extensions: ["l2-gateway-connection"],
  adminOnly: true,
  rules: () => [],
  programRules: connectionProgramRules,
  liveRules: liveConnectionRules,
  refuseAlways: async ({ segmentationId }, site) =>
    segmentationId === UNTAGGED && (await site.has("gateway-device")) ? untaggedReason("A border gateway") : undefined,

  collection: (site) => site.connections,
  // As text: the server refuses a number here, and answers with one later.
  toRow: ({ l2GatewayId, networkId, segmentationId }) => ({
    l2_gateway_id: l2GatewayId,
    network_id: networkId,
    ...(segmentationId === undefined ? {} : { segmentation_id: String(segmentationId) }),
  }),
  fromRow,

  // networking-midonet@1dcb2d2 midonet/neutron/db/l2gateway_midonet.py#L59-L62: under a race a border gateway gets several connections.
  alone: async ({ l2GatewayId, networkId }, site) => [
    (await site.isKnownToHave("gateway-device"))
      ? `the one connection of border gateway ${l2GatewayId}`
      : `network ${networkId} on L2 gateway ${l2GatewayId}`,
  ],

  // networking-l2gw binds the VLAN before it writes the row. Two rows of a gateway at once make Neutron begin one of them again, which then finds its own VLAN bound: 409, and the VLAN stays bound.
  oneByOne: ({ l2GatewayId }) => `connections of L2 gateway ${l2GatewayId}`,

  existing: async ({ draft, site }) => {
    const gatewayId = known(draft.l2GatewayId);
    const { objects } = site.guards;
    if (gatewayId === undefined || objects.isCreated(gatewayId) || !objects.isClaimed(gatewayId)) return [];
    const owner = (await site.gateways.find(gatewayId))?.tenant_id;
    return (await site.connections.where("l2_gateway_id", gatewayId, owner)).map((row) => ({
      id: row.id,
      props: fromRow(row, { ...draft }),
    }));
  },

  candidates: ({ l2GatewayId }, connections) => connections.lookFor("l2_gateway_id", l2GatewayId),
  adoptEqualOn: "l2GatewayId",
  duplicateTypes: ["L2GatewayConnectionExists", "MidonetL2GatewayConnectionExists"],
});
