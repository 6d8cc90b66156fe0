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

  "a replaced resource waits for its delete": async ({ declare, run }) => {
    await declare(thing("a", { fixed: 1, on: { delete: "fail" } }));
    await run("up");
    await declare(thing("a", { fixed: 2 }));
    await run("up");
    await run("up");
  },

  "a diff that is undecided": async ({ declare, run }) => {
    await declare(thing("a", { value: 1, diff: "undecided" }));
    await run("up");
    await run("up");
    await declare(thing("a", { value: 2, diff: "undecided" }));
    await run("up");
  },
};
