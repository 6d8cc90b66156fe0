// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { adminApi } from "./admin";
import type { FaultAction } from "./faults";
import { isObject } from "./json";
import { answerIdentity, IDENTITY } from "./keystone/service";
import { type Caller, callerOfPlainToken } from "./neutron/caller";
import { Refusal } from "./neutron/errors";
import { answer } from "./neutron/service";
import { bodyOf } from "./requestLog";
import type { SiteCore } from "./siteCore";

type Env = { Bindings: HttpBindings };

/** Length of a request line, including its line end, from which eventlet (the server of networking-midonet) responds with 414 and no body. */
const LONGEST_LINE = 8192;

/** Query length above which uWSGI, in front of the upstream server, silently drops the query: its buffer of 64 KiB contains the query twice. */
const DROPPED_QUERY = 32_000;

const JSON_TYPE = { "Content-Type": "application/json" };

/** The HTTP server of a site: request log, faults, authentication, and the services behind them. */
export function siteApp(core: SiteCore): Hono<Env> {
  const app = new Hono<Env>();
  app.route("/_emulator", adminApi(core));
  app.all("*", async (c) => {
    const at = Date.now();
    const { pathname, search } = new URL(c.req.url);
    const text = await c.req.text();
    const entry = { method: c.req.method, path: pathname, query: search.slice(1), status: 0, ...bodyOf(text), at };
    core.log.push(entry);
    const fault = core.faults.next(c.req.method, pathname + search);
    const held = await applyBefore(fault);
    if (held !== undefined && fault?.commitAfterMs !== undefined)
      setTimeout(() => void respond(c, core, pathname, search, text), fault.commitAfterMs);
    const response = held ?? (await respond(c, core, pathname, search, text));
    if (held === undefined && fault?.hang) await never();
    const cut = fault?.cut !== undefined;
    const final = !cut && fault?.done && fault.status !== undefined ? faultResponse(fault, fault.status) : response;
    if (cut) c.env.incoming.socket.destroy();
    else entry.status = final.status;
    return final;
  });
  return app;
}

const never = (): Promise<never> => new Promise(() => {});

/** The response of a fault that replaces the execution of the request. `undefined` if the request is executed. */
async function applyBefore(fault: FaultAction | undefined): Promise<Response | undefined> {
  if (fault === undefined) return undefined;
  if (fault.delayMs !== undefined) await sleep(fault.delayMs);
  if (fault.cut === "before") return new Response(null);
  if (fault.hang && !fault.done) return never();
  return fault.status !== undefined && !fault.done ? faultResponse(fault, fault.status) : undefined;
}

function faultResponse({ body, headers }: FaultAction, status: number): Response {
  const text = isObject(body) ? JSON.stringify(body) : (body ?? null);
  return new Response(text, { status, headers: { ...(isObject(body) ? JSON_TYPE : {}), ...headers } });
}

async function respond(c: Context<Env>, core: SiteCore, path: string, search: string, text: string): Promise<Response> {
  const requestId = `req-${randomUUID()}`;
  const headers = { ...JSON_TYPE, "X-Openstack-Request-Id": requestId };
  const method = c.req.method;
  if (path.startsWith(IDENTITY) && core.options.auth === "keystone") {
    const sent = bodyOf(text).body;
    const request = { method, path, body: sent, authToken: c.req.header("x-auth-token"), subjectToken: c.req.header("x-subject-token") };
    const { status, body, headers: more } = answerIdentity({ ...request, url: core.url }, core.tokens, core.options);
    return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: { ...headers, ...more } });
  }
  const { kind } = core.options;
  if (core.options.latencyMs > 0) await sleep(core.options.latencyMs);
  if (kind === "border" && `${method} ${path}${search} HTTP/1.1\r\n`.length >= LONGEST_LINE) return new Response(null, { status: 414 });
  const caller = callerOf(core, path, c.req.header("x-auth-token"));
  if (caller === undefined) {
    const error = { code: 401, title: "Unauthorized", message: "The request you have made requires authentication." };
    const challenge = `Keystone uri="${core.url}${IDENTITY}"`;
    return new Response(JSON.stringify({ error }), { status: 401, headers: { ...headers, "WWW-Authenticate": challenge } });
  }
  const scope = { state: core.state, options: core.options, agent: core.agent, caller };
  try {
    const query = new URLSearchParams(kind === "upstream" && search.length > DROPPED_QUERY ? "" : search);
    const {
      status,
      body,
      text: plain,
      type,
    } = answer(
      { method, path, query, body: text, accept: c.req.header("accept") ?? "", ifMatch: c.req.header("if-match") ?? "", url: core.url },
      scope,
    );
    if (plain !== undefined) return new Response(plain, { status, headers: { ...headers, "Content-Type": type ?? "text/plain" } });
    return new Response(body === undefined ? null : JSON.stringify(body), { status, headers });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.delayMs > 0) await sleep(error.delayMs);
    return new Response(JSON.stringify(error.body), { status: error.status, headers });
  }
}

/** The caller of a request, from its token. The version document is public, and without authentication every caller is admin. */
function callerOf({ options, tokens }: SiteCore, path: string, token: string | undefined): Caller | undefined {
  const anyone: Caller = options.kind === "border" ? { admin: true } : { admin: true, projectId: "fake_project_id" };
  if (options.auth === "none" || path === "/") return anyone;
  if (options.auth === "keystone") return tokens.caller(token ?? "");
  return token === undefined ? anyone : callerOfPlainToken(token);
}
