// SPDX-License-Identifier: Apache-2.0
// The process of the plugin, from its start to its exit.
import { homedir } from "node:os";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { redacted } from "../lifecycle/redaction";
import { engineEnd } from "../process/engineLife";
import { collectEarly } from "../process/heap";
import { createRuntime } from "../runtime";
import { remainingMs } from "./callContext";
import { EngineLog } from "./engineLog";
import { type PluginHost, PluginService } from "./service";

/** 400 MB, as the SDKs and the engine allow. gRPC's default is 4 MB. */
const LONGEST_MESSAGE = 400 * 1024 * 1024;

/** Serves the engine until it ends. The first line on standard output is the port; nothing else is ever written there. */
export async function servePlugin(parts: Pick<PluginHost, "version" | "functions" | "schema">): Promise<void> {
  collectEarly();
  const log = new EngineLog();
  const interruption = new AbortController();
  const engine = engineEnd();
  const service = new PluginService({
    ...parts,
    log,
    cancelled: () => interruption.abort(),
    runtime: (stackConfig) => {
      const runtime = createRuntime({
        stackConfig,
        env: process.env,
        cwd: process.cwd(),
        home: homedir(),
        log: (line) => log.write("info", line),
        abandoned: engine.hasEnded,
        interrupted: interruption.signal,
      });
      return {
        ...runtime,
        warn: (sentence) => log.write("warning", redacted(sentence)),
        // After its time-out a resource sends what is under way to its end, and begins nothing more.
        interrupted: () => runtime.interrupted() || remainingMs() === 0,
        pause: (ms) => runtime.pause(Math.min(ms, remainingMs())),
      };
    },
  });
  const address = process.argv.slice(2).find((argument) => /^[^-].*:\d+$/.test(argument));
  if (address !== undefined) service.attach(address);
  const server = newServer(service);
  const port = await listen(server);
  process.stdout.write(`${port}\n`);
  await engine.ended;
  await service.idle();
  process.exit();
}

export function newServer(service: PluginService): Server {
  const server = new Server({ "grpc.max_receive_message_length": LONGEST_MESSAGE, "grpc.max_send_message_length": LONGEST_MESSAGE });
  server.addService(ResourceProviderService, service.methods());
  return server;
}

/** Listens on a free port of this machine, which it answers. */
export const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => (error === null ? resolve(port) : reject(error)));
  });
