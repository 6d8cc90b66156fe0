// SPDX-License-Identifier: Apache-2.0

import type { HostsOfDeviceRow, RemoteMacRow } from "../client/rows";
import type { Site } from "../client/site";
import { objectKind } from "../lifecycle/objectVerbs";
import { commonInputs, commonOutputs, type Failure, type LiveCheck, type ProgramCheck, required } from "./definition";
import { deviceOf } from "./gatewayFacts";
import { missingReason } from "./missing";
import { member, type ObjectOf } from "./properties";
import { borderSegmentationId } from "./segmentation";
import { known, UNKNOWN } from "./unknown";
import { canonicalIp, canonicalMac, ipAddress, macAddress, uuid } from "./values";

/** The properties of one remote MAC entry, for the single entry and for the table. */
export const remoteMacMembers = {
  macAddress: member(
    macAddress(),
    "MAC address of a host at a remote site, in any common notation. It must be unique within the Neutron deployment.",
  ),
  vtepAddress: member(ipAddress(), "Tunnel address of the remote VTEP through which the host is reachable."),
  segmentationId: member(borderSegmentationId(), "Segmentation id of the tunnel, from 1 to 16777214."),
};

export type RemoteMac = ObjectOf<typeof remoteMacMembers>;

/** The input with which both kinds specify their device. */
export const gatewayDeviceId = required(
  "replace",
  uuid("the gateway device"),
  "ID of the gateway device, at the same site, to which the entry belongs. It must be of type `hw_vtep` or `router_vtep`.",
);

const inputs = {
  ...commonInputs,
  gatewayDeviceId,
  macAddress: { ...remoteMacMembers.macAddress, change: "replace" },
  vtepAddress: { ...remoteMacMembers.vtepAddress, change: "replace" },
  segmentationId: { ...remoteMacMembers.segmentationId, change: "replace" },
} as const;

type RemoteMacEntryInputs = ObjectOf<typeof inputs>;

/** networking-midonet@1dcb2d2 midonet/neutron/db/gateway_device.py: `OperationRemoteMacEntryNotSupported`, 409, on network_vlan. */
export async function deviceRules(deviceId: string | undefined, site: Site): Promise<Failure[]> {
  if (deviceId === undefined) return [];
  const device = await site.devices.find(deviceId);
  if (device === undefined)
    return [{ path: ["gatewayDeviceId"], reason: missingReason(site, deviceId, "gateway device", "a GatewayDevice") }];
  return device.type === "network_vlan" ? [noTunnel(`gateway device ${deviceId}`)] : [];
}

/** networking-midonet@1dcb2d2 midonet/neutron/db/gateway_device.py#L149-L150: a MAC address is unique in the whole Neutron. */
export function remoteMacProgramRules(
  { source, reserve }: Pick<ProgramCheck<unknown>, "source" | "reserve">,
  property: string,
  macs: readonly unknown[],
): Failure[] {
  const device = deviceOf(source("gatewayDeviceId"));
  const failures = device?.type === "network_vlan" ? [noTunnel(device.label)] : [];
  const exclusives = macs.flatMap((mac) =>
    typeof mac === "string"
      ? [{ property, what: `MAC address ${mac}`, rule: "A Neutron has one remote MAC entry for each MAC address: declare it once" }]
      : [],
  );
  return [...failures, ...reserve(...exclusives)];
}

const noTunnel = (device: string): Failure => ({
  path: ["gatewayDeviceId"],
  reason: `${device} is of type network_vlan, which has no tunnel and no remote MAC entries. Use a device of type hw_vtep or router_vtep`,
});

export const toRemoteMacRow = ({ macAddress, vtepAddress, segmentationId }: RemoteMac) => ({
  mac_address: macAddress,
  vtep_address: vtepAddress,
  segmentation_id: segmentationId,
});

export const fromRemoteMacRow = (row: RemoteMacRow) => ({
  macAddress: row.mac_address,
  vtepAddress: row.vtep_address,
  segmentationId: row.segmentation_id,
});

interface MacHolder {
  readonly device: HostsOfDeviceRow;
  readonly row: RemoteMacRow;
}

/** The entries of a MAC address, of whatever device; read anew. The server has one for each address at most. */
export const holdersOf = async (mac: string, site: Site): Promise<MacHolder[]> => holdersAmong(await site.hostsOfDevices.allNow(), mac);

const holdersAmong = (devices: readonly HostsOfDeviceRow[], mac: string): MacHolder[] =>
  devices.flatMap((device) =>
    device.remote_mac_entries.filter((row) => canonicalMac(row.mac_address) === mac).map((row) => ({ device, row })),
  );

const describeHolder = ({ device, row }: MacHolder): string =>
  `remote MAC entry ${row.id} (behind ${row.vtep_address}, segmentation id ${row.segmentation_id}) of gateway device ${device.id} "${device.name}"`;

async function liveRules({ draft, old, site, changed, leaves }: LiveCheck<RemoteMacEntryInputs>): Promise<Failure[]> {
  const deviceId = known(draft.gatewayDeviceId);
  const failures = changed("gatewayDeviceId", "site") ? await deviceRules(deviceId, site) : [];
  const mac = known(draft.macAddress);
  // The entry of the old inputs is this resource's own. For a device that this run has created, the preview has looked.
  const isOwn = old.macAddress === mac && old.site === draft.site;
  if (failures.length > 0 || mac === undefined || isOwn || (deviceId !== undefined && site.guards.objects.isCreated(deviceId)))
    return failures;
  if (deviceId === undefined && (await site.devices.all()).length === 0) return [];
  // A new resource adopts what is equal, or is refused by the rules of adoption; a value that is not known yet may turn out to be equal. A resource that
  // exists and takes another MAC address would take that of another one.
  const mayBeEqual = ({ device, row }: MacHolder) =>
    (Object.keys(old).length === 0 || draft.adopt === true) &&
    // A device that a resource of this program adopts has its id only in the update.
    (device.id === deviceId || (deviceId === undefined && site.guards.objects.isAnnounced(device.id))) &&
    (draft.vtepAddress === UNKNOWN || (canonicalIp(row.vtep_address) ?? row.vtep_address) === draft.vtepAddress) &&
    (draft.segmentationId === UNKNOWN || Number(row.segmentation_id) === draft.segmentationId);
  // The resource's own entry, if only the name of the site has changed.
  const isOwnRow = ({ device }: MacHolder) => device.id === old.gatewayDeviceId && old.macAddress === mac;
  const holder = holdersAmong(await site.hostsOfDevices.all(), mac).find(
    (one) => !leaves(one.row.id) && !isOwnRow(one) && !mayBeEqual(one),
  );
  if (holder === undefined) return [];
  const reason = `MAC address ${mac} is already in use at site ${site.name} by ${describeHolder(holder)}. A Neutron has one remote MAC entry for each MAC address: delete that entry. If this program gives it up, remove or change it in a run before this one`;
  return [{ path: ["macAddress"], reason }];
}

export const remoteMacEntry = objectKind<RemoteMacEntryInputs, RemoteMacRow>({
  kind: "RemoteMacEntry",
  description:
    "A remote MAC entry of a gateway device, which maps a host at a remote site to its VTEP. For many entries on one device, use RemoteMacTable, which is much faster because it is one resource for the Pulumi engine.",
  inputs,
  outputs: commonOutputs,
  extensions: ["gateway-device"],
  adminOnly: true,
  rules: () => [],
  programRules: (check) => remoteMacProgramRules(check, "macAddress", [check.draft.macAddress]),
  liveRules,

  parent: "gatewayDeviceId",
  collection: (site, deviceId) => site.remoteMacs(deviceId),
  toRow: toRemoteMacRow,
  fromRow: fromRemoteMacRow,

  // On MariaDB the server compares letters without case, for its filter as for its rule, and keeps each spelling.
  candidates: ({ macAddress: mac }, entries) => entries.lookFor("mac_address", mac, (stored) => canonicalMac(stored) === mac),
  adoptEqualOn: "gatewayDeviceId",
  elsewhere: async ({ macAddress: mac }, site) =>
    (await holdersOf(mac, site)).map((holder) => ({ id: holder.row.id, text: describeHolder(holder) })),
  duplicateTypes: ["DuplicateRemoteMacEntry"],
});
