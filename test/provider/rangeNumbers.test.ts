// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import fc from "fast-check";
import { numbersFor } from "../../provider/program/rangeNumbers";

const HIGHEST = 6;

interface Taker {
  readonly from: number;
  readonly to: number;
  readonly barred: readonly number[];
}

const isFree = ({ barred }: Taker, number: number) => !barred.includes(number);
const couldHave = (taker: Taker): number[] =>
  Array.from({ length: taker.to - taker.from + 1 }, (_, index) => taker.from + index).filter((number) => isFree(taker, number));

/** How many can have a number, by trying all. */
function most([first, ...rest]: readonly Taker[], given: readonly number[] = []): number {
  if (first === undefined) return 0;
  const choices = couldHave(first).filter((number) => !given.includes(number));
  return Math.max(most(rest, given), ...choices.map((number) => 1 + most(rest, [...given, number])));
}

const numberIn = fc.integer({ min: 1, max: HIGHEST });
const takers = fc.array(
  fc
    .tuple(numberIn, numberIn, fc.uniqueArray(numberIn, { maxLength: 3 }))
    .map(([a, b, barred]): Taker => ({ from: Math.min(a, b), to: Math.max(a, b), barred })),
  { maxLength: 6 },
);

test("as many have a number as can, each its own, and the others are told with all that crowd them", (t) => {
  fc.assert(
    fc.property(takers, (all) => {
      const { numbers, crowds } = numbersFor(all, isFree);
      t.is(numbers.size, most(all));
      t.is(new Set(numbers.values()).size, numbers.size);
      for (const [taker, number] of numbers) t.true(couldHave(taker).includes(number));
      t.is(new Set(crowds.flat()).size, crowds.flat().length);
      for (const taker of all) if (!numbers.has(taker)) t.true(crowds.flat().includes(taker));
      for (const crowd of crowds) {
        const room = new Set(crowd.flatMap(couldHave)).size;
        t.is(crowd.filter((taker) => numbers.has(taker)).length, room);
        t.true(room < crowd.length);
      }
    }),
    { numRuns: 2000 },
  );
});

test("the order counts where there is room, and the range's size does not", (t) => {
  const all = Array.from({ length: 2000 }, () => ({ from: 1, to: 16_777_214, barred: [2] }));
  const { numbers } = numbersFor(all, isFree);
  t.deepEqual([...numbers.values()].slice(0, 3), [1, 3, 4]);
});

test("4,000 takers of 1,000 numbers are one crowd", (t) => {
  const all = Array.from({ length: 4000 }, (_, index) => ({ from: 1, to: 1000, barred: [], index }));
  const { numbers, crowds } = numbersFor(all, isFree);
  t.deepEqual([numbers.size, crowds.map(({ length }) => length)], [1000, [4000]]);
});
