// SPDX-License-Identifier: Apache-2.0
import { PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import test from "ava";
import fc from "fast-check";
import { UNKNOWN } from "../../../provider/kinds/unknown";
import { detailedDiff } from "../../../provider/pluginHost/detailedDiff";

const { ADD, DELETE, UPDATE } = PropertyDiff.Kind;

const details = (before: unknown, after: unknown) =>
  Object.fromEntries(
    [...detailedDiff({ list: before }, { list: after }, { updates: ["list"], replaces: [] })].map(([path, diff]) => [path, diff.getKind()]),
  );

test("an element more at the front shifts nothing", (t) => {
  t.deepEqual(details(["b", "c"], ["a", "b", "c"]), { "list[0]": ADD });
  t.deepEqual(details(["a", "b", "c"], ["b", "c"]), { "list[0]": DELETE });
});

test("what leaves and what comes at one position is an update, of the member that differs", (t) => {
  t.deepEqual(details([{ mac: 1, ip: 1 }, 2], [{ mac: 1, ip: 2 }, 2]), { "list[0].ip": UPDATE });
  t.deepEqual(details(["a"], [UNKNOWN]), { "list[0]": UPDATE });
});

test("a property that comes or goes as a whole is added or deleted", (t) => {
  t.deepEqual(details(undefined, ["a"]), { list: ADD });
  t.deepEqual(details(["a"], undefined), { list: DELETE });
});

test("only elements that differ are shown, however the others move", (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer()), fc.uniqueArray(fc.integer()), (before, after) => {
        const shown = Object.entries(details(before, after));
        const differ = [...before.filter((one) => !after.includes(one)), ...after.filter((one) => !before.includes(one))].length;
        const paths = shown.map(([path]) => path).filter((path) => path !== "list");
        return paths.length <= differ && (differ === 0) === (paths.length === 0);
      }),
    ),
  );
});
