// SPDX-License-Identifier: Apache-2.0
// Wrong input of a program, over a stack that is up: told in preview and in up, on its property, with its value and the rule; nothing is sent, and the stack goes on as before.
import test, { type ExecutionContext } from "ava";
import { startSites } from "../../sdk/testing/index";
import type { Declared } from "../helpers/inProcess/declaredProgram";
import { did, emulatedSegment, remembered, writesOf } from "../helpers/inProcess/emulatedSegment";

const ABSENT = "5f3c9e2a-6a0b-4c55-9d1e-0d6f3f1c2b3a";
const MAC = { macAddress: "02:00:5e:00:01:01", vtepAddress: "203.0.113.99", segmentationId: 10_100 };
const idOf = (name: string) => `\${${name}.id}`;

/** Two border sites and an upstream one, with each kind in each of its forms, brought up. */
async function everything(t: ExecutionContext) {
  const [kyoto] = await startSites({ sites: ["kyoto"], kind: "upstream" });
  t.teardown(() => kyoto.stop());
  const segment = await emulatedSegment(t);
  const { stack, sites, clouds } = segment;
  stack.setConfig("border-gateway:sites", { ...clouds, kyoto: kyoto.cloud });
  segment.declare(10_100);
  const [tokyo] = sites;
  const [site, edge] = ["tokyo", idOf("tokyo-edge")];
  const more: Declared[] = [
    {
      kind: "GatewayDevice",
      name: "switch",
      args: { site, managementIp: "192.0.2.10", managementPort: 6640, tunnelIps: ["203.0.113.50"] },
    },
    { kind: "GatewayDevice", name: "uplink", args: { site, type: "network_vlan", resourceId: tokyo.addNetwork() } },
    { kind: "L2Gateway", name: "vlan", args: { site, devices: [{ deviceId: idOf("uplink"), segmentationId: 100 }] } },
    { kind: "L2Gateway", name: "bare", args: { site, devices: [{ deviceId: idOf("uplink") }] } },
    {
      kind: "L2GatewayConnection",
      name: "bare-join",
      args: { site, l2GatewayId: idOf("bare"), networkId: tokyo.addNetwork(), segmentationId: 200 },
    },
    { kind: "RemoteMacTable", name: "table", args: { site, gatewayDeviceId: edge, entries: [MAC] } },
    {
      kind: "L2Gateway",
      name: "switched",
      args: { site: "kyoto", devices: [{ deviceName: "sw1", interfaces: [{ name: "p1", segmentationIds: [7] }] }] },
    },
  ];
  stack.resources = [...stack.resources, ...more];
  const up = await stack.up();
  t.true(up.ok, up.diagnostics);
  const all = [...sites, kyoto];
  for (const one of all) one.clearRequests();
  return { ...segment, all };
}

/** An invalid resource and an exact part of the reason (`says`), which contains the value. */
interface Wrong {
  readonly of: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly at: string;
  readonly says: string;
}

/** Without what is `undefined`: a field that the program leaves out. */
const given = (args: object) => Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));

const border = (segmentationId: unknown, deviceId: unknown = idOf("tokyo-edge")) => ({ devices: [{ deviceId, segmentationId }] });
const ports = (...segmentationIds: unknown[]) => ({ devices: [{ deviceName: "sw1", interfaces: [{ name: "p1", segmentationIds }] }] });
const oneEntry = (wrong: object) => ({ entries: [{ ...MAC, ...wrong }] });

const segmentationId = (value: unknown): Wrong[] => {
  const says = `must be an integer from 1 to 16777214; got ${JSON.stringify(value)}`;
  // 0 is a value of upstream connections only: the site refuses it.
  const ofConnection =
    Number(value) === 0 && value !== "00" ? says.replace(JSON.stringify(value), "0") : says.replace("from 1 to", "from 0 to");
  return [
    { of: "tokyo-blue", args: border(value), at: "devices[0].segmentationId", says },
    { of: "bare-join", args: { segmentationId: value }, at: "segmentationId", says: ofConnection },
    { of: "tokyo-host", args: { segmentationId: value }, at: "segmentationId", says },
    { of: "table", args: oneEntry({ segmentationId: value }), at: "entries[0].segmentationId", says },
    {
      of: "switched",
      args: ports(value),
      at: "devices[0].interfaces[0].segmentationIds[0]",
      says: `a VLAN segmentation id must be an integer from 1 to 4094; got ${JSON.stringify(value)}`,
    },
  ];
};
const everyPlace = (value: string, says: string, places: ReadonlyArray<readonly [string, string, (value: string) => object]>): Wrong[] =>
  places.map(([of, at, args]) => ({ of, at, args: { ...args(value) }, says: `"${value}" ${says}` }));

const wrong: Readonly<Record<string, readonly Wrong[]>> = {
  "not a UUID": everyPlace("edge", "is not a UUID: give the id of", [
    ["tokyo-edge", "resourceId", (resourceId) => ({ resourceId })],
    ["tokyo-blue", "devices[0].deviceId", (id) => border(10_100, id)],
    ["tokyo-join", "l2GatewayId", (l2GatewayId) => ({ l2GatewayId })],
    ["tokyo-join", "networkId", (networkId) => ({ networkId })],
    ["tokyo-host", "gatewayDeviceId", (gatewayDeviceId) => ({ gatewayDeviceId })],
    ["table", "gatewayDeviceId", (gatewayDeviceId) => ({ gatewayDeviceId })],
  ]),
  "a MAC address with 5 octets": everyPlace("02:00:5e:00:01", "is not a MAC address: six octets", [
    ["tokyo-host", "macAddress", (macAddress) => ({ macAddress })],
    ["table", "entries[0].macAddress", (macAddress) => oneEntry({ macAddress })],
  ]),
  "an IPv4 octet 256": everyPlace("203.0.113.256", "is not an IPv4 or IPv6 address", [
    ["switch", "managementIp", (managementIp) => ({ managementIp })],
    ["tokyo-edge", "tunnelIps[0]", (address) => ({ tunnelIps: [address] })],
    ["tokyo-host", "vtepAddress", (vtepAddress) => ({ vtepAddress })],
    ["table", "entries[0].vtepAddress", (vtepAddress) => oneEntry({ vtepAddress })],
  ]),
  "port 0 and 65536": [0, 65_536].map((managementPort) => ({
    of: "switch",
    args: { managementPort },
    at: "managementPort",
    says: `managementPort must be an integer from 1 to 65535; got ${managementPort}`,
  })),
  ...Object.fromEntries(
    [0, "0", "00", -1, 16_777_215, 1.5, "0x10"].map((id) => [`segmentation id ${JSON.stringify(id)}`, segmentationId(id)]),
  ),
  "segmentation id 4095 on VLAN": [
    {
      of: "vlan",
      args: border(4095, idOf("uplink")),
      at: "devices[0].segmentationId",
      says: "segmentationId must be an integer from 1 to 4094, a VLAN, because ",
    },
    {
      of: "bare-join",
      args: { segmentationId: 4095 },
      at: "segmentationId",
      says: "segmentationId must be an integer from 1 to 4094, a VLAN, because ",
    },
    {
      of: "switched",
      args: ports(4095),
      at: "devices[0].interfaces[0].segmentationIds[0]",
      says: "a VLAN segmentation id must be an integer from 1 to 4094; got 4095",
    },
  ],
  "a field that is missing": [
    ["switch", "managementIp", "managementIp is required for a device of type hw_vtep"],
    ["switch", "managementPort", "managementPort is required for a device of type hw_vtep"],
    ["switch", "tunnelIps", "tunnelIps is required for a device of type hw_vtep"],
    ["tokyo-edge", "resourceId", "resourceId is required for a device of type router_vtep"],
    ["tokyo-edge", "tunnelIps", "tunnelIps is required for a device of type router_vtep"],
    ["uplink", "resourceId", "resourceId is required for a device of type network_vlan"],
    ["tokyo-blue", "devices", "devices is required"],
    ["tokyo-join", "l2GatewayId", "l2GatewayId is required"],
    ["tokyo-join", "networkId", "networkId is required"],
    ["tokyo-host", "gatewayDeviceId", "gatewayDeviceId is required"],
    ["tokyo-host", "macAddress", "macAddress is required"],
    ["tokyo-host", "vtepAddress", "vtepAddress is required"],
    ["tokyo-host", "segmentationId", "segmentationId is required"],
    ["table", "entries", "entries is required"],
  ].map(([of = "", at = "", says = ""]) => ({ of, args: { [at]: undefined }, at, says })),
  "a field too many": [
    ...["tokyo-edge", "uplink"].flatMap((of) =>
      Object.entries({ managementIp: "192.0.2.77", managementPort: 6640, managementProtocol: "ovsdb" }).map(([at, value]) => ({
        of,
        args: { [at]: value },
        at,
        says: `the server would ignore it. Remove ${at}, or set type to hw_vtep`,
      })),
    ),
    { of: "switch", args: { resourceId: ABSENT }, at: "resourceId", says: "Remove resourceId, or set type to router_vtep or network_vlan" },
    {
      of: "uplink",
      args: { tunnelIps: ["203.0.113.60"] },
      at: "tunnelIps",
      says: "the server would store it but never return it",
    },
    ...["tokyo-edge", "tokyo-blue", "tokyo-join", "tokyo-host", "table"].map((of) => ({
      of,
      args: { description: "x" },
      at: "description",
      says: 'unknown property "description". Valid properties: site, adopt, ',
    })),
    {
      of: "tokyo-join",
      args: { segmentationId: 5 },
      at: "segmentationId",
      says: "Set it on either the gateway or the connection: remove it here",
    },
  ],
  "both forms at once": [
    {
      of: "tokyo-blue",
      args: { devices: [{ deviceId: ABSENT, deviceName: "sw1", interfaces: [{ name: "p1" }] }] },
      at: "devices[0]",
      says: "mixes two forms: give a gateway device by `deviceId`",
    },
    {
      of: "tokyo-blue",
      args: { devices: [{ deviceId: ABSENT }, { deviceName: "sw1", interfaces: [{ name: "p1" }] }] },
      at: "devices",
      says: "a border gateway has exactly one device; got 2",
    },
  ],
  "empty devices": [{ of: "tokyo-blue", args: { devices: [] }, at: "devices", says: "must not be empty" }],
  "two devices in the border form": [
    {
      of: "tokyo-blue",
      args: { devices: [{ deviceId: idOf("tokyo-edge") }, { deviceId: ABSENT }] },
      at: "devices",
      says: "a border gateway has exactly one device; got 2. Declare a gateway for each device",
    },
  ],
  "a form that the site does not speak": [
    { of: "tokyo-blue", args: ports(7), at: "devices", says: "site tokyo runs networking-midonet, which supports only border gateways" },
    {
      of: "switched",
      args: border(7),
      at: "devices",
      says: 'GatewayDevice "tokyo-edge" is at site tokyo, and this L2Gateway is at site kyoto',
    },
  ],
  "a site that is not known": ["tokyo-edge", "tokyo-blue", "tokyo-join", "tokyo-host", "table"].map((of) => ({
    of,
    args: { site: "tokio" },
    at: "site",
    says: 'no site named "tokio" is configured. Did you mean "tokyo"?',
  })),
};

for (const [what, cases] of Object.entries(wrong))
  test(what, async (t) => {
    const { stack, all } = await everything(t);
    const good = stack.resources;
    const before = remembered(stack);
    for (const { of, args, at, says } of cases) {
      const about = `${of}, ${at}`;
      const changed = good.map((one) => (one.name === of ? { ...one, args: given({ ...one.args, ...args }) } : one));
      // The same for a new resource that is declared in addition to the valid one.
      const added = changed.flatMap((one, index) => (one.name === of ? [...good.slice(index, index + 1), { ...one, name: "new" }] : [one]));
      for (const resources of [changed, added]) {
        stack.resources = resources;
        for (const result of [await stack.preview(), await stack.up()]) {
          t.false(result.ok, about);
          const name = resources === changed ? of : "new";
          const told = result.diagnostics
            .split("\n")
            .filter((line) => line.includes(`'${name}': property ${at} value`) && line.includes(says));
          t.is(told.length, 1, `${about}: ${says}\n${result.diagnostics}`);
          t.notRegex(result.diagnostics, /\n\s+at |defect/, about);
        }
      }
      t.deepEqual(all.flatMap(writesOf), [], about);
      t.deepEqual(remembered(stack), before, about);
    }
    stack.resources = good;
    const again = await stack.up();
    t.true(again.ok, again.diagnostics);
    t.deepEqual(did(again), []);
    const end = await stack.destroy();
    t.true(end.ok, end.diagnostics);
  });
