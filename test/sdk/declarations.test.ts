// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
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

test("a program loads no module of the provider, and no library, with the resources", (t) => {
  const loaded = reachModules(join(ROOT, "dist/sdk/index.js"));
  t.deepEqual(
    [...loaded].filter((name) => name.includes("/provider/")).map((name) => name.slice(ROOT.length)),
    ["/dist/provider/nameHint.js"],
  );
});

function reachModules(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const name of modulesIn(readFileSync(file, "utf8"))) {
    if (name.startsWith(".")) reachModules(require.resolve(join(dirname(file), name)), seen);
  }
  return seen;
}
