// SPDX-License-Identifier: Apache-2.0
import { setFlagsFromString } from "node:v8";

/** Percent of the way from the heap's size after one collection to the size at which V8 would begin the next by itself. */
const BEGIN_AT = 5;
/** A collection would hold up the first answers, for which a preview waits. */
const AFTER_MS = 1_000;

/**
 * Makes V8 begin its collections of the old generation early. V8 lets a small heap grow to four times its size first, and in a process that serves gRPC
 * this is all garbage: every call of a session stays alive with the one before it (`docs/decisions/heap.md`).
 * For the whole process, which the engine starts for dynamic resources alone. A runtime without the setting ignores it.
 */
export function collectEarly(): void {
  setTimeout(() => setFlagsFromString(`--incremental-marking-hard-trigger=${BEGIN_AT}`), AFTER_MS).unref();
}
