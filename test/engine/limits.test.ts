// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { fixtureStack } from "./fixtureStack";

const options = { protect: true, retainOnDelete: true, deletedWith: "a", replaceOnChanges: ["value"], aliases: [{ name: "c" }] };

for (const [option, value] of Object.entries(options)) {
  test(`the test engine rejects the resource option ${option}`, async (t) => {
    const { stack, declare } = await fixtureStack(t, "test");
    await declare({ name: "a" }, { name: "b", options: { [option]: value } });
    const { ok, diagnostics } = await stack.preview();
    t.false(ok);
    t.regex(diagnostics, new RegExp(`the test engine does not support the resource option ${option}`));
  });
}
