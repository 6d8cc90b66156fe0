// SPDX-License-Identifier: Apache-2.0
import { runtime } from "@pulumi/pulumi";
import test from "ava";
import { defaultSite, endpointChangedSites, liveValidation } from "../../../../provider/client/config/stackSettings";
import type { Runtime } from "../../../../provider/kinds/definition";
import { createRuntime } from "../../../../provider/runtime";
import { programSites } from "../../../../sdk/programSites";
import { settingsOf } from "../../../helpers/settings";

const sites = { tokyo: { auth_type: "none", endpoint: "http://t.test" }, osaka: { auth_type: "none", endpoint: "http://o.test" } };
const stackConfigOf = (stack: Readonly<Record<string, unknown>>) => settingsOf(stack).stackConfig;

interface Case {
  readonly present: Readonly<Record<string, unknown>>;
  readonly former: Readonly<Record<string, unknown>>;
  effect(opened: Runtime): unknown;
  readonly expected: unknown;
}

const cases: readonly Case[] = [
  {
    present: { "border-gateway:defaultSite": "osaka" },
    former: { "border-gateway:cloud": "osaka" },
    effect: (opened) => opened.siteName(undefined),
    expected: "osaka",
  },
  {
    present: { "border-gateway:liveValidation": false },
    former: { "border-gateway:validate": "offline" },
    effect: (opened) => opened.live,
    expected: false,
  },
  {
    present: { "border-gateway:endpointChangedSites": ["osaka"] },
    former: { "border-gateway:siteMoved": ["osaka"] },
    effect: (opened) => opened.movedOnPurpose("osaka"),
    expected: true,
  },
];

const ofProvider = async (stack: Readonly<Record<string, unknown>>) =>
  createRuntime(settingsOf({ ...stack, "border-gateway:sites": sites }));

async function ofProgram(stack: Readonly<Record<string, unknown>>): Promise<Runtime> {
  const given = { ...stack, "border-gateway:sites": sites };
  const text = stackConfigOf(given);
  runtime.setAllConfig(Object.fromEntries(Object.keys(given).map((key) => [key, text(key) ?? ""])));
  return programSites();
}

for (const { present, former, effect, expected } of cases) {
  const [key, formerKey] = [...Object.keys(present), ...Object.keys(former)];
  for (const stack of [present, former])
    test.serial(`the provider and the program read ${Object.keys(stack)}`, async (t) => {
      t.is(await effect(await ofProvider(stack)), expected);
      t.is(await effect(await ofProgram(stack)), expected);
    });

  test.serial(`the provider and the program reject ${key} together with ${formerKey}`, async (t) => {
    const message = `the stack configuration sets both ${key} and its former name ${formerKey}. Remove the former one: pulumi config rm ${formerKey}`;
    for (const open of [ofProvider, ofProgram]) await t.throwsAsync(async () => effect(await open({ ...present, ...former })), { message });
  });
}

test("a value that a setting does not allow is quoted under the name that the stack configuration uses", (t) => {
  t.throws(() => liveValidation(stackConfigOf({ "border-gateway:liveValidation": "offline" })), {
    message: 'stack configuration border-gateway:liveValidation must be true (the default) or false; got "offline"',
  });
  t.throws(() => liveValidation(stackConfigOf({ "border-gateway:validate": "of line" })), {
    message: 'stack configuration border-gateway:validate must be live (the default) or offline; got "of line"',
  });
  t.throws(() => endpointChangedSites(stackConfigOf({ "border-gateway:endpointChangedSites": { osaka: true } })), {
    message:
      "stack configuration border-gateway:endpointChangedSites must be a list of site names. Set it with: pulumi config set --path 'border-gateway:endpointChangedSites[0]' NAME",
  });
});

test("omitted settings have their defaults", (t) => {
  const nothing = stackConfigOf({});
  t.is(defaultSite(nothing), undefined);
  t.true(liveValidation(nothing));
  t.deepEqual(endpointChangedSites(nothing), []);
});
