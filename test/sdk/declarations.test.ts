// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import test from "ava";
import { ROOT } from "../helpers/compile";

/** The modules that a file names, outside comments. */
const modulesIn = (text: string): string[] =>
  [...text.replace(/\/\*.*?\*\//gs, "").matchAll(/(?:from|import\(|require\()\s*"([^"]+)"/g)].map(([, name]) => name ?? "");

/** Every declaration file that a program loads with this one, and the packages that they need. */
function reach(file: string, seen = new Map<string, string>()): Map<string, string> {
  if (seen.has(file)) return seen;
  const text = readFileSync(file, "utf8");
  seen.set(file, text);
  for (const name of modulesIn(text)) if (name.startsWith(".")) reach(`${join(dirname(file), name).replace(/\.js$/, "")}.d.ts`, seen);
  return seen;
}

test("the public declarations need nothing but the SDK, and none of the provider", (t) => {
  const files = reach(join(ROOT, "dist/sdk/index.d.ts"));
  t.true(files.size >= 7);
  const packages = new Set([...files.values()].flatMap(modulesIn).filter((name) => !name.startsWith(".")));
  t.deepEqual([...packages], ["@pulumi/pulumi"]);
  for (const file of files.keys()) t.false(file.includes("/provider/"), file);
});

test("the public declarations are written so that the TypeScript inside the SDK, 3.8, reads them", (t) => {
  for (const [file, text] of reach(join(ROOT, "dist/sdk/index.d.ts")))
    t.notRegex(text.replace(/\/\*.*?\*\//gs, ""), /import \{[^}]*\btype\b/, file);
});

test("with the resources, a program loads no library, and of the provider only names", async (t) => {
  const script = 'require("pulumi-border-gateway"); console.log(JSON.stringify(Object.keys(require.cache)))';
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], { cwd: ROOT });
  const loaded = (JSON.parse(stdout) as string[]).map((file) => relative(ROOT, file));
  t.true(loaded.includes("dist/sdk/index.js"));
  t.deepEqual(loaded.filter((file) => file.startsWith("dist/provider/")).sort(), [
    "dist/provider/client/config/settingKeys.js",
    "dist/provider/program/hints.js",
  ]);
  t.deepEqual(
    loaded.filter((file) => /^node_modules\/(axios|zod|hono|yaml)\//.test(file)),
    [],
  );
});
