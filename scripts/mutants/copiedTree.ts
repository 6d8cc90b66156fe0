// SPDX-License-Identifier: Apache-2.0
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import * as ts from "typescript";
import { type Mutant, mutated } from "./mutant";

const LEFT_OUT = [".git", ".real", "dist", "node_modules"];

/** A copy of the compiled repository in a temporary folder, in which faults are made: the work tree is never touched. */
export class CopiedTree {
  readonly path = mkdtempSync(join(tmpdir(), "mutants-"));
  readonly #compilerOptions: ts.CompilerOptions;

  constructor(private readonly root: string) {
    const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
    this.#compilerOptions = ts.convertCompilerOptionsFromJson(config.compilerOptions, root).options;
    for (const name of readdirSync(root)) if (!LEFT_OUT.includes(name)) symlinkSync(join(root, name), join(this.path, name));
    cpSync(join(root, "dist"), join(this.path, "dist"), {
      recursive: true,
      filter: (path) => extname(path) === "" || path.endsWith(".js") || path.endsWith(".json"),
    });
    this.#linkModules();
  }

  /** Replaces the original code with the mutant. @throws Error if the table is outdated or the mutant does not compile */
  put(mutant: Mutant): void {
    const fileName = join(this.root, mutant.file);
    const source = mutated(mutant, readFileSync(fileName, "utf8"));
    const compiled = ts.transpileModule(source, { compilerOptions: this.#compilerOptions, fileName, reportDiagnostics: true });
    const [wrong] = compiled.diagnostics ?? [];
    if (wrong !== undefined) throw new Error(`${mutant.file}: ${ts.flattenDiagnosticMessageText(wrong.messageText, "\n")}`);
    writeFileSync(this.#compiled(mutant), compiled.outputText);
  }

  takeBack(mutant: Mutant): void {
    const own = this.#compiled(mutant);
    writeFileSync(own, readFileSync(join(this.root, own.slice(this.path.length))));
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  #compiled({ file }: Mutant): string {
    return join(this.path, "dist", file.replace(/\.ts$/, ".js"));
  }

  /** The repository's own modules, but for its link to itself, which has to lead to the copy. */
  #linkModules(): void {
    const modules = resolve(this.root, "node_modules");
    mkdirSync(join(this.path, "node_modules"));
    for (const name of readdirSync(modules))
      symlinkSync(name === "pulumi-border-gateway" ? this.path : join(modules, name), join(this.path, "node_modules", name));
  }
}
