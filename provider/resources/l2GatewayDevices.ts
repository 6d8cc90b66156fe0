// SPDX-License-Identifier: Apache-2.0
// The devices of an L2 gateway in both forms.
import { either, member, optionalMember, record } from "../properties";
import { borderSegmentationId, upstreamSegmentationId } from "../segmentation";
import { type Draft, known, type Unknown } from "../unknown";
import { setOf, text, uuid, type Value } from "../values";

const gatewayInterface = record(
  "SwitchInterface",
  {
    name: member(text({ min: 1, max: 255 }), "Name of the port on the switch."),
    segmentationIds: optionalMember(
      setOf(upstreamSegmentationId(), (id) => String(id).padStart(4, "0"), { min: 1 }),
      "VLANs on this port, 1 to 4094 each, in any order. On all interfaces of a gateway or on none; where on none, each connection names one.",
    ),
  },
  { description: "A port of a switch, and the VLANs on it." },
);

const borderDevice = record(
  "BorderGatewayDevice",
  {
    deviceId: member(uuid("the gateway device"), "Id of the gateway device."),
    segmentationId: optionalMember(
      borderSegmentationId(),
      "The global segmentation id, 1 to 4094 on a network_vlan device, 1 to 16777214 on others. Where absent, the connection names it.",
    ),
  },
  { description: "The one device of a border gateway, and the global segmentation id.", alone: true },
);

const switchDevice = record(
  "SwitchDevice",
  {
    deviceName: member(text({ min: 1, max: 255 }), "Name of the switch."),
    interfaces: member(
      setOf(gatewayInterface, (one) => String(one.name), { min: 1 }),
      "The switch's ports, in any order.",
    ),
  },
  { description: "One switch of an upstream L2 gateway, and its ports." },
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
