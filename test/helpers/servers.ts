// SPDX-License-Identifier: Apache-2.0
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { ExecutionContext } from "ava";

async function listen(t: ExecutionContext, server: Server, address = "127.0.0.1"): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A server of the test's own. Answers its URL. */
export async function httpServer(t: ExecutionContext, answer: RequestListener, address = "127.0.0.1"): Promise<string> {
  const port = await listen(t, createServer(answer), address);
  return `http://${address.includes(":") ? `[${address}]` : address}:${port}`;
}

export async function httpsServer(t: ExecutionContext, options: ServerOptions, answer: RequestListener): Promise<string> {
  const server = createTlsServer(options, answer);
  server.on("tlsClientError", () => undefined);
  return `https://127.0.0.1:${await listen(t, server)}`;
}

export interface Proxy {
  readonly url: string;
  /** `CONNECT host:port` or `GET http://...`, in order. */
  readonly seen: string[];
  /** Proxy-Authorization headers, in order. */
  readonly logins: (string | undefined)[];
}

/** A forward proxy. With `user`, requests without that login get 407. */
export async function proxyServer(t: ExecutionContext, user?: string): Promise<Proxy> {
  const seen: string[] = [];
  const logins: (string | undefined)[] = [];
  const admitted = (request: IncomingMessage) => {
    const login = request.headers["proxy-authorization"];
    seen.push(`${request.method} ${request.url}`);
    logins.push(login);
    return user === undefined || login === `Basic ${Buffer.from(user).toString("base64")}`;
  };
  const server = createServer((request, response) => {
    if (!admitted(request)) return response.writeHead(407).end("<title>Proxy login</title>");
    const { origin, pathname, search } = new URL(request.url ?? "");
    return fetch(origin + pathname + search, {
      method: request.method ?? "GET",
      headers: { "x-auth-token": String(request.headers["x-auth-token"] ?? "") },
    }).then(
      async (answer) => response.writeHead(answer.status, { "Content-Type": "application/json" }).end(await answer.text()),
      () => response.writeHead(502).end("<title>Bad Gateway</title>"),
    );
  });
  server.on("connect", (request: IncomingMessage, client: Socket) => {
    if (!admitted(request)) return client.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    const [host = "", port] = (request.url ?? "").split(":");
    const upstream = connect(Number(port), host, () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on("error", () => client.destroy());
    client.on("error", () => upstream.destroy());
    return upstream;
  });
  return { url: `http://127.0.0.1:${await listen(t, server)}`, seen, logins };
}
