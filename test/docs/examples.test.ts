// SPDX-License-Identifier: Apache-2.0
// Every TypeScript example in the documentation and in the docstrings of the public classes compiles, also with `noUncheckedIndexedAccess`.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import test from "ava";
import { compile, ROOT } from "../helpers/compile";

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

const documents = [...readdirSync(ROOT).filter((name) => name.endsWith(".md")), ...filesIn("docs", ".md"), ...filesIn("examples", ".md")];
const sources = readdirSync(join(ROOT, "sdk")).flatMap((name) => (name.endsWith(".ts") ? [join("sdk", name)] : []));

const examples = Object.fromEntries(
  [...documents, ...sources].flatMap((file) => {
    const text = readFileSync(join(ROOT, file), "utf8").replace(/^\s*\* ?/gm, (star) => (file.endsWith(".ts") ? "" : star));
    return [...text.matchAll(/```(?:typescript|ts)\n(.*?)```/gs)].map(([, code], index) => [`${file} (${index + 1})`, code ?? ""]);
  }),
);

const diagnostics = compile(
  Object.fromEntries(Object.entries(examples).map(([name, code]) => [name.replace(/\W/g, "-"), `${code}\nexport {};\n`])),
  { noUncheckedIndexedAccess: true },
);

test("there is an example in the README and in every class", (t) => {
  const files = new Set(Object.keys(examples).map((name) => name.replace(/ \(.*/, "")));
  const classes = sources.filter((name) => /^export class /m.test(readFileSync(join(ROOT, name), "utf8")) && !/namedResource/.test(name));
  t.true(classes.length >= 5);
  for (const file of ["README.md", ...classes]) t.true(files.has(file), `${file} has none`);
});

for (const name of Object.keys(examples))
  test(`the example compiles: ${name}`, (t) => t.deepEqual(diagnostics[name.replace(/\W/g, "-")], []));
