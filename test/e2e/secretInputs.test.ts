// SPDX-License-Identifier: Apache-2.0
// The output of a run does not contain the values of secret inputs, no matter why they are invalid.
import test, { type ExecutionContext } from "ava";
import { kinds } from "../../provider/kinds";
import { startSites } from "../../sdk/testing/index";
import { folderWith } from "../helpers/folders";
import { type Declared, secret } from "../helpers/inProcess/declaredProgram";
import { InProcessStack } from "../helpers/inProcess/inProcessStack";
import { ID, MAC, samples } from "../helpers/samples";
import { linkPackages } from "../helpers/workspace";
import { newStack } from "../stack/newStack";

const CANARY = "c4nary/Zx9%w";
const NUMBER = 987_654_321;
const IP = "2001:DB8:0:0::c4fe";
const UUID = "C4FEC4FE-0000-4000-8000-00000C4FEC4F";

/** Values that no property takes, and values that only the site can refuse. */
const values: readonly unknown[] = [
  CANARY,
  NUMBER,
  IP,
  UUID,
  "0200.5EC4.FEC4",
  [CANARY],
  [IP, IP],
  [[NUMBER]],
  { key: CANARY },
  [{ deviceId: CANARY, segmentationId: NUMBER }],
  [{ deviceName: CANARY, interfaces: [{ name: CANARY, segmentationIds: [NUMBER] }] }],
  [{ deviceId: UUID, deviceName: CANARY }],
  [{ macAddress: CANARY, vtepAddress: CANARY, segmentationId: CANARY }],
  [{ ...MAC, vtepAddress: CANARY }],
];
const traces = /c4nary|987654321|c4fe|fec4/i;

/** Every leaf of a value a secret by itself, as a program nests them. */
function nested(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(nested);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, nested(item)]));
  return secret(value);
}

async function site(t: ExecutionContext) {
  const [tokyo] = await startSites({ sites: ["tokyo"] });
  t.teardown(() => tokyo.stop());
  return tokyo;
}

for (const [key, { Kind, args }] of Object.entries(samples))
  test(`${key}: every property with a secret that is wrong, in previews and ups`, async (t) => {
    t.timeout(240_000);
    const tokyo = await site(t);
    const stack = new InProcessStack(t, { "border-gateway:sites": { tokyo: tokyo.cloud } });
    const inputs = Object.keys(Object.values(kinds).find(({ definition }) => definition.kind === Kind.name)?.definition.inputs ?? {});
    let refused = 0;
    for (const property of [...inputs, "unknownProperty"])
      for (const value of values)
        for (const wrapped of typeof value === "object" ? [secret(value), nested(value)] : [secret(value)]) {
          const declared = { kind: Kind.name, name: "edge", args: { site: "tokyo", ...args, [property]: wrapped } } as Declared;
          stack.resources = [declared];
          for (const result of [await stack.preview(), await stack.up()]) {
            t.notRegex(result.diagnostics, traces, `${property}: ${JSON.stringify(value)}`);
            if (!result.ok) refused++;
          }
        }
    t.true(refused > inputs.length * values.length, `the trap: ${refused} runs are refused`);
  });

const program = `const pulumi = require("@pulumi/pulumi");
const { GatewayDevice, L2Gateway, RemoteMacTable } = require("pulumi-border-gateway");
const config = new pulumi.Config();
const canary = config.requireSecret("canary");
const wrong = {
  device: () => new GatewayDevice("device", { site: "tokyo", type: canary, resourceId: canary, tunnelIps: [canary], unknown: canary }),
  whole: () => new L2Gateway("whole", { site: "tokyo", devices: canary.apply((deviceId) => [{ deviceId, segmentationId: deviceId }]) }),
  nested: () => new L2Gateway("nested", { site: "tokyo", devices: [{ deviceId: "${ID}", segmentationId: canary }] }),
  table: () => new RemoteMacTable("table", { site: "tokyo", gatewayDeviceId: canary, entries: [{ macAddress: canary, vtepAddress: canary, segmentationId: canary }] }),
};
wrong[config.require("what")]();
`;

test("a program with secrets from its configuration", async (t) => {
  t.timeout(240_000);
  const tokyo = await site(t);
  const folder = folderWith(t, { "index.js": program });
  linkPackages(folder);
  const secrets = { "border-gateway:sites": JSON.stringify({ tokyo: tokyo.cloud }), "project:canary": CANARY };
  const stack = await newStack(t, { program: `${folder}/index.js`, secrets });
  for (const what of ["device", "whole", "nested", "table"]) {
    await stack.setConfig("project:what", what);
    for (const result of [await stack.preview(), await stack.up()]) {
      t.false(result.ok, what);
      t.regex(result.diagnostics, /\[secret\]/, what);
      t.notRegex(result.diagnostics, traces, what);
    }
  }
});
