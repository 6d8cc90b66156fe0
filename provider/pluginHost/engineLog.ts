// SPDX-License-Identifier: Apache-2.0
import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { currentUrn } from "./callContext";

export type Severity = "debug" | "info" | "warning";

const SEVERITIES: Readonly<Record<Severity, LogSeverity>> = {
  debug: LogSeverity.DEBUG,
  info: LogSeverity.INFO,
  warning: LogSeverity.WARNING,
};

/** Messages to the user, which the engine shows below the resource that they concern. What a plugin writes to standard error is shown nowhere. */
export class EngineLog {
  #client: EngineClient | undefined;
  readonly #pending = new Set<Promise<void>>();

  /** @param address of the engine, from the command line, Handshake or Attach */
  connect(address: string): void {
    this.#client?.close();
    this.#client = new EngineClient(address, credentials.createInsecure());
  }

  write(severity: Severity, message: string): void {
    const client = this.#client;
    if (client === undefined) return;
    const request = new LogRequest().setSeverity(SEVERITIES[severity]).setMessage(message).setUrn(currentUrn());
    // An engine that has ended shows nothing more.
    const sent = new Promise<void>((resolve) => void client.log(request, () => resolve()));
    this.#pending.add(sent);
    void sent.then(() => this.#pending.delete(sent));
  }

  /** Resolves when the engine has received everything. A message that arrives after the answer to its call may be lost. */
  async flushed(): Promise<void> {
    await Promise.all(this.#pending);
  }

  close(): void {
    this.#client?.close();
  }
}
