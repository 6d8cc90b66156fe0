// SPDX-License-Identifier: Apache-2.0
import { request } from "node:http";
import type { ExecutionContext } from "ava";
import { httpServer } from "./servers";

/** Stands in front of a server, passes everything on as it is, and keeps what it has passed on: `POST /v2.0/l2-gateways`, without the query, in order. */
export async function countingProxy(t: ExecutionContext, target: string): Promise<{ readonly url: string; readonly seen: string[] }> {
  const seen: string[] = [];
  const url = await httpServer(t, (incoming, outgoing) => {
    const { method = "GET", url: path = "/", headers } = incoming;
    seen.push(`${method} ${path.split("?")[0]}`);
    const passed = request(target + path, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on("error", () => outgoing.destroy());
    incoming.pipe(passed);
  });
  return { url, seen };
}
