// SPDX-License-Identifier: Apache-2.0
// The process answers every request of the engine, and serves the next call.
import { status } from "@grpc/grpc-js";
import test from "ava";
import fc from "fast-check";
import { kinds } from "../../../provider/kinds";
import type { Props } from "../../../provider/kinds/definition";
import { UNKNOWN } from "../../../provider/kinds/unknown";
import { PluginClient, SecretValue, type ServiceError } from "./pluginClient";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const signatures = [
  "1b47061264138c4ac30d75fd1eb44270",
  "d0e6a833031e9bbcd3f4e8bde6ca49a4",
  "c44067f5952c0a294b673a41bacd8c17",
  "0def7320c3a5731c473e5ecbe6d01bc7",
  "5cf8f73096256a8f31e491e813e4eb8e",
];

const names = [
  ...new Set(Object.values(kinds).flatMap(({ definition }) => [...Object.keys(definition.inputs), ...Object.keys(definition.outputs)])),
];
const name = fc.oneof(
  fc.constantFrom(...names, "__proto__", "toString", "constructor", "__ownerToken", "__nameHint", "__idHints"),
  fc.string(),
);

const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(fc.string(), fc.double(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(UNKNOWN), fc.uuid()),
    fc.array(tie("any"), { maxLength: 4 }),
    fc.dictionary(name, tie("any"), { maxKeys: 4 }),
    fc.record(
      { [SIGNATURE]: fc.constantFrom(...signatures), value: tie("any"), text: fc.string(), secret: fc.boolean() },
      { requiredKeys: [SIGNATURE] },
    ),
  ),
})).any;
const props: fc.Arbitrary<Props> = fc.dictionary(
  name,
  fc.oneof(
    value,
    value.map((one) => new SecretValue(one)),
  ),
  { maxKeys: 6 },
);

/** An answer, or a refusal in words that is not a defect. */
async function answers(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    const { code, details } = error as ServiceError;
    if (code !== status.UNKNOWN || /defect/.test(details)) throw error;
  }
}

for (const { definition } of Object.values(kinds))
  test(`${definition.kind}: any properties are answered`, async (t) => {
    const client = await PluginClient.start(t);
    await client.configure({ sites: { tokyo: { auth_type: "none", endpoint: "http://127.0.0.1:9" } }, liveValidation: "false" });
    const { kind } = definition;
    await fc.assert(
      fc.asyncProperty(props, props, fc.string(), async (olds, news, id) => {
        await answers(client.check(kind, news, olds));
        await answers(client.create(kind, news, true));
        await answers(client.update(kind, id, olds, news, true));
        await answers(client.checkConfig(news));
        await answers(client.diffConfig(olds, news));
      }),
      { numRuns: 25 },
    );
    t.deepEqual((await client.checkConfig({})).failures, []);
  });

test("diff and read answer any state", async (t) => {
  const client = await PluginClient.start(t);
  await client.configure({ sites: {}, liveValidation: "false" });
  for (const { definition } of Object.values(kinds))
    await fc.assert(
      fc.asyncProperty(props, props, fc.string(), async (olds, news, id) => {
        await answers(client.diff(definition.kind, id, olds, news));
        await answers(client.read(definition.kind, id, olds, news));
      }),
      { numRuns: 10 },
    );
  t.pass();
});

test("a value of 8 MB and a value of a thousand levels are answered", async (t) => {
  const client = await PluginClient.start(t);
  await client.configure({ sites: {}, liveValidation: "false" });
  await answers(client.check("GatewayDevice", { name: "x".repeat(8_000_000) }));
  let nested: unknown = "inside";
  for (let depth = 0; depth < 1_000; depth++) nested = depth % 2 === 0 ? [nested] : { nested };
  await answers(client.check("L2Gateway", { devices: nested }));
  t.deepEqual((await client.checkConfig({})).failures, []);
});
