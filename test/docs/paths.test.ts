// SPDX-License-Identifier: Apache-2.0
// Every file, folder, script and command that the documentation names is there.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import test from "ava";
import { ROOT } from "../helpers/compile";

const folders = readdirSync(ROOT, { withFileTypes: true }).filter(
  (entry) => entry.isDirectory() && !/^(\.git|node_modules|dist)$/.test(entry.name),
);
const documents = [
  ...readdirSync(ROOT).filter((name) => name.endsWith(".md")),
  ...folders.flatMap(({ name }) =>
    readdirSync(join(ROOT, name), { recursive: true, encoding: "utf8" }).flatMap((path) =>
      path.endsWith(".md") ? [join(name, path)] : [],
    ),
  ),
];
const text = (document: string) => readFileSync(join(ROOT, document), "utf8");

/** Paths in backticks that begin with a folder of this repository. `<kind>` and `*` match any name. */
const paths = (document: string): string[] =>
  [...text(document).matchAll(/`([\w.-]+\/[\w./<>*-]*)`/g)]
    .flatMap(([, path]) => (path !== undefined && folders.some(({ name }) => path.startsWith(`${name}/`)) ? [path] : []))
    .map((path) => path.replace(/[^/]*[<*].*$/, ""));

/** Links to files, as seen from the document. */
const links = (document: string): string[] =>
  [...text(document).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].flatMap(([, link]) =>
    link === undefined || /^[a-z]+:/.test(link) ? [] : [relative(ROOT, join(ROOT, dirname(document), link))],
  );

for (const document of documents)
  test(`what it names is there: ${document}`, (t) => {
    const missing = [...paths(document), ...links(document)].filter((path) => !existsSync(join(ROOT, path)));
    t.deepEqual(missing, []);
  });

test("npm scripts that the documentation names are there", (t) => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: Record<string, string> };
  const named = documents.flatMap((document) => [...text(document).matchAll(/npm run ([\w:-]+)/g)].map(([, name = ""]) => name));
  t.true(named.length > 5);
  t.deepEqual(
    [...new Set(named)].filter((name) => scripts[name] === undefined),
    [],
  );
});
