// SPDX-License-Identifier: Apache-2.0
// Faults in the tables of the resources: what is valid, what a change costs, and the mapping to the wire and back.
import type { Case, Mutant } from "./mutant";

const in_ =
  (file: string) =>
  (title: string): Case => ({ file: `provider/${file}.test`, title });
const values = in_("values");
const deviceTable = in_("resources/gatewayDevice");
const gatewayTable = in_("resources/l2Gateway");
const deviceLife = in_("life/gatewayDevice");
const gatewayLife = in_("life/l2Gateway");
const connectionLife = in_("life/l2GatewayConnection");
const tableLife = in_("life/remoteMacTable");

const SEGMENTATION = "provider/kinds/segmentation.ts";
const DEVICE = "provider/kinds/gatewayDevice.ts";
const GATEWAY = "provider/kinds/l2Gateway.ts";
const CONNECTION = "provider/kinds/l2GatewayConnection.ts";
const GATEWAY_DEVICES = "provider/kinds/l2GatewayDevices.ts";
const CONNECTION_RULES = "provider/kinds/connectionRules.ts";
const ENTRIES = "provider/kinds/ownedEntries.ts";
const TABLE = "provider/kinds/remoteMacTable.ts";
const VALUES = "provider/kinds/values.ts";
const ROWS = "provider/client/rows.ts";

const LIVE_DEVICE = deviceLife("refused by check, live: what is taken is said with its holder, and nothing is sent");
const FOREIGN_DEVICE = deviceLife("refused by check, live: values that a device of another project uses, in any spelling");
const LIVE_CONNECTION = connectionLife("refused by check, live");

export const tableMutants: readonly Mutant[] = [
  {
    file: SEGMENTATION,
    find: "HIGHEST_VLAN = 4094;",
    replace: "HIGHEST_VLAN = 4095;",
    killedBy: gatewayTable("refused by check: VLAN 4095"),
  },
  {
    file: SEGMENTATION,
    find: "HIGHEST_VNI = 16_777_214;",
    replace: "HIGHEST_VNI = 16_777_215;",
    killedBy: gatewayTable("refused by check: segmentation id 16777215"),
  },
  {
    file: SEGMENTATION,
    find: "integer({ min: 1, max: HIGHEST_VNI",
    replace: "integer({ min: 0, max: HIGHEST_VNI",
    killedBy: gatewayTable("refused by check: segmentation id 0"),
  },
  {
    file: SEGMENTATION,
    find: "segmentationId <= HIGHEST_VLAN) return undefined",
    replace: "segmentationId < HIGHEST_VLAN) return undefined",
    killedBy: gatewayLife(
      "refused by check, live: a missing device, an id outside the range of its type, and the form that the site does not support",
    ),
  },
  {
    file: VALUES,
    find: "(?:[0-9a-f]{2}\\2){4}",
    replace: "(?:[0-9a-f]{2}[:-]){4}",
    killedBy: values('MAC address "02:00-5e:10:00:ff" is refused'),
  },
  {
    file: VALUES,
    find: "    .toLowerCase()\n",
    replace: "",
    killedBy: values("MAC address 02:00:5E:10:00:FF is written 02:00:5e:10:00:ff"),
  },
  {
    file: VALUES,
    find: "ipaddr.IPv6.parse(address).toRFC5952String()",
    replace: "ipaddr.IPv6.parse(address).toNormalizedString()",
    killedBy: values("IP address 2001:DB8:0:0:0:0:0:1 is written 2001:db8::1"),
  },
  {
    file: VALUES,
    find: "settled.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));",
    replace: "",
    killedBy: values("a set is the same in any order and with repetitions"),
  },
  {
    file: DEVICE,
    find: "addresses.length !== 1",
    replace: "addresses.length > 1",
    killedBy: deviceTable("refused by check: no tunnel address in the list"),
  },
  {
    file: DEVICE,
    find: 'managementPort: ["hw_vtep"],',
    replace: 'managementPort: ["hw_vtep", "router_vtep"],',
    killedBy: deviceTable("refused by check: management on router_vtep"),
  },
  {
    file: DEVICE,
    find: '"update",\n    listOf(ipAddress())',
    replace: '"replace",\n    listOf(ipAddress())',
    killedBy: deviceTable("a change of tunnelIps to 10.0.0.2 costs: update"),
  },
  {
    file: DEVICE,
    find: '"replace",\n    integer(',
    replace: '"update",\n    integer(',
    killedBy: deviceTable("a change of managementPort to 6633 costs: replace"),
  },
  {
    file: DEVICE,
    find: "tunnel_ips: tunnelIps ?? last.tunnelIps ?? []",
    replace: "...(tunnelIps === undefined ? {} : { tunnel_ips: tunnelIps })",
    killedBy: in_("removeObject")("update: a network_vlan device is renamed with tunnel_ips in the body, without which the server crashes"),
  },
  {
    file: DEVICE,
    find: 'taken(["tunnelIps", index]',
    replace: 'void (["tunnelIps", index]',
    killedBy: LIVE_DEVICE,
  },
  {
    file: DEVICE,
    find: "(canonicalIp(stored) ?? stored) === canonical",
    replace: "stored === canonical",
    killedBy: FOREIGN_DEVICE,
  },
  {
    file: DEVICE,
    find: "!leaves(device.id) && ",
    replace: "",
    killedBy: deviceLife("replaced under a name of the program's own: its own addresses are not in its way"),
  },
  {
    file: GATEWAY,
    find: " && tagged(before) === tagged(after)",
    replace: "",
    killedBy: gatewayTable("upstream form: name and interfaces of the same devices are updated, all else replaces"),
  },
  {
    file: GATEWAY_DEVICES,
    find: '.padStart(4, "0")',
    replace: "",
    killedBy: gatewayTable("numbers as text, and sets in any order, become one form"),
  },
  {
    file: GATEWAY,
    find: 'ids?.some((id) => id !== "")',
    replace: "ids",
    killedBy: gatewayLife("upstream form: ports without segmentation ids are quiet too"),
  },
  {
    file: GATEWAY,
    find: "toUpdate: (wanted, last) => ({ name: wanted.name ?? last.name, devices",
    replace: "toUpdate: (wanted, _last) => ({ devices",
    killedBy: gatewayLife("upstream form: name and interfaces in place, the name always sent; another set of switches replaces"),
  },
  {
    file: GATEWAY,
    find: "rows.filter((row) => row.l2_gateway_id !== id)",
    replace: "rows",
    killedBy: gatewayLife("upstream form: a gateway is not replaced because of its own connections"),
  },
  {
    file: GATEWAY,
    find: 'if (!several && !updates.includes("devices")) return undefined;',
    replace: "if (!several) return undefined;",
    killedBy: gatewayLife("upstream form: an update that would reach other gateways' connections is a replacement, with the reason"),
  },
  {
    file: CONNECTION,
    find: "segmentation_id: String(segmentationId)",
    replace: "segmentation_id: segmentationId",
    killedBy: in_("createObject")("a connection's segmentation id goes out as text and comes back as a number"),
  },
  {
    file: CONNECTION,
    find: '{ absent: "none" }',
    replace: "{}",
    killedBy: connectionLife("every change replaces, taking the segmentation id away too"),
  },
  {
    file: CONNECTION_RULES,
    find: "segmentationIds.length > 0 && given !== undefined",
    replace: "segmentationIds.length > 1 && given !== undefined",
    killedBy: LIVE_CONNECTION,
  },
  {
    file: CONNECTION_RULES,
    find: "if (gateway.isBorder) return changed(",
    replace: "return changed(",
    killedBy: connectionLife("an upstream gateway takes many networks"),
  },
  {
    file: ENTRIES,
    find: " && a.segmentationId === b.segmentationId",
    replace: "",
    killedBy: tableLife("an update adds and removes only what differs"),
  },
  {
    file: TABLE,
    find: "found.length === 0 && (await site.devices.confirm(device)) === undefined",
    replace: "found.length === 0",
    killedBy: tableLife("drift: a table whose entries are all gone is empty, not gone, while its device is there"),
  },
  {
    file: ROWS,
    find: 'value === "" || value === null',
    replace: "value === null",
    killedBy: connectionLife("minimal and full: the segmentation id on the one side or on the other; second up and refresh are quiet"),
  },
  {
    file: ROWS,
    find: 'notFound: "L2GatewayConnectionNotFound"',
    replace: 'notFound: "L2GatewayNotFound"',
    killedBy: connectionLife("gone with its network: refresh forgets it"),
  },
  {
    file: ROWS,
    find: '  notFound: "GatewayDeviceNotFound",\n  lists: "all"',
    replace: '  notFound: "GatewayDeviceNotFound",\n  lists: "project"',
    killedBy: FOREIGN_DEVICE,
  },
];
