// SPDX-License-Identifier: Apache-2.0
// Faults in the rules of emulated border sites, and in what both kinds of site share. The cases are rules of the contract suite, so that the real servers contradict each of them too.
import type { Case, Mutant } from "./mutant";

const rule = (name: string): Case => ({ file: "contract/contract.test", title: `emulated border: ${name}` });

const SEGMENTATION = "sdk/testing/kinds/segmentation.ts";
const DEVICES = "sdk/testing/kinds/gatewayDevices.ts";
const GATEWAYS = "sdk/testing/kinds/borderGateways.ts";
const CONNECTIONS = "sdk/testing/kinds/connections.ts";
const BORDER_CONNECTIONS = "sdk/testing/kinds/borderConnections.ts";
const REMOTE_MACS = "sdk/testing/kinds/remoteMacEntries.ts";
const QUERY = "sdk/testing/neutron/query.ts";

export const siteMutants: readonly Mutant[] = [
  {
    file: SEGMENTATION,
    find: "VLAN_LIMIT = 4095;",
    replace: "VLAN_LIMIT = 4096;",
    killedBy: rule("segmentation_id 4095 on a network_vlan device is 400 InvalidInput"),
  },
  {
    file: SEGMENTATION,
    find: "VXLAN_LIMIT = 16777215;",
    replace: "VXLAN_LIMIT = 16777214;",
    killedBy: rule("segmentation ids 1 and 4094 on network_vlan, 1 and 16777214 on router_vtep are taken"),
  },
  {
    file: SEGMENTATION,
    find: "number < 0 || number >= limit",
    replace: "number >= limit",
    killedBy: rule("segmentation_id -1 on a router_vtep device is 400 InvalidInput"),
  },
  {
    file: SEGMENTATION,
    find: 'deviceType === "router_vtep" ? VXLAN_LIMIT : undefined',
    replace: "VXLAN_LIMIT",
    killedBy: rule("hw_vtep has no range: -5 and 99999999 are taken"),
  },
  {
    file: BORDER_CONNECTIONS,
    find: 'if (scope.state.connections.has("gateway", gatewayId))',
    replace: "if (false)",
    killedBy: rule("a border gateway takes one connection: a second network is 409 MidonetL2GatewayConnectionExists"),
  },
  {
    file: BORDER_CONNECTIONS,
    find: `    refuseCommon(scope, values, () => undefined);
    const gatewayId = String(values.l2_gateway_id);
    const gateway = getGateway(scope, gatewayId);`,
    replace: `    const gatewayId = String(values.l2_gateway_id);
    const gateway = getGateway(scope, gatewayId);
    refuseCommon(scope, values, () => undefined);`,
    killedBy: rule("a segmentation id on gateway and connection is 400, on neither too, also for a gateway that is not there"),
  },
  {
    file: BORDER_CONNECTIONS,
    find: "if (truthy(segment) && limit !== undefined) refuseSegment(segment, limit);",
    replace: "",
    killedBy: rule("the range of a connection's segmentation id is that of the device's type"),
  },
  {
    file: CONNECTIONS,
    find: "some((row) => row.network_id === network_id)",
    replace: "some((row) => row.network_id === network_id && String(row.segmentation_id) === segmentation_id)",
    killedBy: rule("a second connection of the same network and gateway is 409 L2GatewayConnectionExists, with any segmentation id"),
  },
  {
    file: CONNECTIONS,
    find: "tenant_id: gateway.tenant_id as Json",
    replace: "tenant_id: values.tenant_id as Json",
    killedBy: rule("a connection has the project of its gateway, even if the request names another"),
  },
  {
    file: CONNECTIONS,
    find: 'segmentation_id: segment === "" ? 0 : columnInteger(segment)',
    replace: 'segmentation_id: segment === "" ? 0 : segment',
    killedBy: rule(
      "the response to a POST of a connection contains the segmentation id as sent; a GET returns it as a number, without project_id and name",
    ),
  },
  {
    file: CONNECTIONS,
    find: 'segmentation_id: segmentation_id === 0 ? "" : segmentation_id',
    replace: "segmentation_id",
    killedBy: rule('a connection of a gateway that has the segmentation id itself shows ""'),
  },
  {
    file: GATEWAYS,
    find: "segmentation_id: String(number)",
    replace: "segmentation_id: number",
    killedBy: rule("a border gateway is created and read with exactly these fields: no project_id, the segmentation id as text"),
  },
  {
    file: GATEWAYS,
    find: "    refuseInUse(scope, id);\n",
    replace: "",
    killedBy: rule("a gateway is deleted with 204; one with a connection is 409 L2GatewayInUse"),
  },
  {
    file: GATEWAYS,
    find: 'throw new Refusal(501, "NotImplementedError", "")',
    replace: 'throw new Refusal(500, "NotImplementedError", "")',
    killedBy: rule("a PUT of a border gateway is 501, under a root key of its own"),
  },
  {
    file: GATEWAYS,
    find: 'if (device.segmentation_id === "0") throw crash();',
    replace: ";",
    killedBy: rule('the segmentation id "0" poisons a border gateway: it and every list that shows it are 500 from then on'),
  },
  {
    file: DEVICES,
    find: 'if (state.l2Gateways.has("device", id))',
    replace: "if (false)",
    killedBy: rule("a device that an L2 gateway uses is not deleted: 409 GatewayDeviceInUse"),
  },
  {
    file: DEVICES,
    find: 'for (const entry of state.remoteMacEntries.find("device", id)) state.remoteMacEntries.delete(entry.id);',
    replace: "",
    killedBy: rule("a device is deleted with 204 and no body, and with its remote MAC entries"),
  },
  {
    file: DEVICES,
    find: 'exceeds the maximum 1.`, "TunnelIPsExhausted")',
    replace: 'exceeds the maximum 1.`, "TunnelIPsRequired")',
    killedBy: rule("a PUT of no tunnel address is 400 TunnelIPsRequired, of two 400 TunnelIPsExhausted, of a number 500"),
  },
  {
    file: DEVICES,
    find: 'type === "network_vlan" && tunnels.length > 0 ? { hidden_tunnel_ips: tunnels } : {}',
    replace: "{}",
    killedBy: rule("the tunnel address of a network_vlan device is in use, although it is never returned"),
  },
  {
    file: DEVICES,
    find: "if (holders === 1)",
    replace: "if (holders === 2)",
    killedBy: rule("a router or network that has a device already is 409 DeviceInUseByGatewayDevice"),
  },
  {
    file: DEVICES,
    find: "if (sent === undefined) throw crash();",
    replace: "",
    killedBy: rule("a PUT of a network_vlan device without tunnel_ips is 500, and the name is not changed"),
  },
  {
    file: DEVICES,
    find: "management_port: managed ? columnInteger(values.management_port as Json) : null",
    replace: "management_port: managed ? (values.management_port as Json) : null",
    killedBy: rule("management_port is echoed as it was sent and read back as a number"),
  },
  {
    file: REMOTE_MACS,
    find: 'state.remoteMacEntries.has("mac", collated(values.mac_address))',
    replace: 'state.remoteMacEntries.find("mac", collated(values.mac_address)).some((row) => row.mac_address === values.mac_address)',
    killedBy: rule("the same MAC address in other letter case is a duplicate for MariaDB"),
  },
  {
    file: REMOTE_MACS,
    find: '"RemoteMacEntryWrongGatewayDevice"',
    replace: '"RemoteMacEntryNotFound"',
    killedBy: rule("an entry asked for below another device is 400 RemoteMacEntryWrongGatewayDevice"),
  },
  {
    file: REMOTE_MACS,
    find: "if (rows.length > 0) refuseNonAdmin(scope);",
    replace: "",
    killedBy: rule("a member makes entries, but reading and deleting them is 500 PolicyCheckError; the device shows them"),
  },
  {
    file: QUERY,
    find: "!CONTROL.includes(name) && collection.columns.includes(name)",
    replace: "!CONTROL.includes(name)",
    killedBy: rule("a filter that is not a column is ignored, and the server returns all rows"),
  },
  {
    file: QUERY,
    find: "if (at === -1) return { rows: [] };",
    replace: "",
    killedBy: rule("a marker that is not there gives an empty page without a next link"),
  },
  {
    file: "sdk/testing/database.ts",
    find: ".trimEnd()",
    replace: "",
    killedBy: rule("name= does not look at letter case or trailing blanks"),
  },
  {
    file: "sdk/testing/kinds/collection.ts",
    find: "admin || row?.tenant_id === projectId || row?.shared === true ? row : undefined",
    replace: "row",
    killedBy: rule("another project's device is 404 on every verb, and left out of lists"),
  },
  {
    file: "sdk/testing/neutron/errors.ts",
    find: 'new Refusal(403, "AdminRequired"',
    replace: 'new Refusal(401, "AdminRequired"',
    killedBy: rule("gateways and connections are for admins: 403 AdminRequired on every verb"),
  },
  {
    file: "sdk/testing/kinds/networks.ts",
    find: 'for (const connection of state.connections.find("network", id)) state.connections.delete(connection.id);',
    replace: "",
    killedBy: rule("a network is deleted under its connection: 204, the connection goes with it, the gateway stays"),
  },
];
