// SPDX-License-Identifier: Apache-2.0
// `npm run test:mutants`: makes one fault after the other in a copy of the program and sees which test notices. Options: --only TEXT (of a mutant's line).
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { endTests } from "../test/real/suite";
import { CopiedTree } from "./mutants/copiedTree";
import { siteMutants } from "./mutants/emulatedSites";
import { upstreamMutants } from "./mutants/emulatedUpstream";
import { describe, type Mutant, mutated } from "./mutants/mutant";
import { providerMutants } from "./mutants/provider";
import { tableMutants } from "./mutants/resourceTables";
import { allPass, tried, type Verdict } from "./mutants/trial";

const { values } = parseArgs({ options: { only: { type: "string", default: "" } } });
const chosen = (mutants: readonly Mutant[]) => mutants.filter((mutant) => describe(mutant).includes(values.only));
const sites = chosen([...siteMutants, ...upstreamMutants]);
const provider = chosen([...tableMutants, ...providerMutants]);

async function main(): Promise<void> {
  const started = performance.now();
  const mutants = [...sites, ...provider];
  if (mutants.length === 0) throw new Error(`no mutant's line holds ${values.only}`);
  const trees = Array.from({ length: availableParallelism() }, () => new CopiedTree(process.cwd()));
  const removeAll = () => {
    for (const tree of trees) tree.remove();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => {
      endTests();
      removeAll();
      process.exit(130);
    });
  try {
    for (const mutant of mutants) mutated(mutant, readFileSync(mutant.file, "utf8"));
    const [first] = trees;
    if (first === undefined) return;
    await allPass(
      first,
      mutants.map(({ killedBy }) => killedBy),
    );
    const waiting = [...mutants];
    const verdicts: Verdict[] = [];
    const work = async (tree: CopiedTree) => {
      for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
        const verdict = await tried(tree, mutant);
        verdicts.push(verdict);
        console.log(`${describe(mutant)}\n  ${verdict.said}`);
      }
    };
    await Promise.all(trees.map(work));
    report(verdicts, (performance.now() - started) / 1000);
  } finally {
    removeAll();
  }
}

function report(verdicts: readonly Verdict[], seconds: number): void {
  const count = (part: readonly Mutant[], name: string) => {
    const own = verdicts.filter(({ mutant }) => part.includes(mutant));
    console.log(`${name}: ${own.filter(({ fault }) => !fault).length} of ${own.length} killed by the case that is named for it`);
  };
  console.log();
  count(sites, "rules of the emulated sites");
  count(provider, "check, diff and wire mapping");
  const faults = verdicts.filter(({ fault }) => fault);
  for (const { mutant, said } of faults) console.log(`\n${describe(mutant)}\n  ${said}`);
  console.log(`\n${verdicts.length - faults.length} of ${verdicts.length} killed, in ${seconds.toFixed(0)} s`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
