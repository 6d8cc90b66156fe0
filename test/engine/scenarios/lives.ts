// SPDX-License-Identifier: Apache-2.0
import { after, type Scenarios, thing } from "./scenario";

/** Everyday lives, configuration, secrets, components and names. */
export const lives: Scenarios = {
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

  "a resource leaves the program": async ({ declare, run }) => {
    await declare(thing("a"), thing("b", {}, after("a")), thing("c", {}, after("b")));
    await run("up");
    await declare(thing("a"));
    await run("preview");
    await run("up");
    await declare();
    await run("up");
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
    await declare(thing("owned", { ident: "known", value: 1 }), thing("found", { ident: "other" }, after("owned")));
    await run("up");
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
};
