// SPDX-License-Identifier: Apache-2.0
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { type Fault, Faults } from "./faults";
import type { JsonObject } from "./json";
import { IDENTITY, REGION } from "./keystone/service";
import { Tokens } from "./keystone/tokens";
import { DEFAULT_PROJECT } from "./neutron/caller";
import { type ObjectKind, Objects } from "./objects";
import type { Options, SiteKind } from "./options";
import type { LoggedRequest } from "./requestLog";
import { siteApp } from "./server";
import type { SiteCore } from "./siteCore";
import { State } from "./state";

/** Room for the longest URL that any server in front of Neutron reads (uWSGI with a 64 KiB buffer). */
const LONGEST_HEADER = 128 * 1024;

/** One emulated site: a Neutron with the border gateway API (or the upstream one), and where asked for a Keystone, on a port of 127.0.0.1. */
export class EmulatedSite {
  readonly #core: SiteCore;
  readonly #server: Server;
  readonly #objects: Objects;

  private constructor(core: SiteCore, server: Server) {
    this.#core = core;
    this.#server = server;
    this.#objects = new Objects(core);
  }

  /** Starts one site; port 0 takes a free one. With a directory, what the site holds is kept there and read again by the next start. @throws Error where the port is taken */
  static async start(name: string, options: Options, port = 0, directory?: string): Promise<EmulatedSite> {
    const core: SiteCore = {
      name,
      url: "",
      options,
      state: new State(name, directory),
      tokens: new Tokens(),
      faults: new Faults(),
      log: [],
      agent: { fails: false },
    };
    const listener = getRequestListener(siteApp(core).fetch, { overrideGlobalObjects: false });
    // No idle time-out: on a busy machine it would cut connections that a client is just about to use.
    const server = createServer({ maxHeaderSize: LONGEST_HEADER, keepAlive: true, keepAliveTimeout: 0 }, listener);
    await new Promise<void>((resolve, reject) => {
      server.once("error", (error) => reject(new Error(`site ${name} cannot listen on 127.0.0.1:${port}: ${error.message}`)));
      server.listen(port, "127.0.0.1", () => resolve());
    });
    core.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return new EmulatedSite(core, server);
  }

  get name(): string {
    return this.#core.name;
  }

  get kind(): SiteKind {
    return this.#core.options.kind;
  }

  /** Address of the network service, without version: `http://127.0.0.1:PORT`. Keystone is at `/identity/v3` below it. */
  get url(): string {
    return this.#core.url;
  }

  /** An entry of clouds.yaml that logs in to this site as admin. */
  get cloud(): JsonObject {
    const { url } = this;
    if (this.#core.options.auth === "none") return { auth_type: "none", auth: { endpoint: url } };
    if (this.#core.options.auth === "tokens") return { auth_type: "admin_token", auth: { endpoint: url, token: "admin" } };
    return {
      auth_type: "password",
      auth: {
        auth_url: `${url}${IDENTITY}/v3`,
        username: "admin",
        password: "secret",
        project_name: "admin",
        user_domain_name: "Default",
        project_domain_name: "Default",
      },
      region_name: REGION,
    };
  }

  /** The requests so far, the oldest first. */
  requests(): LoggedRequest[] {
    return [...this.#core.log];
  }

  clearRequests(): void {
    this.#core.log.length = 0;
  }

  /** From now on, does something bad to the requests that match. */
  fault(fault: Fault): void {
    this.#core.faults.add(fault);
  }

  clearFaults(): void {
    this.#core.faults.clear();
  }

  /** What the site holds of a kind, as GET shows it to an admin. */
  objects(kind: ObjectKind): JsonObject[] {
    return this.#objects.list(kind);
  }

  /** Makes a network with Neutron's defaults and answers its id. */
  addNetwork(values: JsonObject = {}): string {
    return this.#objects.create("networks", withTenant(values));
  }

  /** Makes a router with Neutron's defaults and answers its id. */
  addRouter(values: JsonObject = {}): string {
    return this.#objects.create("routers", withTenant(values));
  }

  /** Puts a row in past all rules, as it is stored: wire names, a connection's segmentation id as a number (0 for none), a remote MAC entry with its `device_id`. Answers its id. */
  insert(kind: ObjectKind, row: JsonObject): string {
    return this.#objects.insert(kind, row);
  }

  /** Changes a row past all rules. @throws Error where there is none of that id */
  edit(kind: ObjectKind, id: string, patch: JsonObject): void {
    this.#objects.edit(kind, id, patch);
  }

  /** Takes a row away past all rules, with what the database's cascades take. Answers whether it was there. */
  remove(kind: ObjectKind, id: string): boolean {
    return this.#objects.remove(kind, id);
  }

  /** Makes the L2 gateway agent of an upstream site silent, or heals it. */
  failAgent(fails = true): void {
    this.#core.agent.fails = fails;
  }

  /** Ends all tokens that the emulated Keystone has given out: the next request with one is 401. */
  revokeTokens(): void {
    this.#core.tokens.revokeAll();
  }

  /** Stops listening and cuts what is open, also requests that a fault holds. */
  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
    this.#core.state.close();
  }
}

function withTenant({ tenantId, ...values }: JsonObject): JsonObject {
  return { tenant_id: tenantId ?? DEFAULT_PROJECT, ...values };
}
