// SPDX-License-Identifier: Apache-2.0
import { UncertainError } from "../client/errors";
import type { Runtime } from "../kinds/definition";

/** A write that may have been done, although no answer says so. */
export interface DoubtfulWrite<T> {
  write(): Promise<T>;
  /** A look at the site after a write in doubt: the outcome where it was done after all, else `undefined`. */
  look(doubt: UncertainError): Promise<T | undefined>;
  /** The error to report where nothing was done and no further attempt is due. */
  failure(doubt: UncertainError): Error;
  /** Milliseconds before each further look: the time that the server is given to end a write whose answer was lost. None if a repeated write does no harm. */
  readonly furtherLooks?: readonly number[];
  /** Writes in all, each but the first after a look has shown that the one before did nothing. */
  readonly attempts: number;
}

const FIRST_PAUSE_MS = 250;

/** Carries the cells "look, then ..." of the retry table (`client/retry.ts`) to their end. */
export async function settleDoubt<T>(
  runtime: Runtime,
  { write, look, failure, attempts, furtherLooks = [] }: DoubtfulWrite<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof UncertainError)) throw error;
      // With an error of its own the server has ended the write.
      for (const pause of error.exchange.type === undefined ? [0, ...furtherLooks] : [0]) {
        if (pause > 0) await runtime.pause(pause);
        const outcome = await look(error);
        if (outcome !== undefined) return outcome;
        if (runtime.interrupted()) break;
      }
      if (error.next === "report" || attempt === attempts || runtime.interrupted()) throw failure(error);
      await runtime.pause(FIRST_PAUSE_MS * 2 ** attempt);
    }
  }
}
