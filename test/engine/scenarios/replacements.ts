// SPDX-License-Identifier: Apache-2.0
import { after, chain, deleteFirst, type Scenarios, thing } from "./scenario";

/** What is replaced, in which order, and what resource options change of it. */
export const replacements: Scenarios = {
  "replace, delete first, over a chain": async ({ declare, run }) => {
    await declare(...chain(1, deleteFirst), thing("label", { value: { from: "device.id" } }, after("connection")));
    await run("up");
    await declare(...chain(2, deleteFirst), thing("label", { value: { from: "device.id" } }, after("connection")));
    await run("preview");
    await run("up");
    await run("up");
  },

  "replace, create first, over a chain": async ({ declare, run }) => {
    await declare(...chain(1));
    await run("up");
    await declare(...chain(2));
    await run("preview");
    await run("up");
  },

  "replace, delete first by resource option": async ({ declare, run }) => {
    const dbr = { deleteBeforeReplace: true };
    await declare(thing("a", { fixed: 1 }, dbr), thing("b", { fixed: { from: "a.id" } }));
    await run("up");
    await declare(thing("a", { fixed: 2 }, dbr), thing("b", { fixed: { from: "a.id" } }));
    await run("up");
    await declare(thing("a", { fixed: 3, ...deleteFirst }, { deleteBeforeReplace: false }), thing("b", { fixed: { from: "a.id" } }));
    await run("up");
  },

  "up --replace": async ({ declare, run, fixture }) => {
    await declare(thing("a", deleteFirst), thing("b", { value: { from: "a.id" } }, { deleteBeforeReplace: true }));
    await run("up");
    await run("preview", { replace: [fixture.urn("a")] });
    await run("up", { replace: [fixture.urn("a")] });
    await run("up", { replace: [fixture.urn("b")] });
  },

  "a replaced resource waits for its delete": async ({ declare, run }) => {
    await declare(thing("a", { fixed: 1, on: { delete: "fail" } }));
    await run("up");
    await declare(thing("a", { fixed: 2 }));
    await run("up");
    await run("up");
  },

  ignoreChanges: async ({ declare, run }) => {
    const ignore = { ignoreChanges: ["value.left", "fixed"] };
    await declare(thing("a", { value: { left: 1, right: 1 }, fixed: 1 }, ignore));
    await run("up");
    await declare(thing("a", { value: { left: 2, right: 2 }, fixed: 2 }, ignore));
    await run("up");
    await declare(thing("a", { value: { right: 2 } }, ignore));
    await run("up");
  },

  replaceOnChanges: async ({ declare, run }) => {
    const replace = { replaceOnChanges: ["value"] };
    await declare(thing("a", { value: 1 }, replace), thing("b", { value: 1, diff: "undecided" }, { ...replace, ...after("a") }));
    await run("up");
    await declare(thing("a", { value: 2 }, replace), thing("b", { value: 2, diff: "undecided" }, { ...replace, ...after("a") }));
    await run("up");
  },

  "a diff that is undecided": async ({ declare, run }) => {
    await declare(thing("a", { value: 1, diff: "undecided" }));
    await run("up");
    await run("up");
    await declare(thing("a", { value: 2, diff: "undecided" }));
    await run("up");
  },

  protect: async ({ declare, run }) => {
    const protect = { protect: true };
    await declare(thing("a", { fixed: 1 }, protect), thing("b", {}, after("a")));
    await run("up");
    await declare(thing("a", { fixed: 2 }, protect), thing("b", {}, after("a")));
    await run("preview");
    await run("up");
    await run("destroy");
    await declare(thing("b"));
    await run("up");
  },

  "retainOnDelete and deletedWith": async ({ declare, run }) => {
    await declare(
      thing("a"),
      thing("b", {}, { retainOnDelete: true, dependsOn: ["a"] }),
      thing("c", {}, { deletedWith: "a", dependsOn: ["b"] }),
    );
    await run("up");
    await declare(thing("b", {}, { retainOnDelete: true }));
    await run("up");
    await run("destroy");
  },

  "a resource that dies with a replaced one": async ({ declare, run }) => {
    await declare(thing("a", { fixed: 1, ...deleteFirst }), thing("b", {}, { deletedWith: "a", dependsOn: ["a"] }));
    await run("up");
    await declare(thing("a", { fixed: 2, ...deleteFirst }), thing("b", {}, { deletedWith: "a", dependsOn: ["a"] }));
    await run("up");
  },
};
