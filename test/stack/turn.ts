// SPDX-License-Identifier: Apache-2.0
import { availableParallelism } from "node:os";
import pLimit from "p-limit";

/** The part of a test's context that stacks need. */
export interface Test {
  readonly title?: string;
  teardown(action: () => void | Promise<void>): void;
}

const limit = pLimit(availableParallelism());
const having = new WeakSet<Test>();

/**
 * Waits until the test may run operations, which is until it ends. Each starts processes of 100 MB and more, so only as many tests of a file
 * as there are cores do so at once.
 */
export const takeTurn = async (t: Test): Promise<void> => {
  if (having.has(t)) return;
  having.add(t);
  await new Promise<void>((begin) => {
    void limit(
      () =>
        new Promise<void>((end) => {
          t.teardown(end);
          begin();
        }),
    );
  });
};
