// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import {
  changedKeys,
  containsUnknowns,
  ignoreChanges,
  mapFromWire,
  markSecretsLike,
  Secret,
  show,
  toWire,
  unknown,
  unknownText,
} from "./values";

const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "hush" };

test("secrets and unknowns survive the way over the wire", (t) => {
  const wire = { plain: [1, null, "a"], nested: { secret, later: unknownText } };
  const map = mapFromWire(wire);
  t.deepEqual(map, { plain: [1, null, "a"], nested: { secret: new Secret("hush"), later: unknown } });
  t.deepEqual(toWire(map, "keep"), wire);
  t.deepEqual(toWire(map, "strip"), { plain: [1, null, "a"], nested: { secret: "hush", later: unknownText } });
  t.true(containsUnknowns(map));
  t.deepEqual(mapFromWire(toWire(map, "store") as object), map);
});

test("ignored changes keep the old value: changed, added and removed", (t) => {
  const before = { changed: 1, removed: 2, kept: 1 };
  const after = { changed: 9, added: 3, kept: 2 };
  t.deepEqual(ignoreChanges(before, after, ["changed", "removed", "added"]), { changed: 1, removed: 2, kept: 2 });
});

test("a provider's answer is marked where the question was secret, by name and in maps only", (t) => {
  const asked = { a: new Secret(1), b: { c: new Secret(2), d: 3 }, list: [new Secret(4)], gone: new Secret(5) };
  t.deepEqual(markSecretsLike({ a: 10, b: { c: 20, d: 30 }, list: [40], other: 1 }, asked), {
    a: new Secret(10),
    b: { c: new Secret(20), d: 30 },
    list: new Secret([40]),
    other: 1,
  });
});

test("changed keys look through secrets and leave out what is the SDK's", (t) => {
  const before = { same: new Secret(1), changed: { a: 1 }, gone: 1, __provider: "x", empty: null };
  t.deepEqual(changedKeys(before, { same: 1, changed: { a: 2 }, come: 1, __provider: "y" }), ["changed", "come", "gone"]);
});

test("secrets are not shown", (t) => {
  t.is(show({ a: [new Secret("hush"), unknown] }), '{"a":["[secret]","[unknown]"]}');
});
