// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { readProject } from "./project";

const projectFolder = (t: ExecutionContext, text?: string): string => {
  const folder = mkdtempSync(join(tmpdir(), "project-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "src"));
  writeFileSync(join(folder, "src", "index.js"), "");
  if (text !== undefined) writeFileSync(join(folder, "Pulumi.yaml"), text);
  return folder;
};

test("a project compiles TypeScript unless it disables this", (t) => {
  const plain = projectFolder(t, "name: mesh\nruntime: nodejs\n");
  t.deepEqual(readProject(plain), { name: "mesh", root: plain, cwd: plain, entry: ".", typescript: true });
  const compiled = projectFolder(t, "name: mesh\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n");
  t.false(readProject(compiled).typescript);
});

test("main may be a folder or a file, and is where the program runs", (t) => {
  const folder = projectFolder(t, "name: mesh\nruntime: nodejs\nmain: src\n");
  t.like(readProject(folder), { root: folder, cwd: join(folder, "src"), entry: "." });
  const file = projectFolder(t, "name: mesh\nruntime: nodejs\nmain: src/index.js\n");
  t.like(readProject(file), { root: file, cwd: join(file, "src"), entry: "index.js" });
});

test("a folder or a file without a project is JavaScript", (t) => {
  const folder = join(projectFolder(t), "src");
  t.deepEqual(readProject(folder), { name: "project", root: folder, cwd: folder, entry: ".", typescript: false });
  t.deepEqual(readProject(join(folder, "index.js"), "given"), {
    name: "given",
    root: folder,
    cwd: folder,
    entry: "index.js",
    typescript: false,
  });
});

test("a project of another runtime is refused with the file's name", (t) => {
  const folder = projectFolder(t, "name: mesh\nruntime: python\n");
  t.throws(() => readProject(folder), { message: /Pulumi\.yaml: .*runtime/s });
});
