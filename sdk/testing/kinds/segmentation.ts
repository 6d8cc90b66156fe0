// SPDX-License-Identifier: Apache-2.0
import type { Json } from "../json";
import { crash, invalidInput } from "../neutron/errors";
import { int, isNotIntLike } from "../neutron/python";

/** networking-l2gw networking_l2gw/services/l2gateway/common/l2gw_validators.py `is_valid_vlan_id`: 4095 is out of range, 0 is not. */
export const VLAN_LIMIT = 4095;

/** networking-midonet@1dcb2d2 midonet/neutron/services/l2gateway/common/l2gw_midonet_validators.py `is_valid_vxlan_id`. */
export const VXLAN_LIMIT = 16777215;

/** Rejects a segmentation id that is not a number, is below 0, or reaches the limit of its device type. */
export function refuseSegment(value: Json, limit: number): void {
  const number = int(value);
  if (number === undefined) {
    if (isNotIntLike(value)) throw crash();
    throw invalidInput("Segmentation id must be a valid integer");
  }
  if (number < 0 || number >= limit) throw invalidInput("Segmentation id is out of range");
}

export const limitOf = (deviceType: Json | undefined): number | undefined =>
  deviceType === "network_vlan" ? VLAN_LIMIT : deviceType === "router_vtep" ? VXLAN_LIMIT : undefined;
