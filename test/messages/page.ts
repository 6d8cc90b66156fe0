// SPDX-License-Identifier: Apache-2.0
// The page of messages: a section for each area, and for each mistake the sentences that the user sees.

/** A mistake and the messages that it causes. */
export interface Mistake {
  /** What the user did. */
  readonly did: string;
  readonly messages: readonly string[];
}

export interface Section {
  readonly title: string;
  readonly mistakes: readonly Mistake[];
}

/** Adds the prefix that Pulumi puts before the reason of a failed check. */
export const withPrefix = (failures: readonly string[]): string[] =>
  failures.map((failure) => failure.replace(/^([^\s:]+): /, "property $1 has a problem: "));

/** Values that differ from run to run, and their placeholders. */
const PLACEHOLDERS: ReadonlyArray<readonly [RegExp, string]> = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "ID"],
  [/\b(?:[0-9a-f]{32})\b/g, "PROJECT"],
  [/127\.0\.0\.1:\d{2,5}/g, "HOST:PORT"],
  [/\d+ ms\b/g, "N ms"],
  [/\/\S+\/clouds\.yaml/g, "FOLDER/clouds.yaml"],
  [/\/\S+\/(test|dist)\//g, "FOLDER/$1/"],
];

const stable = (message: string): string => PLACEHOLDERS.reduce((text, [pattern, name]) => text.replace(pattern, name), message);

const UPDATE = "`npm run messages`";

/** The page in Markdown. */
export function pageOf(sections: readonly Section[]): string {
  const head = `# Error messages\n\nEach line shows what the user did and the message that follows. ${UPDATE} updates this page. \`ID\`, \`PROJECT\`, \`HOST:PORT\` and \`N ms\` are placeholders.\n`;
  return [head, ...sections.map(sectionOf)].join("\n");
}

const sectionOf = ({ title, mistakes }: Section): string =>
  `## ${title}\n\n${mistakes.map(({ did, messages }) => `- ${did}\n${messages.map((message) => `  > ${stable(message.trim()).replaceAll("\n", "\n  > ")}\n`).join("  >\n")}`).join("")}`;
