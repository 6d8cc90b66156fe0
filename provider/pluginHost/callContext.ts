// SPDX-License-Identifier: Apache-2.0
// The call of the engine that the running code belongs to: for which resource, and until when.
import { AsyncLocalStorage } from "node:async_hooks";

interface CallContext {
  /** URN of the resource; empty for a call that concerns no resource. */
  readonly urn: string;
  /** Point in time, by `performance.now`, at which the time-out of the resource option `customTimeouts` passes. */
  readonly endsAt: number;
}

const calls = new AsyncLocalStorage<CallContext>();

/** Runs the work of one call. @param seconds the time-out of the call; 0 means none, as in the messages of the engine */
export const inCall = <T>(urn: string, seconds: number, work: () => Promise<T>): Promise<T> =>
  calls.run({ urn, endsAt: seconds > 0 ? performance.now() + seconds * 1_000 : Number.POSITIVE_INFINITY }, work);

export const currentUrn = (): string => calls.getStore()?.urn ?? "";

/** Milliseconds until the time-out of the call passes; 0 if it has passed, infinite if there is none. */
export const remainingMs = (): number => Math.max(0, (calls.getStore()?.endsAt ?? Number.POSITIVE_INFINITY) - performance.now());
