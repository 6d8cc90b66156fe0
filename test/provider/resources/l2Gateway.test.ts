// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { l2Gateway } from "../../../provider/kinds/l2Gateway";
import { UNKNOWN } from "../../../provider/kinds/unknown";
import { difference } from "../../../provider/lifecycle/diff";
import { checkOffline } from "../../helpers/checking";

const ID = "5f3c9e2a-6a0b-4c55-9d1e-0d6f3f1c2b3a";
const border = (segmentationId?: unknown) => ({
  name: "g",
  devices: [{ deviceId: ID, ...(segmentationId === undefined ? {} : { segmentationId }) }],
});
const port = (name: string, ...segmentationIds: unknown[]) => ({ name, ...(segmentationIds.length === 0 ? {} : { segmentationIds }) });
const upstream = (...interfaces: unknown[]) => ({ name: "g", devices: [{ deviceName: "sw1", interfaces }] });
const check = (given: Record<string, unknown>) => checkOffline(l2Gateway, given);

test("both forms, minimal and full", async (t) => {
  for (const given of [border(), border(1), border(16_777_214), upstream(port("p1")), upstream(port("p1", 1, 4094), port("p2", 7))])
    t.deepEqual(await check(given), { failures: [], inputs: { ...given, site: "tokyo" } });
});

test("numbers as text, and sets in any order, become one form", async (t) => {
  t.deepEqual((await check(border("100"))).inputs.devices, border(100).devices);
  const shuffled = {
    name: "g",
    devices: [
      { deviceName: "sw2", interfaces: [port("p2", "9", 30, 9), port("p1", 1)] },
      { deviceName: "sw1", interfaces: [port("p1", 5)] },
    ],
  };
  t.deepEqual((await check(shuffled)).inputs.devices, [
    { deviceName: "sw1", interfaces: [port("p1", 5)] },
    { deviceName: "sw2", interfaces: [port("p1", 1), port("p2", 9, 30)] },
  ]);
});

const refused: Array<[string, Record<string, unknown>, RegExp]> = [
  ["no devices", { name: "g" }, /^devices: devices is required/],
  ["empty devices", { name: "g", devices: [] }, /^devices: the value must not be empty$/],
  [
    "two devices in the border form",
    { name: "g", devices: [{ deviceId: ID }, { deviceId: ID.replace("5", "6") }] },
    /^devices: a border gateway has exactly one device; got 2/,
  ],
  [
    "both forms in one device",
    { name: "g", devices: [{ deviceId: ID, deviceName: "sw1", interfaces: [port("p1")] }] },
    /^devices\[0\]: the object mixes two forms: give a gateway device by `deviceId`/,
  ],
  [
    "interfaces beside a device id",
    { name: "g", devices: [{ deviceId: ID, interfaces: [] }] },
    /^devices\[0\]: the object mixes two forms/,
  ],
  [
    "both forms in one gateway",
    { name: "g", devices: [{ deviceId: ID }, { deviceName: "sw1", interfaces: [port("p1")] }] },
    /^devices: a border gateway has exactly one device; got 2/,
  ],
  ["a device that is nothing", { name: "g", devices: [{}] }, /^devices\[0\]: the object has neither of the two forms/],
  ["no device id", { name: "g", devices: [{ segmentationId: 5 }] }, /^devices\[0\]\.deviceId: deviceId is required/],
  ["no interfaces", { name: "g", devices: [{ deviceName: "sw1" }] }, /^devices\[0\]\.interfaces: interfaces is required/],
  ["empty interfaces", upstream(), /^devices\[0\]\.interfaces: the value must not be empty$/],
  ["no UUID", { name: "g", devices: [{ deviceId: "edge" }] }, /^devices\[0\]\.deviceId: "edge" is not a UUID/],
  [
    "the specification's spelling",
    { name: "g", devices: [{ deviceId: ID, "segmentation-id": 5 }] },
    /^devices\[0\]\.segmentation-id: unknown property "segmentation-id"\. Did you mean "segmentationId"\? Valid properties: /,
  ],
  [
    "segmentation ids on some interfaces only",
    upstream(port("p1", 1), port("p2")),
    /^devices: has segmentation ids on some interfaces and none on others/,
  ],
  [
    "a switch twice",
    {
      name: "g",
      devices: [
        { deviceName: "sw1", interfaces: [port("p1")] },
        { deviceName: "sw1", interfaces: [port("p2")] },
      ],
    },
    /^devices: names the switch "sw1" twice/,
  ],
  ["a port twice", upstream(port("p1", 1), port("p1", 2)), /^devices: names port "p1" of switch "sw1" twice/],
  [
    "VLAN 4095",
    upstream(port("p1", 4095)),
    /^devices\[0\]\.interfaces\[0\]\.segmentationIds\[0\]: a VLAN segmentation id must be an integer from 1 to 4094; got 4095/,
  ],
];
for (const bad of [0, "0", "00", -1, 16_777_215, 1.5, "0x10", "", true])
  refused.push([
    `segmentation id ${JSON.stringify(bad)}`,
    border(bad),
    /^devices\[0\]\.segmentationId: segmentationId must be an integer from 1 to 16777214; got /,
  ]);
for (const [what, given, expected] of refused) {
  test(`refused by check: ${what}`, async (t) => {
    const { failures } = await check(given);
    t.is(failures.length, 1, failures.join("\n"));
    t.regex(failures[0] ?? "", expected);
  });
}

test("an unknown value passes the check", async (t) => {
  for (const devices of [
    UNKNOWN,
    [UNKNOWN],
    [{ deviceId: UNKNOWN, segmentationId: UNKNOWN }],
    [{ deviceName: UNKNOWN, interfaces: UNKNOWN }],
    [{ deviceName: "sw1", interfaces: [{ name: UNKNOWN, segmentationIds: [UNKNOWN] }] }],
  ])
    t.deepEqual((await check({ name: "g", devices })).failures, []);
  t.regex(
    (await check({ name: "g", devices: [{ deviceId: UNKNOWN, segmentationId: 0 }] })).failures.join(),
    /segmentationId must be an integer/,
  );
});

const cost = (last: Record<string, unknown>, next: Record<string, unknown>) => difference(l2Gateway.definition, last, next);
const NONE = { updates: [], replaces: [] };

test("border form: any change replaces", (t) => {
  t.deepEqual(cost(border(100), border(100)), NONE);
  t.deepEqual(cost(border(100), { ...border(100), name: "h" }), { updates: [], replaces: ["name"] });
  t.deepEqual(cost(border(100), border(200)), { updates: [], replaces: ["devices"] });
  t.deepEqual(cost(border(100), border()), { updates: [], replaces: ["devices"] });
  t.deepEqual(cost(border(), border(100)), { updates: [], replaces: ["devices"] });
  t.deepEqual(cost(border(100), { name: "h", devices: UNKNOWN }), { updates: [], replaces: ["name", "devices"] });
});

test("upstream form: name and interfaces of the same devices are updated, all else replaces", (t) => {
  const last = upstream(port("p1", 1));
  t.deepEqual(cost(last, { ...last, name: "h" }), { updates: ["name"], replaces: [] });
  t.deepEqual(cost({ ...last, tenantId: "p" }, { ...last, tenantId: "q" }), { updates: [], replaces: ["tenantId"] });
  t.deepEqual(cost({ ...last, site: "tokyo" }, { ...last, site: "osaka" }), { updates: [], replaces: ["site"] });
  t.deepEqual(cost(last, upstream(port("p1", 1, 2), port("p2", 3))), { updates: ["devices"], replaces: [] });
  t.deepEqual(cost(last, upstream(port("p1"))), { updates: [], replaces: ["devices"] });
  t.deepEqual(cost(upstream(port("p1")), last), { updates: [], replaces: ["devices"] });
  t.deepEqual(cost(last, { name: "g", devices: [...last.devices, { deviceName: "sw2", interfaces: [port("p1", 1)] }] }), {
    updates: [],
    replaces: ["devices"],
  });
  t.deepEqual(cost(last, border(1)), { updates: [], replaces: ["devices"] });
  t.deepEqual(
    cost(last, upstream(port("p1", UNKNOWN))),
    { updates: [], replaces: ["devices"] },
    "what is not known may turn out to replace",
  );
});
