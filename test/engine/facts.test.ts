// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { engines } from "../stack/newStack";
import { fixtureStack } from "./fixtureStack";

const many = (count: number, inputs: Record<string, unknown> = {}) =>
  Array.from({ length: count }, (_, index) => ({ name: `thing${index}`, inputs }));

/** The most that ran at once of a verb that logs `began` and `ended`. */
const most = (verbs: readonly string[], began: string, ended: string): number => {
  let now = 0;
  return verbs.reduce((highest, line) => {
    if (line.startsWith(`${began} `)) now += 1;
    if (line.startsWith(`${ended} `)) now -= 1;
    return Math.max(highest, now);
  }, 0);
};

for (const engine of engines()) {
  test(`${engine}: creates and deletes run in parallel, as many as --parallel allows`, async (t) => {
    const { stack, declare, verbs } = await fixtureStack(t, engine);
    await declare(...many(6, { wait: 300 }));
    t.true((await stack.up({ parallel: 3 })).ok);
    t.is(most(verbs(), "create", "created"), 3);
    t.true((await stack.destroy()).ok);
    t.is(most(verbs(), "delete", "deleted"), 6);
  });

  test(`${engine}: checks and diffs never overlap`, async (t) => {
    const { stack, declare, calls } = await fixtureStack(t, engine);
    await declare(...many(4, { slow: 100 }));
    await stack.up();
    await stack.up();
    const questions = calls().filter(({ verb }) => ["check", "diff", "answered"].includes(verb));
    t.is(questions.length, 4 * 2 + 4 * 4);
    t.true(questions.every(({ verb }, index) => (verb === "answered") === (index % 2 === 1)));
  });

  test(`${engine}: refresh and destroy configure the provider with the configuration of the last update`, async (t) => {
    const { stack, declare, calls } = await fixtureStack(t, engine, { secrets: { "fixture:secret": "old" } });
    const configured = () => calls().flatMap(({ verb, secret }) => (verb === "configure" ? [secret] : []));
    await declare({ name: "a" });
    await stack.up();
    await stack.setConfig("fixture:secret", "new", { secret: true });
    configured();
    await stack.refresh();
    t.deepEqual(configured(), ["old"]);
    await stack.up();
    t.deepEqual(configured(), ["new"]);
    await stack.destroy();
    t.deepEqual(configured(), ["new"]);
  });

  test(`${engine}: a secret reaches the provider as a plain value and is kept as a secret`, async (t) => {
    const { stack, declare, calls } = await fixtureStack(t, engine);
    await declare({ name: "a", inputs: { value: "hush" }, secret: ["value"] });
    const result = await stack.up();
    t.deepEqual(calls().find(({ verb }) => verb === "create")?.value, "hush");
    t.false(result.diagnostics.includes("hush"));
    const state = (await stack.exportState()).deployment.resources?.find(({ urn }) => urn.endsWith("::a"));
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", plaintext: '"hush"' };
    t.like(state, { inputs: { value: secret }, outputs: { value: secret } });
  });

  test(`${engine}: a value that is unknown in a preview reaches check and diff as a marker text`, async (t) => {
    const { stack, declare, calls } = await fixtureStack(t, engine);
    const resources = (fixed: number) => [
      { name: "a", inputs: { fixed } },
      { name: "b", inputs: { value: { from: "a.id" } } },
    ];
    await declare(...resources(1));
    await stack.preview();
    t.is(calls().find(({ verb, name }) => verb === "check" && name === "b")?.value, "04da6b54-80e4-46f7-96ec-b56ff0331ba9");
    await stack.up();
    calls();
    await declare(...resources(2));
    await stack.preview();
    t.is(calls().find(({ verb, name }) => verb === "diff" && name === "b")?.value, "04da6b54-80e4-46f7-96ec-b56ff0331ba9");
  });

  test(`${engine}: before a deletion, the diff of each dependent gets an unknown value`, async (t) => {
    const { stack, declare, calls } = await fixtureStack(t, engine);
    const resources = (fixed: number) => [
      { name: "a", inputs: { fixed, ident: `a${fixed}`, order: "delete first" } },
      { name: "b", inputs: { value: { from: "a.id" } } },
    ];
    await declare(...resources(1));
    await stack.up();
    calls();
    await declare(...resources(2));
    await stack.up();
    t.deepEqual(
      calls().flatMap(({ verb, name, value }) => (verb === "diff" && name === "b" ? [value] : [])),
      ["04da6b54-80e4-46f7-96ec-b56ff0331ba9", "a2"],
    );
  });

  test(`${engine}: an error names the resource, the property and the reason`, async (t) => {
    const { stack, declare } = await fixtureStack(t, engine);
    await declare({ name: "a", inputs: { value: 7, on: { check: "fail" } } });
    const refused = await stack.up();
    t.false(refused.ok);
    t.regex(refused.diagnostics, /fixture:Thing resource 'a': property value value \{7\} has a problem: it was told to fail/);
    await declare({ name: "a", inputs: { on: { create: "partial" } } });
    t.regex((await stack.up()).diagnostics, /it was told to be out of order/);
    await declare({ name: "b", throws: true });
    t.regex((await stack.up()).diagnostics, /the program was told to throw at b/);
  });

  test(`${engine}: Ctrl-C lets running steps end and begins no other`, async (t) => {
    const { stack, declare, calls, until } = await fixtureStack(t, engine);
    await declare({ name: "a", inputs: { wait: 2_000 } }, { name: "b", options: { dependsOn: ["a"] } });
    const run = stack.start("up");
    await until("create a");
    run.interrupt();
    t.false((await run.result).ok);
    t.deepEqual(
      calls().map(({ verb, name }) => `${verb} ${name}`),
      ["created a"],
    );
    const { deployment } = await stack.exportState();
    t.true(deployment.resources?.some(({ urn }) => urn.endsWith("::a")));
  });
}

for (const [option, value] of Object.entries({
  protect: true,
  retainOnDelete: true,
  deletedWith: "a",
  replaceOnChanges: ["value"],
  aliases: [{ name: "c" }],
})) {
  test(`the test engine refuses the resource option ${option}`, async (t) => {
    const { stack, declare } = await fixtureStack(t, "test");
    await declare({ name: "a" }, { name: "b", options: { [option]: value } });
    const result = await stack.preview();
    t.false(result.ok);
    t.regex(result.diagnostics, new RegExp(`the test engine does not support the resource option ${option}`));
  });
}
