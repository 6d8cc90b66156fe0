// SPDX-License-Identifier: Apache-2.0
// Programs whose resources no engine could deploy: each is refused in one sentence, before a resource is registered.
import { realpathSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { ROOT } from "../helpers/compile";
import { folderWith } from "../helpers/folders";
import { linkPackages } from "../helpers/workspace";
import { newStack } from "../stack/newStack";
import type { Result } from "../stack/stack";

const device = '{ site: "tokyo", type: "router_vtep", resourceId: "6f1a6a0c-6a1a-4a5a-9a3a-0a1b2c3d4e5f", tunnelIps: ["203.0.113.1"] }';

/** The lines that a refused run reports, without the engine's own. */
function errorsOf(t: ExecutionContext, result: Result): string[] {
  t.false(result.ok, result.diagnostics);
  t.deepEqual(
    result.steps.filter(({ type }) => type !== "pulumi:pulumi:Stack"),
    [],
    "no resource is registered",
  );
  t.notRegex(result.diagnostics, /\n\s+at /, "no stack trace");
  const errors = result.diagnostics.matchAll(/error: (?!preview failed|update failed)(.*)/g);
  return [...new Set([...errors].map(([, message = ""]) => message.trim()))];
}

test("the resource option import is refused, and the message names adopt", async (t) => {
  t.timeout(120_000);
  const program = `const { GatewayDevice } = require("pulumi-border-gateway");
new GatewayDevice("a", ${device}, { import: "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa" });`;
  const folder = folderWith(t, { "index.js": program });
  linkPackages(folder);
  const stack = await newStack(t, { program: join(folder, "index.js") });
  for (const result of [await stack.preview(), await stack.up()])
    t.deepEqual(errorsOf(t, result), [
      'GatewayDevice "a": the option "import" needs the plugin of this package, which is in development. To adopt an existing object, set the argument adopt: true instead.',
    ]);
});

test("a program that finds the package through a library only is told which package.json has to list it", async (t) => {
  t.timeout(120_000);
  const library = `const { GatewayDevice } = require("pulumi-border-gateway");
const { BorderGatewayMesh } = require("pulumi-border-gateway/mesh");
exports.edge = () => new GatewayDevice("edge", ${device});
exports.mesh = () => new BorderGatewayMesh("corp", { sites: {}, segments: {} });`;
  const folder = realpathSync(
    folderWith(t, {
      "net-lib/index.js": library,
      "program/package.json": "{}",
      "program/edge/index.js": 'require("net-lib").edge();',
      "program/mesh/index.js": 'require("net-lib").mesh();',
    }),
  );
  linkPackages(folder, {
    "net-lib/node_modules/pulumi-border-gateway": ROOT,
    "program/node_modules/net-lib": "../../net-lib",
    "program/node_modules/@pulumi/pulumi": join(ROOT, "node_modules/@pulumi/pulumi"),
  });
  const why = `cannot be deployed: add "pulumi-border-gateway" to the dependencies in ${folder}/program/package.json and install it, because Pulumi loads the provider from that project, even if a library or a bundle contains the package.`;
  for (const [program, resource] of [
    ["edge", 'GatewayDevice "edge"'],
    ["mesh", 'mesh "corp"'],
  ] as const) {
    const stack = await newStack(t, { program: join(folder, "program", program, "index.js") });
    for (const result of [await stack.preview(), await stack.up()]) t.deepEqual(errorsOf(t, result), [`${resource} ${why}`]);
  }
});
