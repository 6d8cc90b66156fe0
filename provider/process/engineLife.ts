// SPDX-License-Identifier: Apache-2.0
import { fstatSync } from "node:fs";
import { onCancel, releaseServers } from "./engineServer";

const STDIN = 0;

export interface EngineLife {
  /** True once the engine that started this process has exited. */
  ended(): boolean;
  /** Aborted when the engine cancels the operation, because the user has interrupted it. */
  readonly interrupted: AbortSignal;
}

/**
 * Observes the engine that started this process. An engine that is killed leaves its providers running, and an orphan that continued
 * with its retries would change sites while the next run reads them. The engine holds the other end of our standard input as long as it lives
 * (pulumi@v3.260.0 sdk/go/common/resource/plugin/plugin.go#L604), so its end is the engine's.
 * From then on the process exits as soon as nothing is under way in it.
 */
export function engineLife(): EngineLife {
  let ended = false;
  const end = () => {
    ended = true;
    releaseServers();
  };
  if (isPipe(STDIN)) process.stdin.once("end", end).once("error", end).resume().unref();
  const interruption = new AbortController();
  onCancel(() => interruption.abort());
  return { ended: () => ended, interrupted: interruption.signal };
}

/** A file or `/dev/null` ends at once and is no evidence about the engine. */
function isPipe(fd: number): boolean {
  try {
    // Without bigint, the result stays in the buffer that Node's `realpathSync` reads, which then stops too early: the whole process resolves modules wrongly.
    const status = fstatSync(fd, { bigint: true });
    return status.isFIFO() || status.isSocket();
  } catch {
    return false;
  }
}
