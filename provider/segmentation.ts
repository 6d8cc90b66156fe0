// SPDX-License-Identifier: Apache-2.0
// The ranges of segmentation ids, which differ by the kind of device that carries them.
import { integer } from "./values";

/** networking-midonet@1dcb2d2 midonet/neutron/services/l2gateway/common/l2gw_midonet_validators.py, `is_valid_segmentaion_id`: network_vlan below 4095, router_vtep below 16777215, hw_vtep unchecked. */
export const HIGHEST_VLAN = 4094;
export const HIGHEST_VNI = 16_777_214;

// A border gateway takes the number 0 as "none"; the text "0" makes a row for which the server answers 500 from then on, to every list of the site, and which no call of the API removes.
const ZERO = "0 means none to the server, or makes a row that it can never show or delete again";

export const borderSegmentationId = () => integer({ min: 1, max: HIGHEST_VNI, what: "a segmentation id", hint: ZERO });

/** networking-l2gw@b20b90d networking_l2gw/services/l2gateway/common/l2gw_validators.py: at most 4094; 0 reads back as none. */
export const upstreamSegmentationId = () => integer({ min: 1, max: HIGHEST_VLAN, what: "a VLAN segmentation id", hint: ZERO });

/** What is wrong with a segmentation id on a device of this type, in words; `undefined` where nothing is. */
export function outOfRange(segmentationId: number, deviceType: string, deviceId: string): string | undefined {
  if (deviceType !== "network_vlan" || segmentationId <= HIGHEST_VLAN) return undefined;
  return `${segmentationId} is beyond what gateway device ${deviceId} can carry: it is of type network_vlan, whose segmentation ids are VLANs, 1 to ${HIGHEST_VLAN}`;
}
