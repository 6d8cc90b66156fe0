// SPDX-License-Identifier: Apache-2.0
import type { ResourceSpec } from "./fixtures/program";
import type { Transcript } from "./transcript";

/** The life of a stack, which both engines run. Where order matters, resources depend on each other. */
export type Scenario = (transcript: Transcript) => Promise<unknown>;

const thing = (name: string, inputs: Record<string, unknown> = {}, options: ResourceSpec["options"] = {}): ResourceSpec => ({
  name,
  inputs,
  options,
});

/** Options of a resource that depends on another. */
const after = (name: string) => ({ dependsOn: [name] });

/** A chain in which each resource takes the id of the one before. A change of `fixed` replaces it. */
const chain = (fixed: unknown, more: Record<string, unknown> = {}): ResourceSpec[] => [
  thing("device", { fixed, ...more }),
  thing("gateway", { fixed: { from: "device.id" }, ...more }),
  thing("connection", { fixed: { from: "gateway.id" }, ...more }),
];

const deleteFirst = { order: "delete first" };

export const scenarios: Readonly<Record<string, Scenario>> = {
  // Everyday operations, configuration, secrets and components.
  "create, no change, update, destroy": async ({ declare, run }) => {
    await declare(thing("a", { value: 1 }), thing("b", { value: { from: "a.generated" } }));
    await run("preview");
    await run("up");
    await run("up");
    await declare(thing("a", { value: 2 }), thing("b", { value: { from: "a.generated" } }));
    await run("preview");
    await run("up");
    await run("destroy");
  },

  "refresh finds a change and a loss": async ({ declare, run, fixture }) => {
    await declare(thing("a", { value: 1 }), thing("b", { value: 1 }, after("a")), thing("c", {}, after("b")));
    await run("up");
    fixture.changeAtSite("a", { value: 2 });
    fixture.changeAtSite("b");
    await run("refresh", { previewOnly: true, parallel: 1 });
    await run("refresh", { parallel: 1 });
    await run("up");
    fixture.changeAtSite("a", { value: 3 });
    await run("up", { refresh: true, parallel: 1 });
  },

  "a resource is looked up": async ({ declare, run, fixture }) => {
    await declare(thing("owned", { ident: "known", value: 1 }));
    await run("up");
    await declare(thing("owned", { ident: "known", value: 1 }), thing("found", {}, { id: "known", dependsOn: ["owned"] }));
    await run("preview");
    await run("up");
    fixture.changeAtSite("owned", { value: 2 });
    await run("refresh", { parallel: 1 });
    await declare(thing("owned", { ident: "known", value: 1 }), thing("found", {}, { id: "nowhere", dependsOn: ["owned"] }));
    await run("up");
    await run("destroy");
  },

  secrets: async ({ declare, run }) => {
    await declare(
      { name: "a", inputs: { value: "hush" }, secret: ["value"], options: { additionalSecretOutputs: ["generated"] } },
      thing("b", { value: { from: "a.generated" } }),
      thing("c", { value: { from: "a.value" } }, after("b")),
    );
    await run("preview");
    await run("up");
    await run("refresh", { parallel: 1 });
    await declare({ name: "a", inputs: { value: "hush" }, options: { additionalSecretOutputs: [] } });
    await run("up");
  },

  "the configuration changes": async ({ declare, run, fixture }) => {
    await declare(thing("a"));
    await run("up");
    await fixture.stack.setConfig("fixture:secret", "hush", { secret: true });
    await run("preview");
    await run("up");
    await fixture.stack.setConfig("fixture:secret", "louder", { secret: true });
    await run("refresh", { parallel: 1 });
    await run("destroy");
  },

  "components and children": async ({ declare, run }) => {
    await declare(
      { name: "group", component: true },
      thing("a", {}, { parent: "group" }),
      thing("b", {}, { parent: "a", dependsOn: ["group"] }),
    );
    await run("up");
    await run("up");
    await declare(thing("a"));
    await run("up");
    await run("destroy");
  },

  // What is replaced, and in which order.
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

  "up --replace": async ({ declare, run, fixture }) => {
    await declare(thing("a", deleteFirst), thing("b", { value: { from: "a.id" } }, { deleteBeforeReplace: true }));
    await run("up");
    await run("preview", { replace: [fixture.urn("a")] });
    await run("up", { replace: [fixture.urn("a")] });
    await run("up", { replace: [fixture.urn("b")] });
  },

  // Failures of the provider.
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
