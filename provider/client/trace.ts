// SPDX-License-Identifier: Apache-2.0
import type { Redactor } from "./redactor";
import type { Settings } from "./settings";

/** One attempt at one request, as the trace tells it. */
export interface Traced {
  readonly method: string;
  readonly path: string;
  /** HTTP status, or what came instead of an answer. */
  readonly outcome: number | string;
  readonly ms: number;
  readonly requestId: string;
  readonly attempt: number;
  /** May hold `Secret`s: they print as `***`. */
  readonly sent?: unknown;
  readonly received?: string;
}

export type Trace = (entry: Traced) => void;

/**
 * What `BORDER_GATEWAY_LOG` asks for: nothing, one line for each request (`debug`), bodies too (`trace`). Lines go to standard error: of a provider
 * process that is Pulumi's own log.
 */
export function traceOf(site: string, { env, log }: Settings, redactor: Redactor): Trace {
  const level = env.BORDER_GATEWAY_LOG?.toLowerCase();
  if (level !== "debug" && level !== "trace") return () => {};
  const write = log ?? ((line: string) => process.stderr.write(`${line}\n`));
  return ({ method, path, outcome, ms, requestId, attempt, sent, received }) => {
    const line = `border-gateway: ${site} ${method} ${path} ${outcome} ${Math.round(ms)} ms ${requestId} attempt ${attempt}`;
    const bodies =
      level === "trace" ? [sent === undefined ? "" : ` > ${printed(sent)}`, received ? ` < ${received.trimEnd()}` : ""].join("") : "";
    write(redactor.clean(line + bodies));
  };
}

function printed(body: unknown): string {
  return body instanceof URLSearchParams ? body.toString() : JSON.stringify(body);
}
