// SPDX-License-Identifier: Apache-2.0
import { join, resolve } from "node:path";
import ts from "typescript";

/** Root of the repository. */
export const ROOT = resolve(__dirname, "../../..");

/**
 * Compiles programs as if they lay in the repository, strictly, where `pulumi-border-gateway` is the built package.
 * @returns for each, what the compiler has against it, as `what it points at: why`; an empty list where nothing
 */
export function compile(programs: Readonly<Record<string, string>>, more: ts.CompilerOptions = {}): Record<string, string[]> {
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.Node20,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ["node"],
    ...more,
  };
  const files = new Map(Object.entries(programs).map(([name, text]) => [join(ROOT, "programs", `${name}.ts`), { name, text }]));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.readFile = (file) => files.get(file)?.text ?? readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const program = files.get(file);
    return program === undefined ? getSourceFile(file, version, ...rest) : ts.createSourceFile(file, program.text, version);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return Object.fromEntries(
    [...files].map(([file, { name }]) => {
      const source = program.getSourceFile(file);
      return [name, ts.getPreEmitDiagnostics(program, source).map(sentence)];
    }),
  );
}

function sentence({ file, start = 0, length = 0, messageText }: ts.Diagnostic): string {
  return `${file?.text.slice(start, start + length)}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
}
