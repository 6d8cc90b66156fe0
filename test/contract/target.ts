// SPDX-License-Identifier: Apache-2.0
import type { ExecutionContext } from "ava";
import { startSites } from "../../sdk/testing/index";
import { preflight } from "./preflight";
import type { Database, Rule, Server } from "./rule";
import { Site } from "./site";

/** Where the rules are tried. */
export interface Target {
  readonly name: string;
  readonly server: Server;
  readonly database: Database;
  readonly emulated: boolean;
  /** @throws Unusable where no rule can be tried there */
  preflight(): Promise<void>;
  /** The site for one rule; it ends with the test. */
  site(t: ExecutionContext, rule: Rule): Promise<Site>;
}

/**
 * The targets of this run: the two kinds of emulated site, or the one real server that the environment names.
 *
 * - `CONTRACT_URL`: its address, `CONTRACT_SPOILT_URL`: another instance, which may be made unusable
 * - `CONTRACT_SERVER`: `networking-midonet` or `networking-l2gw`; `CONTRACT_DATABASE`: `MariaDB` or `SQLite`
 * - `CONTRACT_AGENT_FILE`: the file that makes the agent of a networking-l2gw server fail
 */
export function targets(environment = process.env): Target[] {
  const { CONTRACT_URL: url, CONTRACT_SERVER: server } = environment;
  if (url === undefined) return [emulated("networking-midonet"), emulated("networking-l2gw")];
  if (server !== "networking-midonet" && server !== "networking-l2gw") throw new Error(`CONTRACT_SERVER is ${server}`);
  return [real(url, server, environment)];
}

function emulated(server: Server): Target {
  const kind = server === "networking-midonet" ? "border" : "upstream";
  return {
    name: `emulated ${kind}`,
    server,
    database: "MariaDB",
    emulated: true,
    preflight: async () => undefined,
    async site(t) {
      const [site] = await startSites({ sites: ["contract"], kind, takenTunnelAddressMs: 20 });
      t.teardown(() => site.stop());
      return new Site({ url: site.url, server, database: "MariaDB", emulated: true });
    },
  };
}

function real(url: string, server: Server, environment: NodeJS.ProcessEnv): Target {
  const database = environment.CONTRACT_DATABASE === "SQLite" ? "SQLite" : "MariaDB";
  const { CONTRACT_SPOILT_URL: spoilt = url, CONTRACT_AGENT_FILE: agentFile } = environment;
  return {
    name: `${server} on ${database}`,
    server,
    database,
    emulated: false,
    async preflight() {
      for (const one of new Set([url, spoilt])) await preflight({ url: one, server });
    },
    async site(t, rule) {
      const more = agentFile === undefined ? {} : { agentFile };
      const site = new Site({ url: rule.spoils ? spoilt : url, server, database, emulated: false, ...more });
      if (!rule.spoils) t.teardown(() => site.cleanUp());
      return site;
    },
  };
}
