// SPDX-License-Identifier: Apache-2.0
import { fstatSync } from "node:fs";

const STDIN = 0;

/**
 * Tells whether the engine that started this process has ended. An engine that is killed leaves its providers running, and an orphan that went on
 * with its retries would change sites while the next run reads them. The engine holds the other end of our standard input for as long as it lives
 * (pulumi@v3.260.0 sdk/go/common/resource/plugin/plugin.go#L604), so its end is the engine's.
 */
export function engineLife(): { ended(): boolean } {
  let ended = false;
  const end = () => {
    ended = true;
  };
  if (isPipe(STDIN)) process.stdin.once("end", end).once("error", end).resume().unref();
  return { ended: () => ended };
}

/** A file or `/dev/null` ends at once and says nothing about the engine. */
function isPipe(fd: number): boolean {
  try {
    // Without bigint, the result stays in the buffer that Node's `realpathSync` reads, which then stops too early: the whole process resolves modules wrongly.
    const status = fstatSync(fd, { bigint: true });
    return status.isFIFO() || status.isSocket();
  } catch {
    return false;
  }
}
