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
 * Observes the engine of a process that serves dynamic resources. After the engine's end, the process exits as soon as nothing is under way in it.
 * @param onEnd called when the engine has ended
 */
export function engineLife(onEnd: () => void = () => undefined): EngineLife {
  const { hasEnded, ended } = engineEnd();
  void ended.then(() => {
    onEnd();
    releaseServers();
  });
  const interruption = new AbortController();
  onCancel(() => interruption.abort());
  return { ended: hasEnded, interrupted: interruption.signal };
}

/** Milliseconds between looks at the parent process. */
const LOOK_MS = 1_000;

/**
 * Observes whether the engine that started this process exits. An engine that is killed leaves its providers running, and an orphan that continued
 * with its retries would change sites while the next run reads them. The engine holds the other end of our standard input as long as it lives
 * (pulumi@v3.260.0 sdk/go/common/resource/plugin/plugin.go#L604), so its end is the engine's. The standard input of a plugin that a language host
 * starts is `/dev/null`. There, another parent process shows that the engine has exited.
 */
export function engineEnd(): { hasEnded(): boolean; readonly ended: Promise<void> } {
  const parent = process.ppid;
  let isOver = false;
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      isOver = true;
      clearInterval(timer);
      resolve();
    };
    const timer = setInterval(() => {
      if (process.ppid !== parent) end();
    }, LOOK_MS).unref();
    if (isPipe(STDIN)) process.stdin.once("end", end).once("error", end).resume().unref();
  });
  return { hasEnded: () => isOver, ended };
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
