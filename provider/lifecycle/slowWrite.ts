// SPDX-License-Identifier: Apache-2.0
import type { WriteOptions } from "../client/collection";
import type { Runtime } from "../kinds/definition";

const PROGRESS_MS = 20_000;

/** Runs a write that may take the server minutes, and tells the user from time to time what is being waited for. */
export async function slowly<T>(
  runtime: Runtime,
  kind: { readonly kind: string; readonly slowWrites?: boolean },
  write: (options: WriteOptions) => Promise<T>,
): Promise<T> {
  if (!kind.slowWrites) return write({});
  let waited = 0;
  const timer = setInterval(() => {
    waited += PROGRESS_MS / 1000;
    runtime.warn(
      `the server has not answered about a ${kind.kind} for ${waited} s; when a tunnel address is taken it needs up to 165 s to say so`,
    );
  }, PROGRESS_MS);
  try {
    return await write({ slow: true });
  } finally {
    clearInterval(timer);
  }
}
