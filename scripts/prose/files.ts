// SPDX-License-Identifier: Apache-2.0
import { readdirSync } from "node:fs";
import { join } from "node:path";

const OTHERS = /(^|\/)(node_modules|dist|\.git)(\/|$)|^scripts\/prose\/habits\.ts$|^test\/scripts\/prose\.test\.ts$/;

/** The messages of the provider, whose sentences are still being rewritten. */
const UNFINISHED = /^(provider|test\/messages)\//;

/** The Markdown and TypeScript files of the repository, without installed packages and build output. */
export const proseFiles = (root: string): string[] =>
  inFolder(root, "")
    .filter((path) => !UNFINISHED.test(path))
    .sort();

function inFolder(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (OTHERS.test(path)) return [];
    if (entry.isDirectory()) return inFolder(root, path);
    return entry.isFile() && /\.(md|ts|mjs)$/.test(path) ? [path] : [];
  });
}
