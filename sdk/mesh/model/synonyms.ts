// SPDX-License-Identifier: Apache-2.0
// Terms of other tools for the keys of a topology, for the message about an unknown key.

const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  segmentationId: ["vni", "vnid", "vlan", "vlanid", "vid", "vxlan", "vxlanid", "id", "tag"],
  segmentationIds: ["vnis", "vlans", "range", "pool"],
  hosts: ["mac", "macs", "macaddresses", "ports", "vms", "servers"],
  remoteMacs: ["remotes", "remotehosts", "entries"],
  macAddress: ["mac", "host"],
  tunnelIp: ["ip", "vtep", "vtepip", "vtepaddress", "tunneladdress", "tunnelips", "localip", "address"],
  vtepAddress: ["ip", "vtep", "vtepip", "tunnelip", "tunneladdress", "address"],
  managementIp: ["mgmt", "mgmtip", "ovsdb", "managementaddress"],
  managementPort: ["port", "ovsdbport"],
  network: ["net", "subnet", "uplink", "bridge"],
  device: ["gateway", "switch", "gatewaydevice"],
  site: ["cloud", "region"],
  sites: ["clouds", "regions", "nodes", "datacenters", "members"],
  segments: ["networks", "vlans", "vnis", "vxlans"],
  links: ["topology", "tunnels", "peers", "mesh"],
};

/** The key that corresponds to a term of another tool: `segmentationId` for `vni`. */
export function synonymOf(word: string, keys: readonly string[]): string | undefined {
  const plain = word.toLowerCase().replace(/[^a-z]/g, "");
  return keys.find((key) => Object.hasOwn(SYNONYMS, key) && SYNONYMS[key]?.includes(plain));
}
