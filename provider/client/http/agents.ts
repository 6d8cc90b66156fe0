// SPDX-License-Identifier: Apache-2.0
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { createSecureContext, type SecureContextOptions } from "node:tls";
import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
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
  readonly #tls: object;

  constructor(
    tls: TlsOptions,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    const { ca, cert, key } = tls;
    const context: SecureContextOptions = { ...(ca ? { ca } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}) };
    // Made once: a context of a hundred CAs costs tens of milliseconds, and every connection would make its own.
    this.#tls = { secureContext: createSecureContext(context), rejectUnauthorized: tls.verify };
  }

  /** What axios takes to reach this URL. */
  for(url: string): { httpAgent: HttpAgent } | { httpsAgent: HttpAgent } {
    const secure = url.startsWith("https:");
    const proxy = proxyFor(url, this.env);
    const key = `${secure} ${proxy ?? ""}`;
    let agent = this.#made.get(key);
    if (agent === undefined) {
      agent = this.#make(secure, proxy);
      this.#made.set(key, agent);
    }
    return secure ? { httpsAgent: agent } : { httpAgent: agent };
  }

  /** How this URL is reached, for messages: its origin, and the proxy without its login. */
  route(url: string): string {
    const { origin } = new URL(url);
    const proxy = proxyFor(url, this.env);
    return proxy === undefined ? origin : `${origin} by the proxy ${URL.canParse(proxy) ? new URL(proxy).origin : "(not a URL)"}`;
  }

  #make(secure: boolean, proxy: string | undefined): HttpAgent {
    if (proxy === undefined) return secure ? new HttpsAgent({ ...pool, ...this.#tls }) : new HttpAgent(pool);
    if (!secure) return new HttpProxyAgent(proxy, pool);
    const agent = new HttpsProxyAgent(proxy, pool);
    // What the constructor takes is for the way to the proxy; these are for the TLS with the site inside of the tunnel.
    Object.assign(agent.options, this.#tls);
    return agent;
  }
}
