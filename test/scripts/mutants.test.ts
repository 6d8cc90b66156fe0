// SPDX-License-Identifier: Apache-2.0
// The tables of `npm run test:mutants` fit the sources; whether each mutant is killed is for that command to tell, which takes minutes.
import { existsSync, readFileSync } from "node:fs";
import test from "ava";
import { siteMutants } from "../../scripts/mutants/emulatedSites";
import { upstreamMutants } from "../../scripts/mutants/emulatedUpstream";
import { describe, type Mutant, mutated } from "../../scripts/mutants/mutant";
import { providerMutants } from "../../scripts/mutants/provider";
import { tableMutants } from "../../scripts/mutants/resourceTables";

for (const mutant of [...siteMutants, ...upstreamMutants, ...tableMutants, ...providerMutants])
  test(`a mutant that can be made: ${describe(mutant)}`, (t) => {
    const source = readFileSync(mutant.file, "utf8");
    t.not(mutated(mutant, source), source);
    t.true(existsSync(`test/${mutant.killedBy.file}.ts`));
  });

test("a text that is not there, or there twice, is told with its file", (t) => {
  const mutant: Mutant = { file: "a.ts", find: "x", replace: "$&", killedBy: { file: "a.test", title: "a" } };
  t.is(mutated(mutant, "a x b"), "a $& b");
  t.throws(() => mutated(mutant, "a b"), { message: /^a\.ts holds 0 times, not once/ });
  t.throws(() => mutated(mutant, "x x"), { message: /^a\.ts holds 2 times, not once/ });
});
