// SPDX-License-Identifier: Apache-2.0
import { type Outcome, runTests } from "../../test/real/suite";
import type { CopiedTree } from "./copiedTree";
import type { Case, Mutant } from "./mutant";

/** The result of a mutant. `fault`: it differs from the table. */
export interface Verdict {
  readonly mutant: Mutant;
  readonly said: string;
  readonly fault: boolean;
}

/** Time without a test's end after which a run is broken off. */
const TIMEOUT = "60s";

/** Tries one mutant: its own case first, and only where that is content the whole file. */
export async function tried(tree: CopiedTree, mutant: Mutant): Promise<Verdict> {
  const { killedBy } = mutant;
  tree.put(mutant);
  try {
    const own = await run(tree, killedBy.file, [killedBy.title]);
    if (failed(own).includes(killedBy.title)) return { mutant, said: `killed by: ${killedBy.title}`, fault: false };
    const [other] = failed(await run(tree, killedBy.file));
    if (other !== undefined) return { mutant, said: `KILLED BY ANOTHER CASE: ${other}\n  and not by: ${killedBy.title}`, fault: true };
    return { mutant, said: `SURVIVED the file ${killedBy.file}, expected: ${killedBy.title}`, fault: true };
  } finally {
    tree.takeBack(mutant);
  }
}

/** Without any mutant, each named case has to pass: a case that fails anyway kills nothing. @throws Error that names those that do not */
export async function allPass(tree: CopiedTree, cases: readonly Case[]): Promise<void> {
  const files = [...new Set(cases.map(({ file }) => file))];
  for (const file of files) {
    const titles = [...new Set(cases.flatMap((one) => (one.file === file ? [one.title] : [])))];
    const outcomes = await run(tree, file, titles);
    const passed = outcomes.flatMap((outcome) => (outcome.passed ? [outcome.title] : []));
    const missing = titles.filter((title) => !passed.includes(title));
    if (missing.length > 0)
      throw new Error(
        `without any mutant these cases of test/${file}.ts do not pass, or there is no case of that title:\n${missing.join("\n")}`,
      );
  }
}

const failed = (outcomes: readonly Outcome[]): string[] => outcomes.flatMap(({ title, passed }) => (passed ? [] : [title]));

const run = (tree: CopiedTree, file: string, titles: readonly string[] = []): Promise<Outcome[]> =>
  runTests([`dist/test/${file}.js`, ...titles.flatMap((title) => ["--match", title])], {}, () => undefined, {
    cwd: tree.path,
    timeout: TIMEOUT,
  });
