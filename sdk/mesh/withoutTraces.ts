// SPDX-License-Identifier: Apache-2.0

/**
 * Declares resources while stack traces are disabled. The SDK takes four traces for each property (pulumi@v3.248.0 sdk/nodejs/runtime/debuggable.ts) to report
 * promises that never settle. For a mesh they would only name its own files, and they take a third of the time that its declaration needs.
 * The SDK still records where each resource was declared.
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
