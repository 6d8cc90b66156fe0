// SPDX-License-Identifier: Apache-2.0
// What the compiler accepts of a user's program, and what it refuses. Every program below is compiled, none is run.
import test from "ava";
import { compile } from "../helpers/compile";

const border = '{ deviceId: "d", segmentationId: 1 }';
const upstream = '{ deviceName: "sw1", interfaces: [{ name: "p1", segmentationIds: [100] }] }';
const gateway = (devices: string) => `new L2Gateway("g", { devices: ${devices} });`;

const accepted: Record<string, string> = {
  "a border gateway": gateway(`[${border}]`),
  "a border gateway whose connection names the segmentation id": gateway('[{ deviceId: "d" }]'),
  "an upstream gateway over two switches": gateway(`[${upstream}, ${upstream}]`),
  "switches from a list of data":
    'const names: string[] = []; new L2Gateway("g", { devices: names.map((deviceName) => ({ deviceName, interfaces: [{ name: "p1" }] })) });',
  "Inputs at every depth of a border gateway": gateway(
    'pulumi.output([{ deviceId: Promise.resolve("d"), segmentationId: pulumi.output(1) }])'.replace(
      "pulumi.output([",
      "Promise.resolve<[BorderGatewayDeviceArgs]>([",
    ),
  ),
  "Inputs at every depth of an upstream gateway": gateway(
    '[pulumi.output({ deviceName: "sw1", interfaces: pulumi.output([{ name: "p1", segmentationIds: pulumi.secret([1, 2]) }]) })]',
  ),
  "the devices of one gateway as those of another": `const one = new L2Gateway("one", { devices: [${border}] }); new L2Gateway("two", { devices: one.devices });`,
  "an id of one resource as input of another":
    'const edge = new GatewayDevice("edge", {}); new L2Gateway("g", { devices: [{ deviceId: edge.id, segmentationId: 1 }] });',
  "outputs by name":
    'const e = new GatewayDevice("e", {}); const a: pulumi.Output<string> = e.name; const b: pulumi.Output<string | undefined> = e.managementIp; const c: pulumi.Output<GatewayDeviceType> = e.type; const d: pulumi.Output<string[]> = e.tunnelIps;',
  "an output's members lifted":
    'const t = new RemoteMacTable("t", { gatewayDeviceId: "d", entries: [] }); const mac: pulumi.Output<string> = t.entries[0].macAddress;',
  "read-only lists":
    'const hosts = [{ macAddress: "m", vtepAddress: "v", segmentationId: 1 }] as const; new RemoteMacTable("t", { gatewayDeviceId: "d", entries: hosts });',
  "a lookup with and without a site":
    'GatewayDevice.get("e", "id"); RemoteMacEntry.get("m", pulumi.output("d/e"), { site: "tokyo" }, { protect: true });',
  "resource options": 'new GatewayDevice("e", {}, { deleteBeforeReplace: false, retainOnDelete: true, aliases: [{ name: "old" }] });',
};

const refused: Record<string, { program: string; message: RegExp }> = {
  "a device id and interfaces in one device": {
    program: gateway('[{ deviceId: "d", interfaces: [{ name: "p1" }] }]'),
    message: /^interfaces: .* not assignable/,
  },
  "both forms in one list": { program: gateway(`[${border}, ${upstream}]`), message: /^devices: .* not assignable/ },
  "both forms in one device": {
    program: gateway('[{ deviceId: "d", deviceName: "sw1", interfaces: [{ name: "p1" }] }]'),
    message: /not assignable/,
  },
  "a border gateway over two devices": { program: gateway(`[${border}, ${border}]`), message: /not assignable/ },
  "a segmentation id of a switch itself": {
    program: gateway('[{ deviceName: "sw1", segmentationId: 1, interfaces: [{ name: "p1" }] }]'),
    message: /not assignable/,
  },
  "a switch without interfaces": { program: gateway('[{ deviceName: "sw1" }]'), message: /not assignable/ },
  "a segmentation id as text": { program: gateway('[{ deviceId: "d", segmentationId: "1" }]'), message: /not assignable/ },
  "a type of device that there is not": { program: 'new GatewayDevice("e", { type: "hw-vtep" });', message: /hw_vtep/ },
  "a property that there is not": { program: 'new GatewayDevice("e", { managementIP: "192.0.2.1" });', message: /managementIP/ },
  "a connection without a network": { program: 'new L2GatewayConnection("c", { l2GatewayId: "g" });', message: /networkId/ },
  "an entry without a VTEP": {
    program: 'new RemoteMacEntry("m", { gatewayDeviceId: "d", macAddress: "m", segmentationId: 1 });',
    message: /vtepAddress/,
  },
  "a write to an output": { program: 'const e = new GatewayDevice("e", {}); e.name = pulumi.output("x");', message: /read-only/ },
  "an output that is no input": {
    program: 'new L2GatewayConnection("c", { l2GatewayId: "g", networkId: "n", tenantId: "p" });',
    message: /tenantId/,
  },
};

const HEADER = `import * as pulumi from "@pulumi/pulumi";
import { type BorderGatewayDeviceArgs, GatewayDevice, type GatewayDeviceType, L2Gateway, L2GatewayConnection, RemoteMacEntry, RemoteMacTable } from "pulumi-border-gateway";
`;

const programs = { ...accepted, ...Object.fromEntries(Object.entries(refused).map(([name, { program }]) => [name, program])) };
const diagnostics = compile(Object.fromEntries(Object.entries(programs).map(([name, program]) => [name, HEADER + program])));

for (const name of Object.keys(accepted)) test(`compiles: ${name}`, (t) => t.deepEqual(diagnostics[name], []));

for (const [name, { message }] of Object.entries(refused))
  test(`does not compile: ${name}`, (t) => {
    const found = diagnostics[name] ?? [];
    t.true(
      found.some((sentence) => message.test(sentence)),
      found.join("\n") || "it compiles",
    );
  });
