// SPDX-License-Identifier: Apache-2.0
// Every code block of the documentation is in a language that the tests know, and every YAML, JSON and Terraform block is well-formed.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { parseAllDocuments } from "yaml";
import { ROOT } from "../helpers/compile";
import { type Block, blocksOf } from "./guide";

/** `undefined` where another test checks the language, or where nothing can. An empty name is an untagged block. */
const problems: Readonly<Record<string, ((text: string) => string[]) | undefined>> = {
  "": undefined,
  sh: undefined,
  text: undefined,
  typescript: undefined,
  mermaid: undefined,
  yaml: (text) => parseAllDocuments(text).flatMap((document) => [...document.errors, ...document.warnings].map(({ message }) => message)),
  json: (text) => {
    try {
      JSON.parse(text);
      return [];
    } catch (error) {
      return [String(error)];
    }
  },
  hcl: unbalanced,
};

/** No parser of HCL is among our dependencies, so only its brackets and quotation marks are checked. */
function unbalanced(text: string): string[] {
  const open: string[] = [];
  const pairs: Readonly<Record<string, string>> = { "}": "{", "]": "[", ")": "(" };
  for (const [mark] of text.replaceAll(/"(?:[^"\\\n]|\\.)*"/g, "").matchAll(/[{}[\]()"]/g))
    if (mark === '"' || (mark in pairs && open.pop() !== pairs[mark])) return [`unexpected ${mark}`];
    else if (!(mark in pairs)) open.push(mark);
  return open.map((mark) => `unclosed ${mark}`);
}

const documents = ["docs", "examples"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).flatMap((path) =>
    path.endsWith(".md") ? [join(folder, path)] : [],
  ),
);
const problemsOf = ({ language, text }: Block): string[] => {
  if (!(language in problems)) return [`no test knows the language "${language}"`];
  return problems[language]?.(text) ?? [];
};

for (const document of [...readdirSync(ROOT).filter((name) => name.endsWith(".md")), ...documents])
  test(`the code blocks are well-formed: ${document}`, (t) => {
    const blocks = blocksOf(readFileSync(join(ROOT, document), "utf8"));
    t.deepEqual(
      blocks.flatMap((block) => problemsOf(block).map((problem) => `${problem}\n${block.text}`)),
      [],
    );
  });

test("HCL with a bracket or quotation mark too many is found", (t) => {
  t.deepEqual(unbalanced('a { b = ["}"] }'), []);
  t.deepEqual(unbalanced("a { b = [ }"), ["unexpected }"]);
  t.deepEqual(unbalanced('a { b = "c }'), ['unexpected "']);
  t.deepEqual(unbalanced("a {"), ["unclosed {"]);
});
