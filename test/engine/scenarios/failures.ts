// SPDX-License-Identifier: Apache-2.0
import { after, deleteFirst, type Scenarios, thing } from "./scenario";

/** Failures of the provider, of the program and of the engine itself. */
export const failures: Scenarios = {
  "refresh goes on after a failed read": async ({ declare, run, fixture }) => {
    await declare(thing("a", { on: { read: "fail" } }), thing("b", { value: 1 }, after("a")));
    await run("up");
    fixture.changeAtSite("b", { value: 2 });
    await run("refresh", { parallel: 1 });
    await run("up", { refresh: true, parallel: 1 });
  },

  "create fails, then works": async ({ declare, run }) => {
    await declare(thing("a"), thing("b", { on: { create: "fail" } }, after("a")), thing("c", {}, after("b")));
    await run("up");
    await declare(thing("a"), thing("b", {}, after("a")), thing("c", {}, after("b")));
    await run("up");
  },

  "a create that is partial is kept and updated": async ({ declare, run }) => {
    await declare(thing("a", { on: { create: "partial" } }), thing("b", {}, after("a")));
    await run("up");
    await run("up");
    await run("up");
  },

  "an update that is partial keeps old inputs": async ({ declare, run }) => {
    await declare(thing("a", { value: 1 }));
    await run("up");
    await declare(thing("a", { value: 2, on: { update: "partial" } }));
    await run("up");
    await declare(thing("a", { value: 2 }));
    await run("up");
    await run("up");
  },

  "delete fails": async ({ declare, run }) => {
    await declare(thing("a"), thing("b", { on: { delete: "fail" } }, after("a")), thing("c", {}, after("b")));
    await run("up");
    await run("destroy");
    await run("up");
  },

  "check refuses": async ({ declare, run }) => {
    await declare(thing("a"), thing("b", { on: { check: "fail" } }, after("a")), thing("c", {}, after("b")));
    await run("preview");
    await run("up");
  },

  "the program throws": async ({ declare, run }) => {
    await declare(thing("a"));
    await run("up");
    await declare({ name: "b", throws: true });
    await run("preview");
    await run("up");
  },

  "one name twice": async ({ declare, run }) => {
    await declare(thing("a"), thing("a", {}, after("a")));
    await run("preview");
    await run("up");
  },

  "a create after its delete fails": async ({ declare, run }) => {
    await declare(thing("a", { fixed: 1, ...deleteFirst }), thing("b", { fixed: { from: "a.id" }, ...deleteFirst }));
    await run("up");
    await declare(
      thing("a", { fixed: 2, ...deleteFirst, on: { create: "fail" } }),
      thing("b", { fixed: { from: "a.id" }, ...deleteFirst }),
    );
    await run("up");
    await declare(thing("a", { fixed: 2, ...deleteFirst }), thing("b", { fixed: { from: "a.id" }, ...deleteFirst }));
    await run("up");
    await run("up");
  },
};
