// SPDX-License-Identifier: Apache-2.0
// The ranges of segmentation ids, which differ by the kind of device that carries them.
import { integer } from "./values";

/** networking-midonet@1dcb2d2 midonet/neutron/services/l2gateway/common/l2gw_midonet_validators.py, `is_valid_segmentaion_id`: network_vlan below 4095, router_vtep below 16777215, hw_vtep unchecked. */
export const HIGHEST_VLAN = 4094;
export const HIGHEST_VNI = 16_777_214;

/** The segmentation id of a connection on an untagged port. A gateway has no such id: its interfaces read back as having none. */
export const UNTAGGED = 0;

/** A border gateway treats the number 0 as "none". The text "0" creates a row that makes every list of the site fail with a 500 and that no API call deletes. */
export const borderSegmentationId = () => integer({ min: 1, max: HIGHEST_VNI, what: "segmentationId" });

/** networking-l2gw@b20b90d networking_l2gw/services/l2gateway/common/l2gw_validators.py: at most 4094. */
export const upstreamSegmentationId = () => integer({ min: 1, max: HIGHEST_VLAN, what: "a VLAN segmentation id" });

/** As {@link borderSegmentationId}, or {@link UNTAGGED}: whether that is allowed depends on the gateway. */
export const connectionSegmentationId = () => integer({ min: UNTAGGED, max: HIGHEST_VNI, what: "segmentationId" });

/** What is wrong with a segmentation id on a device of this type, in words; `undefined` where nothing is. */
export function outOfRange(segmentationId: number, deviceType: string, deviceLabel: string): string | undefined {
  if (deviceType !== "network_vlan" || segmentationId <= HIGHEST_VLAN) return undefined;
  return `segmentationId must be an integer from 1 to ${HIGHEST_VLAN}, a VLAN, because ${deviceLabel} is of type network_vlan; got ${segmentationId}`;
}
