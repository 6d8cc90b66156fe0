// SPDX-License-Identifier: Apache-2.0
// Each file of test/topologies has beside it, in a .txt, what is said of it: one line a finding.
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
    [`has 104857600 bytes; a topology file has at most 16777216. Split the mesh`],
  );
  t.true(performance.now() - began < 100);
});

/** What is said of a file that cannot be read, as its user sees it. */
const lineOf = (file: string): string[] => validateFile(file).findings.map((finding) => placedText(file, finding));

test("a file that is not there, or is a folder, is told of in a plain sentence", (t) => {
  t.deepEqual(lineOf("/nowhere/mesh.yaml"), ["/nowhere/mesh.yaml: there is no such file. Look for a slip in its name, or make it"]);
  t.deepEqual(lineOf(FOLDER), [`${FOLDER}: is a folder, and a topology is a file. Name the file in it`]);
  const below = join(FOLDER, "good.yaml/mesh.yaml");
  t.deepEqual(lineOf(below), [`${below}: there is no such file: a part of its path is no folder. Look for a slip in its name`]);
});

test("JSON that is nested too deeply is not said to be none", (t) => {
  for (const depth of [600, 1500, 3000, 100_000])
    for (const { rule, reason } of validateText(`{"sites": ${"[".repeat(depth)}${"]".repeat(depth)}}`).findings) {
      t.notRegex(reason, /call stack|neither YAML/);
      if (rule === "syntax") t.is(reason, "is nested too deeply to be read, and a topology has few levels. Look for brackets too many");
    }
});

test("a file with warnings only gives its topology, one with errors throws them all", (t) => {
  t.deepEqual(Object.keys(topologyOf(join(FOLDER, "good.yaml")) as object), ["sites", "segments"]);
  const error = t.throws(() => topologyOf(join(FOLDER, "oneSiteSegment.yaml")));
  t.regex(error?.message ?? "", /segments\.lonely\.sites: names one site only[^\n]*\n[^\n]*segments\.nowhere\.sites: names no site/);
});
