// SPDX-License-Identifier: Apache-2.0
// The package as a user gets it: packed, installed into an empty project, and run by the SDK of that project.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "ava";
import { ROOT } from "../helpers/compile";
import { newStack } from "../stack/newStack";
import { emptyFolder, filesIn, freshClone, LOWEST_SDK, NEWEST_SDK, pack, previewAndUp, project, run, tenLines } from "./consumer";
import { npm, pnpm, yarn } from "./managers";

const NAMES = "{ GatewayDevice, L2Gateway }";
const esm = tenLines(`import ${NAMES} from "pulumi-border-gateway";`, "export const name = edge.name;\nexport const gateway = blue.id;");
const commonJs = tenLines(`const ${NAMES} = require("pulumi-border-gateway");`, "module.exports = { name: edge.name, gateway: blue.id };");
const ignoring = commonJs.replace('tunnelIps: ["192.0.2.1"],\n}', 'tunnelIps: ["192.0.2.1"],\n}, { ignoreChanges: ["tunnelIps"] }');
const testing = 'import { startSites } from "pulumi-border-gateway/testing";\nexport const start: Function = startSites;\n';
const compilerOptions = (options: object) =>
  JSON.stringify({ compilerOptions: { strict: true, target: "es2022", types: [], ...options }, include: ["*.ts"] });
const runtime = (typescript: boolean) => `name: consumer\nruntime:\n  name: nodejs\n  options:\n    typescript: ${typescript}\n`;

test.serial("the tarball holds what a user needs, and nothing else", async (t) => {
  const files = await filesIn(await pack(t));
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
  const compiled = files.filter((path) => path.startsWith("dist/"));
  t.deepEqual([...new Set(compiled.map((path) => path.split("/")[1]))].sort(), ["cli", "provider", "sdk"]);
  t.deepEqual(
    compiled.filter((path) => /\.map$|\.test\.|(?<!\.d)\.ts$/.test(path)),
    [],
  );
});

test.serial("every relative link of a page in the tarball leads to a file in the tarball", async (t) => {
  const files = await filesIn(await pack(t));
  const pages = files.filter((path) => path.endsWith(".md"));
  const broken = pages.flatMap((page) =>
    [...readFileSync(join(ROOT, page), "utf8").matchAll(/\]\((?!\w+:|#)([^)#]+)/g)]
      .map(([, link = ""]) => join(dirname(page), link))
      .filter((target) => !files.some((path) => path === target || path.startsWith(`${target}/`)))
      .map((target) => `${page} -> ${target}`),
  );
  t.deepEqual(broken, []);
  t.true(pages.includes("docs/login.md"));
});

test.serial("the pages call the command by the name of the package: anybody could register `border-gateway` at npm", async (t) => {
  const pages = (await filesIn(await pack(t))).filter((path) => path.endsWith(".md"));
  t.deepEqual(
    pages.filter((page) => /npx (-\S+ )*border-gateway/.test(readFileSync(join(ROOT, page), "utf8"))),
    [],
  );
});

test.serial("a fresh clone: `npm pack` ships what a built tree ships, and an installation from its git address works", async (t) => {
  t.timeout(600_000);
  const clone = await freshClone(t);
  const printed = await run(clone, "npm", "pack", "--silent");
  t.deepEqual(await filesIn(join(clone, printed.trim())), await filesIn(await pack(t)), "standard output is the name of the tarball");
  const folder = emptyFolder(t, {
    "package.json": JSON.stringify({ name: "consumer", private: true }),
    "esm/package.json": '{ "type": "module", "main": "index.js" }',
    "esm/index.js": esm,
  });
  const address = `git+file://${await freshClone(t)}`;
  await run(folder, "npm", "install", "--no-audit", "--no-fund", "--prefer-offline", address, `@pulumi/pulumi@${NEWEST_SDK}`);
  await previewAndUp(t, join(folder, "esm/index.js"));
});

test.serial("`npm ci` in a clone compiles nothing", async (t) => {
  t.timeout(300_000);
  const clone = await freshClone(t);
  await run(clone, "npm", "ci", "--prefer-offline");
  t.false(existsSync(join(clone, "dist")));
});

test.serial(`npm, SDK ${NEWEST_SDK}: TypeScript of nodenext and of node10, plain ESM, and the command`, async (t) => {
  t.timeout(600_000);
  const folder = await project(t, npm, [`@pulumi/pulumi@${NEWEST_SDK}`, "typescript@5.9.3"], {
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
  for (const command of ["pulumi-border-gateway", "border-gateway"])
    t.regex(await run(folder, "npx", "--no-install", command, "--help"), /emulate/, command);
});

test.serial(`npm, SDK ${LOWEST_SDK}: plain CommonJS, and TypeScript without a compiler of its own`, async (t) => {
  t.timeout(600_000);
  const folder = await project(t, npm, [`@pulumi/pulumi@${LOWEST_SDK}`], {
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

// Strict linkers give no package what it does not list. What resolves wrongly in the provider process shows here and nowhere else.
for (const [name, manager] of Object.entries({
  pnpm: pnpm(),
  "pnpm without hoisting": pnpm("hoist: false\n"),
  "yarn 4 with the linker pnpm": yarn("pnpm"),
}))
  test.serial(`${name}: plain ESM and CommonJS`, async (t) => {
    t.timeout(600_000);
    const folder = await project(t, manager, [`@pulumi/pulumi@${NEWEST_SDK}`], {
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
