// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from "node:timers/promises";
import pRetry from "p-retry";
import type { Exchange } from "./errors";
import { backOff, type Cell, type Failure, leavesDoubt, retryLimits, retryTable } from "./retry";
import type { Request } from "./session";

/** One attempt that failed in a way that the retry table knows. */
export class FailedAttempt extends Error {
  override readonly name = "FailedAttempt";

  constructor(
    readonly failure: Failure,
    readonly exchange: Exchange,
    /** Milliseconds that the site asked us to wait. */
    readonly waitMs?: number,
  ) {
    super(exchange.reason);
  }
}

/** All attempts failed, or the table hands the failure up. */
export interface GivenUp {
  readonly last: FailedAttempt;
  readonly cell: Cell;
  /** True where any of the attempts may have changed the site. */
  readonly doubt: boolean;
}

/**
 * Makes one attempt after the other as the retry table says.
 * @param interrupted ends the repetition, also while it waits
 * @param once makes one attempt; it throws FailedAttempt for a failure of the table, and anything else is final
 */
export async function repeat<T>(
  method: Request["method"],
  scale: number,
  interrupted: AbortSignal | undefined,
  once: (attempt: number) => Promise<T>,
): Promise<{ result: T } | { givenUp: GivenUp }> {
  const startedAt = performance.now();
  const seen = new Map<Failure, number>();
  let doubt = false;
  // The jittered back-off follows Retry-After, so that many waiters do not come back in the same instant.
  const wait = async (attempt: number, waitMs: number) => {
    const backOffMs = Math.min(backOff.firstMs * backOff.factor ** (attempt - 1) * (1 + Math.random()), backOff.mostMs);
    await sleep((waitMs + backOffMs) * scale, undefined, interrupted === undefined ? {} : { signal: interrupted });
  };
  const mayRepeat = ({ failure, waitMs = 0 }: FailedAttempt) => {
    const cell = retryTable[failure][method];
    const { repeats, withinMs } = retryLimits[failure];
    const allowed = cell === "retry" ? repeats : cell === "retryOnce" ? 1 : 0;
    return (seen.get(failure) ?? 0) <= allowed && performance.now() - startedAt + waitMs * scale < withinMs;
  };
  try {
    const result = await pRetry(once, {
      retries: Object.values(retryLimits).reduce((sum, { repeats }) => sum + repeats, 0),
      // It would neither end its waits early nor, with a signal, keep a result that arrives after the interruption.
      minTimeout: 0,
      shouldRetry: async ({ error, attemptNumber }) => {
        if (!(error instanceof FailedAttempt)) return false;
        seen.set(error.failure, (seen.get(error.failure) ?? 0) + 1);
        doubt ||= leavesDoubt(error.failure, method);
        if (interrupted?.aborted || !mayRepeat(error)) return false;
        return wait(attemptNumber, error.waitMs ?? 0).then(
          () => true,
          () => false,
        );
      },
    });
    return { result };
  } catch (error) {
    if (!(error instanceof FailedAttempt)) throw error;
    return { givenUp: { last: error, cell: retryTable[error.failure][method], doubt: doubt || leavesDoubt(error.failure, method) } };
  }
}
