// SPDX-License-Identifier: Apache-2.0
// Numbers for what asks for one from a range, so that all have one wherever that can be: the static rule counts by it, and the pool gives by it.

interface Range {
  readonly from: number;
  readonly to: number;
}

interface GivenNumbers<T> {
  readonly numbers: ReadonlyMap<T, number>;
  /** Those that are too many for all the numbers that they could have, in groups that have no number in common. */
  readonly crowds: ReadonlyArray<readonly T[]>;
}

/**
 * Each in turn gets the lowest number that is free; where none is, those before it move on as far as they must.
 * A number may be free for one and not for another, so that no order of the ranges would do: these are augmenting paths, the shortest first.
 */
export function numbersFor<T extends Range>(takers: readonly T[], isFree: (taker: T, number: number) => boolean): GivenNumbers<T> {
  const giving = new Giving(isFree);
  for (const taker of takers) giving.place(taker);
  return { numbers: giving.numbers, crowds: giving.crowds().map((crowd) => takers.filter((taker) => crowd.has(taker))) };
}

interface Crowd<T> {
  readonly takers: Set<T>;
  readonly numbers: Set<number>;
}

class Giving<T extends Range> {
  readonly numbers = new Map<T, number>();
  readonly #owners = new Map<number, T>();
  /** The numbers that nobody can give up, and those that crowd around them. */
  readonly #crowded = new Map<number, Crowd<T>>();
  /** Those whose ranges hold no number at all that is free. */
  readonly #stranded: Array<Crowd<T>> = [];

  constructor(private readonly isFree: (taker: T, number: number) => boolean) {}

  crowds(): Array<ReadonlySet<T>> {
    return [...new Set([...this.#crowded.values(), ...this.#stranded])].map(({ takers }) => takers);
  }

  place(taker: T): void {
    const wantedBy = new Map<number, T>();
    const waiting = new Set([taker]);
    const met = new Set<Crowd<T>>();
    for (const one of waiting)
      for (let number = one.from; number <= one.to; number++) {
        if (wantedBy.has(number) || !this.isFree(one, number)) continue;
        wantedBy.set(number, one);
        const owner = this.#owners.get(number);
        if (owner === undefined) {
          this.#handOn(number, wantedBy);
          return;
        }
        const crowd = this.#crowded.get(number);
        if (crowd === undefined) waiting.add(owner);
        else met.add(crowd);
      }
    this.#crowd({ takers: waiting, numbers: new Set(wantedBy.keys()) }, met);
  }

  /** The one that wants the free number gets it, the one that wants what that gives up gets this, and so on to the one that had none. */
  #handOn(free: number, wantedBy: ReadonlyMap<number, T>): void {
    let number: number | undefined = free;
    while (number !== undefined) {
      const next = wantedBy.get(number);
      if (next === undefined) return;
      const givenUp = this.numbers.get(next);
      this.numbers.set(next, number);
      this.#owners.set(number, next);
      number = givenUp;
    }
  }

  #crowd(crowd: Crowd<T>, met: ReadonlySet<Crowd<T>>): void {
    for (const { takers, numbers } of met) {
      for (const taker of takers) crowd.takers.add(taker);
      for (const number of numbers) crowd.numbers.add(number);
    }
    for (const number of crowd.numbers) this.#crowded.set(number, crowd);
    if (crowd.numbers.size === 0) this.#stranded.push(crowd);
  }
}
