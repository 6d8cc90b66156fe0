// SPDX-License-Identifier: Apache-2.0
// What a connection has to know of its gateway, whether the gateway exists at the site or only in the program.
import { z } from "zod";
import { type L2GatewayRow, segmentationIdsOf } from "../client/rows";
import type { Site } from "../client/site";
import { type Declaration, labelOf } from "../program/declarations";
import { UNTAGGED } from "./segmentation";
import { hasUnknown, UNKNOWN } from "./unknown";

export interface GatewayFacts {
  /** For messages: `L2 gateway 3f2a...` or `L2Gateway "blue"`. */
  readonly label: string;
  /** True for a border gateway, false for an upstream one. */
  readonly isBorder: boolean;
  /** The segmentation ids that the gateway itself has. */
  readonly segmentationIds: ReadonlyArray<string | number>;
  /** The device of a border gateway, if known. */
  readonly device?: { readonly label: string; readonly type: string } | undefined;
  /** The ports of an upstream gateway, as far as they are known. */
  readonly ports: readonly SwitchPort[];
}

interface SwitchPort {
  readonly switch: string;
  readonly name: string;
  readonly vlans: readonly number[];
}

export async function gatewayOfRow(row: L2GatewayRow, site: Site): Promise<GatewayFacts> {
  const deviceId = row.devices[0]?.device_id;
  const device = deviceId === undefined ? undefined : await site.devices.find(deviceId);
  return {
    label: `L2 gateway ${row.id}`,
    isBorder: deviceId !== undefined,
    segmentationIds: segmentationIdsOf(row),
    ...(device === undefined ? {} : { device: { label: `gateway device ${device.id}`, type: device.type } }),
    ports: row.devices.flatMap(({ device_name: name, interfaces }) =>
      name === undefined
        ? []
        : (interfaces ?? []).map((port) => ({
            switch: name,
            name: port.name,
            vlans: (port.segmentation_id ?? []).flatMap((id) => (id === "" ? [] : [Number(id)])),
          })),
    ),
  };
}

/** The gateway device that a resource of the program declares, if its type is known. */
export function deviceOf(source: Declaration | undefined): GatewayFacts["device"] {
  const { type } = source?.inputs ?? {};
  return source?.kind === "GatewayDevice" && typeof type === "string" ? { label: labelOf(source), type } : undefined;
}

const declaredPort = z.object({ name: z.string(), segmentationIds: z.array(z.number()).optional() });
const declaredBorder = z.tuple([z.object({ deviceId: z.unknown(), segmentationId: z.unknown().optional() })]);
const declaredSwitches = z.array(z.object({ deviceName: z.string(), interfaces: z.array(declaredPort) }));

/** The gateway that a resource of the program declares; `undefined` if a part of it that matters is not known yet. */
export function gatewayOfDeclaration(source: Declaration | undefined, device: Declaration | undefined): GatewayFacts | undefined {
  if (source?.kind !== "L2Gateway") return undefined;
  const label = labelOf(source);
  const border = declaredBorder.safeParse(source.inputs.devices).data?.[0];
  if (border?.deviceId !== undefined) {
    // An id that is not known yet may turn out to be none.
    if (border.segmentationId === UNKNOWN) return undefined;
    const segmentationIds = border.segmentationId === undefined ? [] : [Number(border.segmentationId)];
    return { label, isBorder: true, segmentationIds, device: deviceOf(device), ports: [] };
  }
  const switches = hasUnknown(source.inputs.devices) ? undefined : declaredSwitches.safeParse(source.inputs.devices).data;
  const ports = switches?.flatMap(({ deviceName, interfaces }) =>
    interfaces.map(({ name, segmentationIds }) => ({ switch: deviceName, name, vlans: segmentationIds ?? [] })),
  );
  return ports === undefined ? undefined : { label, isBorder: false, segmentationIds: ports.flatMap(({ vlans }) => vlans), ports };
}

/** The VLANs that a connection binds on the ports of an upstream gateway; 0 is untagged. `key` begins with the VLAN. */
export function bindingsOf({ ports }: GatewayFacts, segmentationId: number | undefined): Array<{ key: string; what: string }> {
  return ports.flatMap((port) => {
    const own = port.vlans.length === 0 ? [UNTAGGED] : port.vlans;
    return (segmentationId === undefined ? own : [segmentationId]).map((vlan) => ({
      key: `${vlan} ${JSON.stringify([port.switch, port.name])}`,
      what: `${vlan === UNTAGGED ? "untagged traffic" : `VLAN ${vlan}`} on port ${port.name} of switch ${port.switch}`,
    }));
  });
}

/** The connections of a gateway, as messages name them. */
export async function connectionsOf(gatewayId: string, site: Site): Promise<string[]> {
  const rows = await site.connections.lookFor("l2_gateway_id", gatewayId);
  return rows.map((row) => `connection ${row.id} of network ${row.network_id}`);
}
