// SPDX-License-Identifier: Apache-2.0

/**
 * Declares resources while the SDK cannot take a stack trace for each property of each of them. It takes four (pulumi@v3.248.0 sdk/nodejs/runtime/debuggable.ts),
 * for a report of promises that never settle; those of a mesh would name the mesh's own files, and they are a third of what it costs to declare it.
 * Where a resource was declared is noted all the same.
 */
export function withoutTraces<T>(declare: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return declare();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
