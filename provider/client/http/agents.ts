// SPDX-License-Identifier: Apache-2.0
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { createSecureContext, type SecureContext } from "node:tls";
import { proxyFor } from "./proxies";

export interface TlsOptions {
  /** False: any certificate is accepted. */
  readonly verify: boolean;
  /** PEM texts. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

const pool = { keepAlive: true, maxFreeSockets: 16, scheduling: "lifo" } as const;

/** The connections of one site: kept alive, one TLS context, one pool for each proxy in use. */
export class Agents {
  readonly #made = new Map<string, HttpAgent>();
  /** By origin: the way to a URL does not change in the life of a process, and is asked for with every request. */
  readonly #ways = new Map<string, HttpAgent>();
  #secureContext: SecureContext | undefined;

  constructor(
    private readonly tls: TlsOptions,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** The pool of connections by which this URL is reached. */
  for(url: string): HttpAgent {
    const { origin } = new URL(url);
    let agent = this.#ways.get(origin);
    if (agent === undefined) {
      agent = this.#to(origin);
      this.#ways.set(origin, agent);
    }
    return agent;
  }

  #to(url: string): HttpAgent {
    const secure = url.startsWith("https:");
    const proxy = proxyFor(url, this.env);
    const key = `${secure} ${proxy ?? ""}`;
    let agent = this.#made.get(key);
    if (agent === undefined) {
      agent = this.#make(secure, proxy);
      this.#made.set(key, agent);
    }
    return agent;
  }

  /** How this URL is reached, for messages: its origin, and the proxy without its login. */
  route(url: string): string {
    const { origin } = new URL(url);
    const proxy = proxyFor(url, this.env);
    return proxy === undefined ? origin : `${origin} by the proxy ${URL.canParse(proxy) ? new URL(proxy).origin : "(not a URL)"}`;
  }

  /** The context is made once, and for https only: a hundred CAs cost tens of milliseconds, and every connection would make its own. */
  #tls(): { readonly secureContext: SecureContext; readonly rejectUnauthorized: boolean } {
    const { ca, cert, key, verify } = this.tls;
    this.#secureContext ??= createSecureContext({ ...(ca ? { ca } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}) });
    return { secureContext: this.#secureContext, rejectUnauthorized: verify };
  }

  #make(secure: boolean, proxy: string | undefined): HttpAgent {
    if (proxy === undefined) return secure ? new HttpsAgent({ ...pool, ...this.#tls() }) : new HttpAgent(pool);
    // Loaded here because they cost the start of a process that uses no proxy.
    const { HttpProxyAgent } = require("http-proxy-agent") as typeof import("http-proxy-agent");
    if (!secure) return new HttpProxyAgent(proxy, pool);
    const { HttpsProxyAgent } = require("https-proxy-agent") as typeof import("https-proxy-agent");
    const agent = new HttpsProxyAgent(proxy, pool);
    // What the constructor takes is for the way to the proxy; these are for the TLS with the site inside of the tunnel.
    Object.assign(agent.options, this.#tls());
    return agent;
  }
}
