// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { covers, ignoreChanges, parsePath } from "./propertyPath";
import { Secret } from "./values";

test("paths have names, indexes, quoted names and stars", (t) => {
  t.deepEqual(parsePath('devices[0].tags["a.\\"b"].*[*].name'), ["devices", 0, "tags", 'a."b', "*", "*", "name"]);
});

test("a path covers itself and all below it", (t) => {
  t.true(covers(["a"], ["a", 0]));
  t.true(covers(["*"], ["a"]));
  t.false(covers(["a", 0], ["a"]));
});

test("ignored changes take the old value: changed, added and removed", (t) => {
  const before = { changed: 1, removed: 2, kept: 1, nested: { a: 1, b: 1 } };
  const after = { changed: 9, added: 3, kept: 2, nested: { a: 2, b: 2 } };
  t.deepEqual(ignoreChanges(before, after, ["changed", "removed", "added", "nested.a"]), {
    changed: 1,
    removed: 2,
    kept: 2,
    nested: { a: 1, b: 2 },
  });
});

test("ignored changes reach into lists and secrets", (t) => {
  const before = { list: [{ a: 1 }, { a: 1 }], hidden: new Secret({ a: 1, b: 1 }) };
  const after = { list: [{ a: 2 }, { a: 2 }, { a: 2 }], hidden: new Secret({ a: 2, b: 2 }) };
  t.deepEqual(ignoreChanges(before, after, ["list[1].a", "hidden.a"]), {
    list: [{ a: 2 }, { a: 1 }, { a: 2 }],
    hidden: new Secret({ a: 1, b: 2 }),
  });
});
