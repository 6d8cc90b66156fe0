// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import * as fc from "fast-check";
import { UNKNOWN } from "../../provider/kinds/unknown";
import {
  canonicalIp,
  canonicalMac,
  integer,
  ipAddress,
  listOf,
  macAddress,
  oneOf,
  setOf,
  text,
  uuid,
  type Value,
} from "../../provider/kinds/values";

const reasonOf = (value: Value<unknown>, given: unknown): string => value.zod.safeParse(given).error?.issues[0]?.message ?? "accepted";

for (const [spelled, canonical] of [
  ["02:00:5E:10:00:FF", "02:00:5e:10:00:ff"],
  ["02-00-5e-10-00-ff", "02:00:5e:10:00:ff"],
  ["0200.5e10.00ff", "02:00:5e:10:00:ff"],
  ["02005E1000FF", "02:00:5e:10:00:ff"],
] as const) {
  test(`MAC address ${spelled} is written ${canonical}`, (t) => t.is(macAddress().zod.parse(spelled), canonical));
}

for (const bad of ["02:00:5e:10:00", "02:00:5e:10:00:ff:01", "02:00-5e:10:00:ff", "02:00:5e:10:00:fg", "", 42, null, "00:00:00:00:00:00"]) {
  test(`MAC address ${JSON.stringify(bad)} is refused`, (t) =>
    t.regex(reasonOf(macAddress(), bad), /is not a MAC address|is not the address/));
}

for (const [spelled, canonical] of [
  ["192.0.2.1", "192.0.2.1"],
  ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
  ["2001:db8::0001", "2001:db8::1"],
] as const) {
  test(`IP address ${spelled} is written ${canonical}`, (t) => t.is(ipAddress().zod.parse(spelled), canonical));
}

for (const bad of ["192.0.2.256", "192.0.2", "0x7f.0.0.1", "192.0.2.01", "1", "2001:db8::g", "fe80::1%eth0", "host.example", 7]) {
  test(`IP address ${JSON.stringify(bad)} is refused`, (t) => t.regex(reasonOf(ipAddress(), bad), /is not an I/));
}

const id = integer({ min: 1, max: 16_777_214, what: "segmentationId" });
for (const good of [1, "1", 16_777_214, "16777214"])
  test(`segmentation id ${JSON.stringify(good)} is the number`, (t) => t.is(id.zod.parse(good), Number(good)));
for (const bad of [0, "0", "00", "01", -1, "-1", 16_777_215, 1.5, "1.5", "0x10", "", " 7", "7 ", true, [1], {}, Number.NaN]) {
  test(`segmentation id ${JSON.stringify(bad)} is refused, and the reason names value and range`, (t) => {
    const reason = reasonOf(id, bad);
    t.is(reason, `segmentationId must be an integer from 1 to 16777214; got ${JSON.stringify(bad)}`);
  });
}

test("a UUID is written in lower case, and a name in its place is told from it", (t) => {
  t.is(uuid("the router").zod.parse("04DA6B54-80E4-46F7-96EC-B56FF0331BA8"), "04da6b54-80e4-46f7-96ec-b56ff0331ba8");
  t.is(reasonOf(uuid("the router"), "edge-router"), '"edge-router" is not a UUID: give the id of the router, not its name');
});

test("an enumeration names its values", (t) => t.is(reasonOf(oneOf("T", ["a", "b"]), "A"), '"A" is not one of "a", "b"'));
test("a text that is too long is told its length", (t) =>
  t.is(reasonOf(text({ max: 3 }), "abcd"), "the value must have at most 3 characters; got 4"));
test("a list that must hold something says so", (t) =>
  t.is(reasonOf(listOf(text({ max: 3 }), { min: 1 }), []), "the value must not be empty"));

test("an unknown value passes the check, for every type", (t) => {
  for (const value of [
    macAddress(),
    ipAddress(),
    id,
    uuid("it"),
    text({ max: 3 }),
    oneOf("T", ["a"]),
    listOf(id, { min: 1 }),
    setOf(id, String),
  ] as Value<unknown>[])
    t.is(value.zod.parse(UNKNOWN), UNKNOWN);
  t.deepEqual(listOf(id).zod.parse(["5", UNKNOWN]), [5, UNKNOWN]);
});

test("a set is the same in any order and with repetitions", (t) => {
  const set = setOf(macAddress(), String);
  const macs = fc.uniqueArray(
    fc
      .integer({ min: 1, max: 0xffffff })
      .map((n) => `0200.00${n.toString(16).padStart(6, "0").slice(0, 2)}.${n.toString(16).padStart(6, "0").slice(2)}`),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(
      macs.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 }))),
      ([list, shuffled]) => {
        t.deepEqual(set.zod.parse(shuffled), set.zod.parse(list));
      },
    ),
  );
});

test("canonical forms are fixed points", (t) => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
      const once = canonicalIp(address);
      if (once !== undefined) t.is(canonicalIp(once), once);
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 6, maxLength: 6 }), (octets) => {
      const mac = octets.map((octet) => octet.toString(16).padStart(2, "0")).join("-");
      const once = canonicalMac(mac);
      t.not(once, undefined);
      t.is(canonicalMac(once ?? ""), once);
    }),
  );
});
