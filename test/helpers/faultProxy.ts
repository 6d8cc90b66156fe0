// SPDX-License-Identifier: Apache-2.0
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ExecutionContext } from "ava";

/** What becomes of one request. All but `pass` keep it from the site, `answer lost` and `answer cut` only its answer from the client. */
export type Fault =
  | "pass"
  | "reset"
  | "answer lost"
  | "answer cut"
  | "hang"
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: object };

/** One request as it came over the wire. */
export interface Arrived {
  readonly at: number;
  readonly method: string;
  readonly url: string;
  readonly token: unknown;
  readonly requestId: unknown;
  readonly body: string;
}

export interface FaultProxy {
  readonly url: string;
  readonly arrived: Arrived[];
  /** Faults of the next requests, one each; after them the last one stays. */
  faults: Fault[];
}

/** A proxy between a client and a site, with its own sockets, that applies to each request the fault that the test selects. */
export async function faultProxy(t: ExecutionContext, site: string): Promise<FaultProxy> {
  const proxy: { url: string; arrived: Arrived[]; faults: Fault[] } = { url: "", arrived: [], faults: ["pass"] };
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await read(request);
    const { method = "", url = "", headers } = request;
    const arrived = {
      at: performance.now(),
      method,
      url,
      token: headers["x-auth-token"],
      requestId: headers["x-openstack-request-id"],
      body,
    };
    proxy.arrived.push(arrived);
    const fault = (proxy.faults.length > 1 ? proxy.faults.shift() : proxy.faults[0]) ?? "pass";
    await apply(fault, site, arrived, response);
  };
  // A site that is stopped meanwhile is a connection that breaks.
  const server = createServer((request, response) => void handle(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return proxy;
}

async function apply(fault: Fault, site: string, { method, url, token, body }: Arrived, response: ServerResponse): Promise<void> {
  if (fault === "hang") return;
  if (fault === "reset") return void response.socket?.resetAndDestroy();
  if (typeof fault === "object")
    return void response
      .writeHead(fault.status, { "Content-Type": "application/json", ...fault.headers })
      .end(JSON.stringify(fault.body ?? {}));
  const sent = { method, headers: { "Content-Type": "application/json", "X-Auth-Token": String(token) }, ...(body === "" ? {} : { body }) };
  const answer = await fetch(site + url, sent);
  const text = await answer.text();
  if (fault === "answer lost") return void response.socket?.resetAndDestroy();
  if (answer.status === 204) return void response.writeHead(204).end();
  response.writeHead(answer.status, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) });
  if (fault === "pass") return void response.end(text);
  response.write(text.slice(0, text.length / 2), () => response.socket?.resetAndDestroy());
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
