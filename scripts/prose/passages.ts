// SPDX-License-Identifier: Apache-2.0
// The prose of a file: the text of a Markdown page, or the comments and string literals of a TypeScript source.
import ts from "typescript";

/** A stretch of prose with its place in the file. */
export interface Passage {
  readonly offset: number;
  readonly text: string;
}

/** The text of each passage has the length of its source, so that offsets within it stay valid. */
export function passagesOf(path: string, source: string): Passage[] {
  return path.endsWith(".md") ? [{ offset: 0, text: withoutCode(source) }] : typescriptPassages(path, source);
}

/** Code blocks, quoted identifiers, link targets and quoted lines are not prose of this project. */
function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```|`[^`\n]*`|\]\([^)]*\)|^>.*$/gm, blank);
}

const blank = (text: string): string => text.replace(/[^\n]/g, " ");

function typescriptPassages(path: string, source: string): Passage[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.ES2022, true);
  // In tests, a string that is not a title is data or an expected message.
  const isTest = path.startsWith("test/");
  const passages = new Map<number, Passage>();
  const add = (offset: number, text: string) => passages.set(offset, { offset, text });
  const addComments = (ranges: readonly ts.CommentRange[] = []) => {
    for (const { pos, end } of ranges) add(pos, withoutCode(source.slice(pos, end)));
  };
  const visit = (node: ts.Node): void => {
    addComments(ts.getLeadingCommentRanges(source, node.getFullStart()));
    addComments(ts.getTrailingCommentRanges(source, node.end));
    for (const text of !isTest || isTitle(node) ? textsOf(node) : []) add(text.getStart(), text.getText());
    ts.forEachChild(node, visit);
  };
  visit(file);
  visit(file.endOfFileToken);
  return [...passages.values()].sort((a, b) => a.offset - b.offset);
}

/** The literal parts of a string. */
function textsOf(node: ts.Node): ts.Node[] {
  if (ts.isTemplateExpression(node)) return [node.head, ...node.templateSpans.map(({ literal }) => literal)];
  return ts.isStringLiteralLike(node) ? [node] : [];
}

/** The title of a test: the first argument of a call, or a property of a table of tests. */
function isTitle(node: ts.Node): boolean {
  const parent: ts.Node | undefined = node.parent;
  if (parent === undefined) return false;
  if (ts.isCallExpression(parent)) return parent.arguments[0] === node && /^(test|run|onPulumi)/.test(parent.expression.getText());
  return ts.isPropertyAssignment(parent) && /^(name|title|when)$/.test(parent.name.getText());
}
