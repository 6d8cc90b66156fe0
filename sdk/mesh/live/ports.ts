// SPDX-License-Identifier: Apache-2.0
import type { PortRow } from "../../../provider/client/rows";
import { canonicalMac } from "../../../provider/kinds/values";

/** The MAC addresses of a network's ports, without those of Neutron's own services: DHCP, routers, and placeholder ports of remote sites. */
export function hostsOf(ports: readonly PortRow[]): string[] {
  const macs = ports
    .filter(({ device_owner: owner }) => owner?.startsWith("network:") !== true)
    .map(({ mac_address: mac }) => canonicalMac(mac) ?? mac);
  return [...new Set(macs)].sort();
}
