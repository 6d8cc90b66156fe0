// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { proseFiles } from "../../scripts/prose/files";
import { findingsIn, findingText } from "../../scripts/prose/findings";
import { ROOT } from "../helpers/compile";

const wordsIn = (path: string, source: string) => findingsIn(path, source).map(({ line, words }) => `${line}: ${words}`);

test("the prose of the repository has no findings", (t) => {
  const findings = proseFiles(ROOT).flatMap((path) => findingsIn(path, readFileSync(join(ROOT, path), "utf8")).map(findingText));
  t.deepEqual(findings, []);
});

test("comments, docstrings, strings and templates of a source are read", (t) => {
  const source = [
    "/** What a site knows. */",
    "const a = 'dropped without a word'; // made anew",
    "const b = `it $" + "{a} is no site`;",
    "export {};",
    "// nobody",
  ];
  t.deepEqual(wordsIn("sdk/a.ts", source.join("\n")), ["1: knows", "2: without a word", "2: anew", "3: is no site", "5: nobody"]);
});

test("only comments and titles of a test are read", (t) => {
  const source = [
    'test("whatever", (t) => t.is(sent, "nobody"));',
    "test(`anew $" + "{n}`, f); // beside",
    'const rule = { name: "is gone", value: "is gone" };',
  ];
  t.deepEqual(wordsIn("test/a.test.ts", source.join("\n")), ["1: whatever", "2: anew", "2: beside", "3: is gone"]);
});

test("code in a Markdown page is not read", (t) => {
  const page = "# Title\n\n```sh\necho nobody\n```\n\nThe value `nobody` and [a page](beside.md).\n\nThe provider knows this.\n";
  t.deepEqual(wordsIn("docs/a.md", page), ["9: knows"]);
});

test("sentences that only resemble a habit pass", (t) => {
  t.deepEqual(
    wordsIn(
      "a.md",
      "If there is no site, it is no longer used. The error says so. A proxy stands in for the server. Entries cannot tell two devices apart.",
    ),
    [],
  );
});

test("a finding has the place, the words, the reason and a rewrite", (t) => {
  const [finding] = findingsIn("docs/a.md", "\nIt is created anew.");
  t.is(finding && findingText(finding), 'docs/a.md:2: "anew". The expression is not used in technical English. Write: again');
});
