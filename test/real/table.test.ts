// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { table } from "./table";

test("a rule passed, failed, or does not hold on a target", (t) => {
  const outcome = (title: string, passed: boolean) => ({ title, passed, detail: "" });
  const columns = [
    { target: "one", outcomes: [outcome("first", true), outcome("second", false)] },
    { target: "two", outcomes: [outcome("first", true)] },
  ];
  t.deepEqual(table(columns, ["first", "second"]).split("\n"), ["┌ one", "│ ┌ two", "✓ ✓  first", "✗ ·  second"]);
});
