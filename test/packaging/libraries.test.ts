// SPDX-License-Identifier: Apache-2.0
// A library between the program and the package, and a bundle that contains the package: each works, or one sentence names the package.json that has to list it.
import { cpSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { newStack } from "../stack/newStack";
import { emptyFolder, NEWEST_SDK, pack, previewAndUp, project, run, tenLines } from "./consumer";
import { type Manager, npm, pnpm, yarn } from "./managers";

const EXPORTS = "module.exports = { name: edge.name, gateway: blue.id };";
const library = 'const { GatewayDevice, L2Gateway } = require("pulumi-border-gateway");\nmodule.exports = { GatewayDevice, L2Gateway };';
const program = (from: string) => tenLines(`const { GatewayDevice, L2Gateway } = require("${from}");`, EXPORTS);

/** The preview refuses the first resource in one sentence, which names this package.json, and registers nothing. */
async function isRefused(t: ExecutionContext, main: string, packageJson: string): Promise<void> {
  const stack = await newStack(t, { program: main, project: "consumer" });
  const { ok, steps, diagnostics } = await stack.preview();
  t.false(ok);
  t.true(
    diagnostics.includes(`GatewayDevice "edge" cannot be deployed: add "pulumi-border-gateway" to the dependencies in ${packageJson}`),
  );
  t.notRegex(diagnostics, /\n\s+at /);
  t.deepEqual(
    steps.filter(({ type }) => type !== "pulumi:pulumi:Stack"),
    [],
  );
}

interface Layout {
  readonly manager: Manager;
  /** The program's dependency on the library. */
  readonly link: string;
  /** The package.json of the folder above, for workspaces. */
  readonly root?: object;
  /** True where the manager puts the package into a folder above the program. */
  readonly hoists?: boolean;
}

const layouts: Readonly<Record<string, Layout>> = {
  "npm, file:": { manager: npm, link: "file:../net-lib" },
  "npm workspace": { manager: npm, link: "*", root: { workspaces: ["net-lib", "program"] }, hoists: true },
  "pnpm workspace": { manager: pnpm("", ["net-lib", "program"]), link: "workspace:*", root: {} },
  "yarn 4 workspace, linker pnpm": { manager: yarn("pnpm"), link: "workspace:*", root: { workspaces: ["net-lib", "program"] } },
  "yarn 4 workspace, linker node-modules": {
    manager: yarn("node-modules"),
    link: "workspace:*",
    root: { workspaces: ["net-lib", "program"] },
    hoists: true,
  },
};

for (const [name, { manager, link, root, hoists = false }] of Object.entries(layouts))
  test.serial(`${name}: a program that uses the package through a library`, async (t) => {
    t.timeout(600_000);
    const sdk = { "@pulumi/pulumi": NEWEST_SDK };
    const own = { "pulumi-border-gateway": `file:${await pack(t)}` };
    const manifest = (dependencies: object) => JSON.stringify({ name: "program", main: "index.js", private: true, dependencies });
    const folder = realpathSync(
      emptyFolder(t, {
        ...(root === undefined ? {} : { "package.json": JSON.stringify({ name: "root", private: true, ...root }) }),
        ...manager.files,
        "net-lib/package.json": JSON.stringify({ name: "net-lib", version: "1.0.0", dependencies: { ...sdk, ...own } }),
        "net-lib/index.js": library,
        "program/package.json": manifest({ ...sdk, "net-lib": link }),
        "program/index.js": program("net-lib"),
      }),
    );
    const packageJson = join(folder, "program/package.json");
    const install = () => run(root === undefined ? join(folder, "program") : folder, ...manager.install);
    // A folder that npm links has its own node_modules.
    if (root === undefined) await run(join(folder, "net-lib"), ...manager.install);
    await install();
    if (hoists) return previewAndUp(t, join(folder, "program"));
    await isRefused(t, join(folder, "program"), packageJson);
    writeFileSync(packageJson, manifest({ ...sdk, ...own, "net-lib": link }));
    await install();
    await previewAndUp(t, join(folder, "program"));
  });

test.serial("esbuild: a bundle works if the package is installed, and is rejected otherwise", async (t) => {
  t.timeout(600_000);
  const folder = await project(t, npm, [`@pulumi/pulumi@${NEWEST_SDK}`, "esbuild@0.28.0"], {
    "index.js": program("pulumi-border-gateway"),
  });
  const bundle = ["--bundle", "--platform=node", "--external:@pulumi/pulumi", "--outfile=out/index.js"];
  await run(folder, "npx", "--no-install", "esbuild", "index.js", ...bundle);
  t.false(
    readFileSync(join(folder, "out/index.js"), "utf8").includes('require("pulumi-border-gateway")'),
    "the bundle contains the package",
  );
  await previewAndUp(t, join(folder, "out/index.js"));
  const alone = realpathSync(emptyFolder(t, { "package.json": "{}", "node_modules/.keep": "" }));
  cpSync(join(folder, "out/index.js"), join(alone, "index.js"));
  rmSync(join(folder, "node_modules/pulumi-border-gateway"), { recursive: true });
  symlinkSync(join(folder, "node_modules/@pulumi"), join(alone, "node_modules/@pulumi"));
  await isRefused(t, join(alone, "index.js"), join(alone, "package.json"));
});
