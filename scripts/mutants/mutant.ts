// SPDX-License-Identifier: Apache-2.0

/** A test by its file below `test/`, without ending, and its title. */
export interface Case {
  readonly file: string;
  readonly title: string;
}

/** One deliberate fault. */
export interface Mutant {
  /** Source file, from the root of the repository. */
  readonly file: string;
  /** Text that the file holds exactly once. */
  readonly find: string;
  readonly replace: string;
  /** The case that has to fail by it. */
  readonly killedBy: Case;
}

/** The source with the fault in it. @throws Error where the table no longer fits the source */
export function mutated({ file, find, replace }: Mutant, source: string): string {
  const found = source.split(find).length - 1;
  if (found !== 1)
    throw new Error(`${file} holds ${found} times, not once, the text\n${find}\nThe table in scripts/mutants/ is stale: correct it`);
  return source.replace(find, () => replace);
}

/** A mutant in one line, for people. */
export function describe({ file, find, replace }: Mutant): string {
  const line = (text: string) => text.replace(/\s+/g, " ").trim();
  return `${file}: ${line(find)} → ${line(replace) || "(nothing)"}`;
}
