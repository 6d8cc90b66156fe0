// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { ExecutionContext } from "ava";
import { type EmulatedSite, startSites } from "../../sdk/testing/index";
import { descendants } from "../stack/processTree";

/** A password that stands nowhere but where a test puts it. */
export const CANARY = 'c4nary-Zx9/p%w"rd';

/** How the site misbehaves: it echoes what it was sent, as careless servers and proxies do. */
export type Echo = "none" | "login refused" | "token refused" | "500" | "page" | "broken JSON" | "redirect" | "cut";

export interface CanarySite {
  readonly cloud: Record<string, unknown>;
  /** The password and every token that the site has given out. */
  readonly secrets: Set<string>;
  echo: Echo;
}

/** An emulated site behind a front that takes the canary for its password, and can echo it. */
export async function canarySite(t: ExecutionContext): Promise<CanarySite> {
  const [site] = await startSites({ sites: ["tokyo"], auth: "keystone" });
  t.teardown(() => site.stop());
  const state: CanarySite = { cloud: {}, secrets: new Set([CANARY]), echo: "none" };
  const front = createServer(async (request, response) => {
    const body = await read(request);
    const token = String(request.headers["x-auth-token"] ?? "");
    const login = request.url?.endsWith("/auth/tokens") === true;
    const sent = `you sent ${body} with ${token}`;
    if (login && state.echo === "login refused")
      return response.writeHead(401).end(JSON.stringify({ error: { message: `wrong password ${CANARY}` } }));
    if (!login && state.echo === "token refused")
      return response.writeHead(401).end(JSON.stringify({ error: { message: sent, code: 401 } }));
    if (!login && request.method === "POST" && state.echo !== "none") {
      if (state.echo === "redirect") return response.writeHead(302, { Location: `http://127.0.0.1:1/?${encodeURIComponent(sent)}` }).end();
      if (state.echo === "cut") return response.destroy();
      if (state.echo === "500")
        return response.writeHead(500).end(JSON.stringify({ NeutronError: { type: "X", message: sent, detail: "" } }));
      if (state.echo === "page") return response.writeHead(403).end(`<title>${sent}</title>`);
      if (state.echo === "broken JSON") return response.writeHead(201).end(`{"gateway_device": ${sent}`);
    }
    const answer = await forward(site, request, body);
    const granted = answer.headers.get("x-subject-token");
    if (granted !== null) state.secrets.add(granted);
    response.writeHead(answer.status, { "Content-Type": "application/json", ...(granted === null ? {} : { "X-Subject-Token": granted }) });
    return response.end((await answer.text()).replaceAll(site.url, url));
  });
  await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
  t.teardown(() => {
    front.closeAllConnections();
    front.close();
  });
  const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  Object.assign(state.cloud, site.cloud, { auth: { ...(site.cloud.auth as object), auth_url: `${url}/identity`, password: CANARY } });
  return state;
}

function forward(site: EmulatedSite, request: IncomingMessage, body: string): Promise<Response> {
  const method = request.method ?? "GET";
  const headers = { "Content-Type": "application/json", "X-Auth-Token": String(request.headers["x-auth-token"] ?? "") };
  const escaped = JSON.stringify(CANARY).slice(1, -1);
  return fetch(site.url + request.url, { method, headers, ...(body === "" ? {} : { body: body.replace(escaped, "secret") }) });
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Every spelling of the secrets that a text contains. */
export function found(text: string, secrets: Iterable<string>): string[] {
  return [...secrets].flatMap((secret) => {
    const spellings = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), Buffer.from(secret).toString("base64")];
    return spellings.filter((spelling) => text.includes(spelling));
  });
}

/** Watches the command lines and environments of all processes that this one starts, until stopped. Linux only. */
export function watchProcesses(t: ExecutionContext, secrets: Iterable<string>): { stop(): string[]; readonly seen: Set<number> } {
  const leaks = new Set<string>();
  const seen = new Set<number>();
  const look = () => {
    for (const pid of descendants(process.pid)) {
      for (const file of ["cmdline", "environ"]) {
        const path = `/proc/${pid}/${file}`;
        try {
          if (existsSync(path) && found(readFileSync(path, "utf8"), secrets).length > 0)
            leaks.add(`${file} of ${readFileSync(`/proc/${pid}/cmdline`, "utf8")}`);
          seen.add(pid);
        } catch {
          // It has ended meanwhile.
        }
      }
    }
  };
  const timer = setInterval(look, 100);
  t.teardown(() => clearInterval(timer));
  return {
    seen,
    stop: () => {
      clearInterval(timer);
      return [...leaks];
    },
  };
}
