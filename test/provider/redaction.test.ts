// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import fc from "fast-check";
import { redacted, redacting } from "../../provider/lifecycle/redaction";

const withSecrets = (values: readonly unknown[], text: string) => redacting(values, async () => redacted(text));

test("a message does not show a secret value, in any spelling", async (t) => {
  t.is(await withSecrets(["b-1/2"], '"b-1/2" of http://x/b-1%2F2'), '"[secret]" of http://x/[secret]');
  t.is(await withSecrets(["0200.5E10.0001"], "02:00:5e:10:00:01 is not free"), "[secret] is not free");
  t.is(await withSecrets(["2001:DB8:0::1"], "2001:db8::1 is taken"), "[secret] is taken");
  t.is(await withSecrets([[{ id: "AB" }, 7]], '[{"id":"AB"},7] and ab'), '[{"id":"[secret]"},[secret]] and [secret]');
});

test("a short value hides whole words only, and an empty one nothing", async (t) => {
  t.is(await withSecrets([1, "", null, {}], "1 is not from 1 to 16777214"), "[secret] is not from [secret] to 16777214");
  t.is(redacted("1 is not"), "1 is not", "outside the verb nothing is hidden");
});

test("two verbs at once each hide their own values", async (t) => {
  const verb = async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return redacted("tokyo osaka");
  };
  const both = await Promise.all([redacting(["tokyo"], verb), redacting(["osaka"], verb), redacting([], verb)]);
  t.deepEqual(both, ["[secret] osaka", "tokyo [secret]", "tokyo osaka"]);
});

test("any value: no message quotes it as text or JSON", async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1, unit: "binary" }), async (value) => {
      for (const quoted of [value, JSON.stringify(value)]) {
        const text = await withSecrets([value], `the value <${quoted}> is wrong`);
        t.false(text.includes(`<${quoted}>`), text);
      }
    }),
  );
});
