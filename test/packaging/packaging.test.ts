// SPDX-License-Identifier: Apache-2.0
// The package as a user gets it: packed, installed into an empty project, and run by the SDK of that project.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { newStack } from "../engine/newStack";
import { ROOT } from "../helpers/compile";
import { emptyFolder, LOWEST_SDK, NEWEST_SDK, pack, previewAndUp, project, run, tenLines } from "./consumer";

const NAMES = "{ GatewayDevice, L2Gateway }";
const esm = tenLines(`import ${NAMES} from "pulumi-border-gateway";`, "export const name = edge.name;\nexport const gateway = blue.id;");
const commonJs = tenLines(`const ${NAMES} = require("pulumi-border-gateway");`, "module.exports = { name: edge.name, gateway: blue.id };");
const ignoring = commonJs.replace('tunnelIps: ["192.0.2.1"],\n}', 'tunnelIps: ["192.0.2.1"],\n}, { ignoreChanges: ["tunnelIps"] }');
const testing = 'import { startSites } from "pulumi-border-gateway/testing";\nexport const start: Function = startSites;\n';
const compilerOptions = (options: object) =>
  JSON.stringify({ compilerOptions: { strict: true, target: "es2022", types: [], ...options }, include: ["*.ts"] });
const runtime = (typescript: boolean) => `name: consumer\nruntime:\n  name: nodejs\n  options:\n    typescript: ${typescript}\n`;

test.serial("the tarball holds what a user needs, and nothing else", async (t) => {
  const folder = emptyFolder(t, {});
  const files = (await run(folder, "tar", "-tf", await pack(t)))
    .trim()
    .split("\n")
    .map((path) => path.replace("package/", ""));
  for (const file of [
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "schema.json",
    "dist/sdk/index.js",
    "dist/provider/index.js",
    "dist/cli/borderGateway.js",
  ])
    t.true(files.includes(file), file);
  const folders = new Set(files.map((path) => path.split("/").slice(0, 2).join("/")).filter((path) => path.startsWith("dist/")));
  t.deepEqual([...folders].sort(), ["dist/cli", "dist/provider", "dist/sdk"]);
  t.deepEqual(
    files.filter((path) => /\.map$|\.test\.|(?<!\.d)\.ts$/.test(path)),
    [],
  );
});

test.serial(`npm, SDK ${NEWEST_SDK}: TypeScript of nodenext and of node10, plain ESM, and the command`, async (t) => {
  t.timeout(600_000);
  const folder = await project(t, "npm", [`@pulumi/pulumi@${NEWEST_SDK}`, "typescript@5.9.3"], {
    "nodenext/package.json": '{ "type": "module" }',
    "nodenext/tsconfig.json": compilerOptions({ module: "nodenext", moduleResolution: "nodenext", skipLibCheck: true }),
    "nodenext/index.ts": esm,
    "nodenext/testing.ts": testing,
    "node10/tsconfig.json": compilerOptions({ module: "commonjs", moduleResolution: "node10", skipLibCheck: true }),
    "node10/index.ts": esm,
    "node10/testing.ts": testing,
    "esm/package.json": '{ "type": "module", "main": "index.js" }',
    "esm/index.js": esm,
  });
  for (const resolution of ["nodenext", "node10"]) {
    await run(folder, "npx", "--no-install", "tsc", "-p", resolution);
    await previewAndUp(t, join(folder, resolution, "index.js"));
  }
  await previewAndUp(t, join(folder, "esm/index.js"));
  t.regex(await run(folder, "npx", "--no-install", "border-gateway", "--help"), /emulate/);
});

test.serial(`npm, SDK ${LOWEST_SDK}: plain CommonJS, and TypeScript without a compiler of its own`, async (t) => {
  t.timeout(600_000);
  const folder = await project(t, "npm", [`@pulumi/pulumi@${LOWEST_SDK}`], {
    "commonjs/index.js": commonJs,
    "ignoring/index.js": ignoring,
    "typescript/Pulumi.yaml": runtime(true),
    "typescript/index.ts": esm,
    "typescript/package.json": '{ "main": "index.ts" }',
    "mistyped/Pulumi.yaml": runtime(true),
    "mistyped/index.ts": esm.replace("6640", '"6640"'),
    "mistyped/package.json": '{ "main": "index.ts" }',
  });
  await previewAndUp(t, join(folder, "commonjs/index.js"));
  t.not(ignoring, commonJs);
  // What is ignored is taken from the inputs in the state, which this SDK's refresh leaves as they are: docs/decisions/lowestSdk.md.
  await previewAndUp(t, join(folder, "ignoring/index.js"));
  await previewAndUp(t, join(folder, "typescript"));
  const mistyped = await newStack(t, { program: join(folder, "mistyped") });
  t.regex(
    (await mistyped.preview()).diagnostics,
    /index\.ts\(5,3\): .*Type 'string' is not assignable to type 'Input<number>'/,
    "the old compiler reads our types",
  );
});

test.serial("pnpm: plain ESM and CommonJS", async (t) => {
  t.timeout(600_000);
  const folder = await project(t, "pnpm", [`@pulumi/pulumi@${NEWEST_SDK}`], {
    "esm/package.json": '{ "type": "module", "main": "index.js" }',
    "esm/index.js": esm,
    "commonjs/index.js": commonJs,
  });
  await previewAndUp(t, join(folder, "esm/index.js"));
  await previewAndUp(t, join(folder, "commonjs/index.js"));
});

test("the lowest SDK of the tests is the lowest that the package admits", (t) => {
  const { peerDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  t.is(peerDependencies["@pulumi/pulumi"], `^${LOWEST_SDK}`);
});
