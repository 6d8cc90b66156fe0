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

/** Bytes. The limit leaves room for the longest URL that a server in front of Neutron accepts (uWSGI with a 64 KiB buffer). */
const LONGEST_HEADER = 128 * 1024;

/** An emulated site on a port of 127.0.0.1: a Neutron with the border gateway API or the upstream L2 gateway API, optionally with a Keystone. */
export class EmulatedSite {
  readonly #core: SiteCore;
  readonly #server: Server;
  readonly #objects: Objects;

  private constructor(core: SiteCore, server: Server) {
    this.#core = core;
    this.#server = server;
    this.#objects = new Objects(core);
  }

  /**
   * Starts a site. `startSites` provides defaults for the options.
   *
   * @param port port to listen on. Defaults to 0, which selects a free port.
   * @param directory directory in which the site keeps its contents and from which the next start reads them. Defaults to none.
   * @throws Error if the port is in use
   */
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
    // There is no idle timeout, because on a busy machine it would close connections that a client is about to use.
    const server = createServer({ maxHeaderSize: LONGEST_HEADER, keepAlive: true, keepAliveTimeout: 0 }, listener);
    await new Promise<void>((resolve, reject) => {
      server.once("error", (error) => reject(new Error(`site ${name} cannot listen on 127.0.0.1:${port}: ${error.message}`)));
      server.listen(port, "127.0.0.1", () => resolve());
    });
    core.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return new EmulatedSite(core, server);
  }

  /** Name of the site. */
  get name(): string {
    return this.#core.name;
  }

  /** The server that the site emulates. */
  get kind(): SiteKind {
    return this.#core.options.kind;
  }

  /** URL of the network service without a version: `http://127.0.0.1:PORT`. Keystone is at `/identity/v3` below it. */
  get url(): string {
    return this.#core.url;
  }

  /** A clouds.yaml entry that logs in to this site as admin. */
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

  /** All requests since the start or the last `clearRequests`, oldest first. */
  requests(): LoggedRequest[] {
    return [...this.#core.log];
  }

  /** Clears the request log. */
  clearRequests(): void {
    this.#core.log.length = 0;
  }

  /** Adds a fault, which affects matching requests from now on. */
  fault(fault: Fault): void {
    this.#core.faults.add(fault);
  }

  /** Removes all faults. */
  clearFaults(): void {
    this.#core.faults.clear();
  }

  /** All objects of a kind, as GET returns them to an admin. */
  objects(kind: ObjectKind): JsonObject[] {
    return this.#objects.list(kind);
  }

  /** Creates a network with Neutron's defaults for omitted values. Returns its id. */
  addNetwork(values: JsonObject = {}): string {
    return this.#objects.create("networks", withTenant(values));
  }

  /** Creates a router with Neutron's defaults for omitted values. Returns its id. */
  addRouter(values: JsonObject = {}): string {
    return this.#objects.create("routers", withTenant(values));
  }

  /**
   * Inserts a row without applying any server rule. Returns its id. The row uses the API's names and the stored form: the segmentation id of a connection is a number
   * (0 for none), and a remote MAC entry contains its `device_id`.
   */
  insert(kind: ObjectKind, row: JsonObject): string {
    return this.#objects.insert(kind, row);
  }

  /**
   * Changes a row without applying any server rule.
   *
   * @throws Error if there is no row with this id
   */
  edit(kind: ObjectKind, id: string, patch: JsonObject): void {
    this.#objects.edit(kind, id, patch);
  }

  /** Deletes a row and its dependents, as the database would, without applying any server rule. Returns whether the row existed. */
  remove(kind: ObjectKind, id: string): boolean {
    return this.#objects.remove(kind, id);
  }

  /** Makes the L2 gateway agent of an upstream site unresponsive, or responsive again with `false`. */
  failAgent(fails = true): void {
    this.#core.agent.fails = fails;
  }

  /** Revokes all tokens that the emulated Keystone has issued. Requests with them then return 401. */
  revokeTokens(): void {
    this.#core.tokens.revokeAll();
  }

  /** Stops the site and closes all connections, including those of requests that a fault holds. */
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
