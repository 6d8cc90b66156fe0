// SPDX-License-Identifier: Apache-2.0
// Where the end-to-end tests run: emulated sites, or real ones that the environment names. What a test reads or changes behind the provider's back
// goes through a plain HTTP client, so that nothing of the provider vouches for itself; what the provider asks passes a proxy that counts.

import { rmSync, writeFileSync } from "node:fs";
import type { ExecutionContext } from "ava";
import axios from "axios";
import { startSites } from "../../sdk/testing/index";
import { preflight } from "../contract/preflight";
import { countingProxy } from "../helpers/countingProxy";

export type Row = Readonly<Record<string, unknown>> & { readonly id: string };

export type Kind = "border" | "upstream";

export interface TargetSite {
  readonly name: string;
  /** Entry for `border-gateway:sites`. */
  readonly cloud: Readonly<Record<string, unknown>>;
  /** All rows of a collection, such as `gw/gateway_devices`. */
  list(path: string): Promise<Row[]>;
  /** Makes an object; it is deleted after the test. */
  post(path: string, body: object): Promise<Row>;
  put(path: string, body: object): Promise<void>;
  remove(path: string): Promise<void>;
  /** Requests of the provider: `POST /v2.0/l2-gateways`. */
  seen(): readonly string[];
  /** Those of them that change something. */
  writes(): readonly string[];
  forget(): void;
  /** Makes the L2 gateway agent of an upstream site fail, or heals it. */
  failAgent(fails: boolean): Promise<void>;
}

/** A real site, as `BORDER_GATEWAY_SITES` names it. */
export interface RealSite {
  readonly url: string;
  readonly token: string;
  /** The file whose presence makes the agent of an upstream site fail. */
  readonly agentFile?: string;
}

/** Value of `BORDER_GATEWAY_SITES`, as JSON. */
export type RealSites = Partial<Record<Kind, Readonly<Record<string, RealSite>>>>;

/** Sites of a kind for one test: emulated ones, or those of `BORDER_GATEWAY_SITES`. */
export async function targetSites(t: ExecutionContext, kind: Kind, names: readonly string[]): Promise<TargetSite[]> {
  const real = process.env.BORDER_GATEWAY_SITES;
  if (real === undefined) {
    const sites = await startSites({ sites: names, kind, auth: "tokens" });
    t.teardown(() => Promise.all(sites.map((site) => site.stop())));
    return Promise.all(sites.map((site) => over(t, site.name, { url: site.url, token: "admin" }, async (fails) => site.failAgent(fails))));
  }
  const given = Object.values((JSON.parse(real) as RealSites)[kind] ?? {});
  return Promise.all(
    names.map(async (name, index) => {
      const site = given[index];
      if (site === undefined)
        throw new Error(`BORDER_GATEWAY_SITES names ${given.length} sites of kind ${kind}; ${names.length} are needed`);
      await preflight({ ...site, server: kind === "border" ? "networking-midonet" : "networking-l2gw" });
      return over(t, name, site, async (fails) => {
        if (site.agentFile === undefined) throw new Error(`BORDER_GATEWAY_SITES: ${site.url} needs the path of its agentFile`);
        if (fails) writeFileSync(site.agentFile, "");
        else rmSync(site.agentFile, { force: true });
      });
    }),
  );
}

async function over(t: ExecutionContext, name: string, { url, token }: RealSite, failAgent: TargetSite["failAgent"]): Promise<TargetSite> {
  const http = axios.create({ baseURL: `${url}/v2.0/`, headers: { "x-auth-token": token }, proxy: false });
  const only = (data: object): unknown => Object.values(data)[0];
  const made: string[] = [];
  t.teardown(async () => {
    for (const path of made.reverse()) await http.delete(path, { validateStatus: () => true }).catch(() => undefined);
  });
  const proxy = await countingProxy(t, url);
  return {
    name,
    cloud: { auth_type: "admin_token", endpoint: proxy.url, token },
    list: async (path) => only((await http.get(path)).data) as Row[],
    post: async (path, body) => {
      const row = only((await http.post(path, body)).data) as Row;
      made.push(`${path}/${row.id}`);
      return row;
    },
    put: async (path, body) => void (await http.put(path, body)),
    remove: async (path) => void (await http.delete(path)),
    seen: () => proxy.seen,
    writes: () => proxy.seen.filter((line) => !line.startsWith("GET ")),
    forget: () => proxy.seen.splice(0),
    failAgent,
  };
}
