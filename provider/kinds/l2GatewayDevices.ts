// SPDX-License-Identifier: Apache-2.0
// The devices of an L2 gateway: the border form and the upstream form.
import { either, member, optionalMember, record } from "./properties";
import { borderSegmentationId, upstreamSegmentationId } from "./segmentation";
import { type Draft, known, type Unknown } from "./unknown";
import { setOf, text, uuid, type Value } from "./values";

const gatewayInterface = record(
  "SwitchInterface",
  {
    name: member(text({ min: 1, max: 255 }), "Name of the switch port."),
    segmentationIds: optionalMember(
      setOf(upstreamSegmentationId(), (id) => String(id).padStart(4, "0"), { min: 1 }),
      "VLAN ids on this port, from 1 to 4094 each, in any order. Set them on all interfaces of the gateway or on none; if on none, set `segmentationId` on each connection.",
    ),
  },
  { description: "A port of a switch and its VLANs." },
);

const borderDevice = record(
  "BorderGatewayDevice",
  {
    deviceId: member(uuid("the gateway device"), "Id of the gateway device."),
    segmentationId: optionalMember(
      borderSegmentationId(),
      "Global segmentation id: from 1 to 4094 for a `network_vlan` device, from 1 to 16777214 for other types. If omitted, set `segmentationId` on the connection.",
    ),
  },
  { description: "The gateway device of a border gateway and the segmentation ID of the segment.", alone: true },
);

const switchDevice = record(
  "SwitchDevice",
  {
    deviceName: member(text({ min: 1, max: 255 }), "Name of the switch."),
    interfaces: member(
      setOf(gatewayInterface, (one) => String(one.name), { min: 1 }),
      "Ports of the switch, in any order.",
    ),
  },
  { description: "A switch of an upstream L2 gateway and its ports." },
);

export const device = either(
  { value: borderDevice, marks: ["deviceId", "segmentationId"] },
  { value: switchDevice, marks: ["deviceName", "interfaces"] },
  "give a gateway device by `deviceId` (with `segmentationId`, without interfaces) or a switch by `deviceName` with `interfaces`, never both",
);

export type Device = typeof device extends Value<infer T> ? Draft<T> : never;
export type BorderDevice = Extract<Device, { deviceId?: unknown }>;
export type SwitchDevice = Extract<Device, { deviceName?: unknown }>;

export const isBorder = (one: Device): one is BorderDevice => "deviceId" in one;
export const isSwitch = (one: Device): one is SwitchDevice => !isBorder(one);

export function deviceKey(one: Device): string {
  return String(isBorder(one) ? one.deviceId : one.deviceName);
}

export function knownDevices(devices: ReadonlyArray<Device | Unknown> | Unknown | undefined): Device[] {
  return (known(devices) ?? []).flatMap((one) => known(one) ?? []);
}

export const portsOf = (one: SwitchDevice) => (known(one.interfaces) ?? []).flatMap((port) => known(port) ?? []);
