// SPDX-License-Identifier: Apache-2.0
import { Server } from "node:net";

/** The call by which the engine announces that the user has interrupted the operation (pulumi/pulumi proto/pulumi/provider.proto). The SDK answers it and does not pass it on. */
const CANCEL = "/pulumirpc.ResourceProvider/Cancel";

/** The listening servers of this process, among them the SDK's gRPC server, which the SDK does not hand out. None if Node no longer lists its handles. */
function servers(): Server[] {
  const list: unknown = Reflect.get(process, "_getActiveHandles");
  const handles: unknown = typeof list === "function" ? list.call(process) : [];
  return Array.isArray(handles) ? handles.filter((handle): handle is Server => handle instanceof Server) : [];
}

/** Calls back whenever the engine sends Cancel. gRPC runs over Node's http2 server, which announces each call by its path. */
export function onCancel(cancelled: () => void): void {
  for (const server of servers())
    server.on("stream", (_stream: unknown, headers: Readonly<Record<string, unknown>>) => {
      if (headers[":path"] === CANCEL) cancelled();
    });
}

/** Lets the process end as soon as nothing else is under way in it: no request, no timer, nothing of other providers. */
export function releaseServers(): void {
  for (const server of servers()) server.unref();
}
