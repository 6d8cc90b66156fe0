// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { fixtureStack } from "./fixtureStack";
import { engines } from "./newStack";

for (const engine of engines()) {
  test(`${engine}: a thing lives from create to destroy`, async (t) => {
    const { stack, declare, verbs, atSite } = await fixtureStack(t, engine);
    await declare({ name: "a", inputs: { value: 1 } }, { name: "b", inputs: { value: { from: "a.id" } } });

    const preview = await stack.preview();
    t.true(preview.ok, preview.diagnostics);
    t.deepEqual(preview.summary, { create: 3 });
    t.deepEqual(verbs(), ["configure", "check a", "check b"]);

    const up = await stack.up();
    t.true(up.ok, up.diagnostics);
    t.deepEqual(
      up.steps.map(({ op, name }) => `${op} ${name}`),
      ["create project-dev", "create a", "create b"],
    );
    t.deepEqual(verbs(), ["configure", "check a", "create a", "created a", "check b", "create b", "created b"]);
    t.deepEqual(atSite(), ["a", "b"]);

    const again = await stack.up();
    t.deepEqual(again.summary, { same: 3 });
    t.deepEqual(verbs(), ["configure", "check a", "diff a", "check b", "diff b"]);

    await declare({ name: "a", inputs: { value: 2 } }, { name: "b", inputs: { value: { from: "a.id" } } });
    const changed = await stack.up();
    t.deepEqual(changed.steps.find(({ name }) => name === "a")?.diffs, ["value"]);
    t.deepEqual(changed.summary, { same: 2, update: 1 });
    verbs();

    const destroyed = await stack.destroy();
    t.deepEqual(destroyed.summary, { delete: 3 });
    t.deepEqual(verbs(), ["configure", "delete b", "deleted b", "delete a", "deleted a"]);
    t.deepEqual(atSite(), []);
  });
}
