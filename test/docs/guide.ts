// SPDX-License-Identifier: Apache-2.0
// The code blocks of a Markdown page, and what a test does with each of them.

/** A fenced code block. */
export interface Block {
  /** The word after the fence. */
  readonly language: string;
  readonly text: string;
  /** The heading above the block. */
  readonly section: string;
}

/** The code blocks of a page, in order. */
export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^#+ ([^\n]*)$|^( *)```(\w*)\n(.*?)^\2```$/gms)].reduce<{ section: string; blocks: Block[] }>(
    ({ section, blocks }, [, heading, indent = "", language = "", text = ""]) =>
      heading === undefined
        ? { section, blocks: [...blocks, { language, text: text.replaceAll(new RegExp(`^${indent}`, "gm"), ""), section }] }
        : { section: heading, blocks },
    { section: "", blocks: [] },
  ).blocks;
}

/** The name of the file that a block contains: the comment in its first line, such as `// index.ts` or `# mesh.yaml`. */
export const fileOf = ({ text }: Block): string | undefined =>
  /^(?:\/\/|#) ([\w./-]+\.(?:ts|yaml|json))$/m.exec(text.split("\n")[0] ?? "")?.[1];

/** A command of a `sh` block. */
export interface GuideCommand {
  readonly line: string;
  /** Exit code: 0, unless the comment `# exit code N` states another. */
  readonly exitCode: number;
}

/** The commands of a `sh` block. A backslash continues a line. */
export const commandsOf = ({ text }: Block): GuideCommand[] =>
  text
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => ({ line, exitCode: Number(/# exit code (\d+)/.exec(line)?.[1] ?? 0) }));

/** Tools of other projects, which the tests do not run. */
const FOREIGN = ["neutron", "openstack", "terraform"];
const OWN = ["pulumi", "npx", "npm"];

/** Whether a test runs the command. @throws Error for a tool that is in neither list */
export function isRun({ line }: GuideCommand): boolean {
  const tool = /^(?:[A-Z_]+=\S+ )*(\S+)/.exec(line)?.[1] ?? "";
  if (!FOREIGN.includes(tool) && !OWN.includes(tool)) throw new Error(`no test knows the tool of the command: ${line}`);
  return OWN.includes(tool);
}

/** The lines that a `text` block shows. `...` stands for any lines. */
export const shownLines = (text: string): string[] =>
  text
    .split("\n")
    .map(comparable)
    .filter((line) => line !== "" && line !== "...");

/** A line of output without what differs between runs: durations, and blanks at its ends. */
export const comparable = (line: string): string => line.trim().replace(/\([\d.]+s\)/g, "(time)");
