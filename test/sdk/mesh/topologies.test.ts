// SPDX-License-Identifier: Apache-2.0
// Each file of test/topologies has a .txt next to it that contains its findings, one per line.
import { mkdtempSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { RULES } from "../../../sdk/mesh/finding";
import { placedText, topologyOf, validateFile, validateText } from "../../../sdk/mesh/topologyFile";

const FOLDER = join(process.cwd(), "test/topologies");
const files = readdirSync(FOLDER).filter((file) => /\.(yaml|json)$/.test(file));

for (const file of files)
  test(`what is said of ${file}`, (t) => {
    const { findings } = validateFile(join(FOLDER, file));
    const expected = readFileSync(join(FOLDER, file.replace(/\.\w+$/, ".txt")), "utf8");
    t.is(findings.map((finding) => `${placedText(file, finding)}\n`).join(""), expected);
  });

test("no two findings of a file are the same", (t) => {
  for (const file of files) {
    const texts = validateFile(join(FOLDER, file)).findings.map((finding) => placedText(file, finding));
    t.deepEqual(texts, [...new Set(texts)]);
  }
});

test("every rule that needs no site has a file that breaks it", (t) => {
  const broken = new Set<string>(files.flatMap((file) => validateFile(join(FOLDER, file)).findings.map(({ rule }) => rule)));
  const live = ["not-at-site", "contradiction", "cidr", "subnet", "login"];
  t.deepEqual(
    Object.keys(RULES).filter((rule) => !broken.has(rule)),
    live,
  );
});

test("a file of 100 MB is refused unread", (t) => {
  const file = join(mkdtempSync(join(tmpdir(), "mesh-")), "huge.yaml");
  writeFileSync(file, "");
  truncateSync(file, 100 * 1024 * 1024);
  const began = performance.now();
  t.deepEqual(
    validateFile(file).findings.map(({ reason }) => reason),
    ["the file has 104857600 bytes, and a topology file has at most 16777216. Split the mesh."],
  );
  t.true(performance.now() - began < 100);
});

/** What is said of a file that cannot be read, as its user sees it. */
const lineOf = (file: string): string[] => validateFile(file).findings.map((finding) => placedText(file, finding));

test("a file that is not there, or is a folder, is told of in a plain sentence", (t) => {
  t.deepEqual(lineOf("/nowhere/mesh.yaml"), ["/nowhere/mesh.yaml: no such file or directory"]);
  t.deepEqual(lineOf(FOLDER), [`${FOLDER}: this is a directory, not a topology file`]);
  const below = join(FOLDER, "good.yaml/mesh.yaml");
  t.deepEqual(lineOf(below), [`${below}: no such file: a part of the path is not a directory`]);
});

test("JSON that is nested too deeply is not said to be none", (t) => {
  for (const depth of [600, 1500, 3000, 100_000])
    for (const { rule, reason } of validateText(`{"sites": ${"[".repeat(depth)}${"]".repeat(depth)}}`).findings) {
      t.notRegex(reason, /call stack|invalid YAML/);
      if (rule === "syntax") t.is(reason, "the file is nested too deeply. Look for surplus brackets.");
    }
});

test("a file with warnings only gives its topology, one with errors throws them all", (t) => {
  t.deepEqual(Object.keys(topologyOf(join(FOLDER, "good.yaml")) as object), ["sites", "segments"]);
  const error = t.throws(() => topologyOf(join(FOLDER, "oneSiteSegment.yaml")));
  t.regex(
    error?.message ?? "",
    /segments\.lonely\.sites: a segment needs at least two sites[^\n]*\n[^\n]*segments\.nowhere\.sites: a segment needs at least two sites/,
  );
});

test("merge keys that multiply are refused before they are copied", (t) => {
  const levels = Array.from(
    { length: 12 },
    (_, level) => `x-${level + 1}: &a${level + 1} { <<: [${Array(9).fill(`*a${level}`).join(", ")}] }`,
  );
  const began = performance.now();
  const { findings } = validateText(["x-0: &a0 { router: edge }", ...levels].join("\n"));
  t.deepEqual(
    findings.map(({ reason }) => reason),
    ["merge keys copy more than 100000 maps. Write the values out instead."],
  );
  t.true(performance.now() - began < 1000);
});

test("an empty file, one of comments only, a merge of a number: one plain sentence each", (t) => {
  const reasons = (text: string) => validateText(text).findings.map(({ reason }) => reason);
  for (const text of ["", "\n", "# nothing yet\n", "---\n", "null\n", "~"])
    t.deepEqual(reasons(text), ['the file is empty. A topology needs at least "sites" and "segments".']);
  t.deepEqual(reasons("sites: { a: { <<: 5 } }"), ["a merge key (<<) can only merge maps. Write an alias of a map (<<: *anchor)."]);
});

test("of several errors of the parser the first is reported", (t) => {
  for (const text of ["sites:\n\ta: 1\n\tb: 2\n", "sites:\n  a: 1\n b: 2\n  c: [\n", "a: {\nb: ]\n"])
    t.is(validateText(text).findings.length, 1, text);
});
