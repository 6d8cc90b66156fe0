// SPDX-License-Identifier: Apache-2.0

import { connections, type L2GatewayRow } from "../client/rows";
import type { Site } from "../client/site";
import { objectKind } from "../lifecycle/objectVerbs";
import {
  type Change,
  commonInputs,
  commonOutputs,
  type Failure,
  type LiveCheck,
  optional,
  owner,
  type ProgramCheck,
  type Props,
  required,
} from "./definition";
import { connectionsOf, deviceOf } from "./gatewayFacts";
import { type Device, device, deviceKey, isBorder, isSwitch, knownDevices, portsOf } from "./l2GatewayDevices";
import { missingReason } from "./missing";
import type { ObjectOf } from "./properties";
import { outOfRange } from "./segmentation";
import { type Draft, known, UNKNOWN } from "./unknown";
import { setOf, show, text } from "./values";

const inputs = {
  ...commonInputs,
  name: optional(
    "update",
    text({ max: 255 }),
    "Display name, at most 255 characters. It need not be unique. Defaults to the logical name plus a 7-digit hash that identifies the resource. If an update is killed while it creates the gateway, the next update finds that gateway by its default name. A name set here does not identify it as yours, so the next update creates a second gateway unless `adopt: true` is set.",
    {
      filled: "check",
      changeNote: "A border gateway is replaced, as is an upstream gateway with several switches while the site has any connection.",
    },
  ),
  devices: required(
    "replace",
    setOf(device, deviceKey, { min: 1 }),
    "Devices of the gateway, in any order. A border gateway has exactly one gateway device, given by `deviceId`. An upstream gateway has one or more switches, given by `deviceName` and `interfaces`. The two forms cannot be mixed.",
    {
      changeNote:
        "An upstream gateway is updated in place if its switches stay the same, its interfaces have segmentation ids both before and after the change or neither, and the site has no connections of other gateways (with several switches: no connections at all).",
    },
  ),
  tenantId: owner("gateway"),
};

type L2GatewayInputs = ObjectOf<typeof inputs>;

function rules(draft: Draft<L2GatewayInputs>): Failure[] {
  const devices = knownDevices(draft.devices);
  const failures: Failure[] = [];
  const fail = (reason: string) => failures.push({ path: ["devices"], reason });

  // networking-midonet@1dcb2d2 midonet/neutron/services/l2gateway/common/l2gw_midonet_validators.py, `validate_gwdevice_list`.
  if (devices.some(isBorder) && devices.length > 1)
    fail(`a border gateway has exactly one device; got ${devices.length}. Declare a gateway for each device`);

  const switches = devices.filter(isSwitch);
  const twice = firstRepeated(switches.map(deviceKey));
  if (twice !== undefined)
    fail(`names the switch ${show(twice)} twice, and the server would make two devices of it. List all its interfaces in one`);
  for (const one of switches) {
    const port = firstRepeated(portsOf(one).map(({ name }) => String(name)));
    // The server would make one interface of them, with an empty segmentation id.
    if (port !== undefined) fail(`names port ${show(port)} of switch ${show(one.deviceName)} twice: list all its segmentation ids in one`);
  }
  const tagged = switches.flatMap((one) => portsOf(one).map(({ segmentationIds }) => segmentationIds !== undefined));
  // networking-l2gw@b20b90d networking_l2gw/db/l2gateway/l2gateway_db.py, `_validate_any_seg_id_empty_in_interface_dict`: refused within a device; between devices of one gateway not checked, but no connection could then be right for both.
  if (tagged.includes(true) && tagged.includes(false))
    fail("has segmentation ids on some interfaces and none on others. Give them on all, or on none and name one in each connection");
  return failures;
}

const firstRepeated = (names: string[]): string | undefined => names.find((name, index) => names.indexOf(name) !== index);

function programRules({ draft, source }: ProgramCheck<L2GatewayInputs>): Failure[] {
  const [first] = knownDevices(draft.devices);
  const device = deviceOf(source("deviceId"));
  if (first === undefined || !isBorder(first) || device === undefined) return [];
  const segmentationId = known(first.segmentationId);
  const reason = segmentationId === undefined ? undefined : outOfRange(segmentationId, device.type, device.label);
  return reason === undefined ? [] : [{ path: ["devices", 0, "segmentationId"], reason }];
}

async function liveRules({ draft, site, changed }: LiveCheck<L2GatewayInputs>): Promise<Failure[]> {
  const devices = knownDevices(draft.devices);
  const [first] = devices;
  if (first === undefined || !changed("devices", "site")) return [];
  const border = await site.has("gateway-device");
  if (border !== isBorder(first)) {
    const supported = border
      ? "runs networking-midonet, which supports only border gateways. Use devices: [{ deviceId, segmentationId }] instead of deviceName and interfaces"
      : "has no extension gateway-device and supports only upstream L2 gateways. Use devices: [{ deviceName, interfaces }] instead of deviceId";
    return [{ path: ["devices"], reason: `site ${site.name} ${supported}` }];
  }
  const deviceId = isBorder(first) ? known(first.deviceId) : undefined;
  if (!isBorder(first) || deviceId === undefined) return [];
  const found = await site.devices.find(deviceId);
  if (found === undefined)
    return [
      {
        path: ["devices", 0, "deviceId"],
        reason: missingReason(site, deviceId, "gateway device", "a GatewayDevice"),
      },
    ];
  const segmentationId = known(first.segmentationId);
  const reason = segmentationId === undefined ? undefined : outOfRange(segmentationId, found.type, `gateway device ${deviceId}`);
  return reason === undefined ? [] : [{ path: ["devices", 0, "segmentationId"], reason }];
}

/** A border gateway cannot be updated: networking-midonet@1dcb2d2 midonet/neutron/db/l2gateway_midonet.py#L139-L140. An upstream one keeps its devices: networking-l2gw@b20b90d networking_l2gw/db/l2gateway/l2gateway_db.py#L184-L209. */
function changeOf(input: string, last: Props, next: Props): Change {
  const before = devicesIn(last);
  const after = next.devices === undefined || next.devices === UNKNOWN ? before : devicesIn(next);
  if ([...before, ...after].some(isBorder)) return "replace";
  if (input === "name") return "update";
  if (input !== "devices") return "replace";
  const names = (devices: Device[]) => devices.map(deviceKey).join(" ");
  const tagged = (devices: Device[]) =>
    devices.some((one) => !isBorder(one) && portsOf(one).some((port) => port.segmentationIds !== undefined));
  return names(before) === names(after) && tagged(before) === tagged(after) ? "update" : "replace";
}

/**
 * The driver goes through the connections of all gateways at each update: networking-l2gw@22.0.0 networking_l2gw/services/l2gateway/service_drivers/rpc_l2gw.py#L661-L745.
 * It binds their VLANs on every port that is new, whoever's they are; and with two switches it takes the ports of each for ports that the other has lost. A new name of one switch changes no port.
 */
async function reasonToReplace(id: string, updates: readonly string[], last: Props, site: Site): Promise<string | undefined> {
  const several = devicesIn(last).length > 1;
  if (!several && !updates.includes("devices")) return undefined;
  const rows = await site.everyProjects(connections);
  if (several && rows.length > 0)
    return `it has several switches, and while site ${site.name} has connections (${rows.length} now) the server unbinds their VLANs from all ports at any update`;
  const others = rows.filter((row) => row.l2_gateway_id !== id);
  const [first] = others;
  if (first === undefined) return undefined;
  return `site ${site.name} has ${others.length === 1 ? "a connection" : `${others.length} connections`} of other gateways (${first.id} of network ${first.network_id}${others.length === 1 ? "" : ", ..."}), and an update binds their VLANs on its new ports`;
}

function devicesIn(props: Props): Device[] {
  const result = inputs.devices.value.zod.safeParse(props.devices);
  return result.success ? knownDevices(result.data) : [];
}

const toRowDevices = ({ devices }: L2GatewayInputs) =>
  devices.map((one) =>
    "deviceId" in one
      ? { device_id: one.deviceId, ...(one.segmentationId === undefined ? {} : { segmentation_id: one.segmentationId }) }
      : {
          device_name: one.deviceName,
          interfaces: one.interfaces.map(({ name, segmentationIds }) => ({
            name,
            ...(segmentationIds === undefined ? {} : { segmentation_id: segmentationIds }),
          })),
        },
  );

const fromRowDevice = (row: L2GatewayRow["devices"][number]) => {
  if (row.device_id !== undefined) return { deviceId: row.device_id, segmentationId: row.segmentation_id ?? row["segmentation-id"] };
  const interfaces = (row.interfaces ?? []).map(({ name, segmentation_id: ids }) => ({
    name,
    ...(ids?.some((id) => id !== "") ? { segmentationIds: ids } : {}),
  }));
  return { deviceName: row.device_name, interfaces };
};

const fromRow = (row: L2GatewayRow): Props => ({ name: row.name, devices: row.devices.map(fromRowDevice), tenantId: row.tenant_id });

export const l2Gateway = objectKind<L2GatewayInputs, L2GatewayRow>({
  kind: "L2Gateway",
  description:
    "An L2 gateway. A border gateway consists of one gateway device; an upstream gateway consists of one or more switches with their interfaces.",
  inputs,
  outputs: commonOutputs,
  extensions: ["l2-gateway"],
  adminOnly: true,
  rules,
  programRules,
  liveRules,
  changeOf,
  reasonToReplace,

  collection: (site) => site.gateways,
  toRow: (wanted) => ({
    name: wanted.name,
    devices: toRowDevices(wanted),
    ...(wanted.tenantId === undefined ? {} : { tenant_id: wanted.tenantId }),
  }),
  fromRow,
  existing: async ({ draft, site }) => (await gatewaysOfName(draft, site)).map((row) => ({ id: row.id, props: fromRow(row) })),
  // A PUT without a name sets it to null, so the name always goes along: networking-l2gw@b20b90d networking_l2gw/db/l2gateway/l2gateway_db.py#L192-L194.
  toUpdate: (wanted, last) => ({ name: wanted.name ?? last.name, devices: toRowDevices(wanted) }),

  candidates: (wanted, gateways) => gateways.lookFor("name", wanted.name ?? ""),
  recentCandidates: ({ name, tenantId }, site) =>
    site.gatewaysNamed(String(name ?? ""), typeof tenantId === "string" ? tenantId : undefined),
  duplicateTypes: [],
  inUseTypes: ["L2GatewayInUse"],
  holders: connectionsOf,
});

/** None if the device is not known, or was created by this run: nothing can be on it yet. */
async function gatewaysOfName({ name, devices, tenantId }: Draft<L2GatewayInputs>, site: Site): Promise<L2GatewayRow[]> {
  const [first] = knownDevices(devices);
  const key = first === undefined ? undefined : known(isBorder(first) ? first.deviceId : first.deviceName);
  if (key === undefined || site.guards.objects.isCreated(key) || known(name) === undefined) return [];
  return site.gatewaysNamed(String(name), known(tenantId));
}
