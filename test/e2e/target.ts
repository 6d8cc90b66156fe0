// SPDX-License-Identifier: Apache-2.0
// Where the end-to-end tests run: emulated sites, or real ones whose clouds are given by the environment. What a test reads or changes behind the provider's back
// goes through a plain HTTP client, so that nothing of the provider vouches for itself.

import type { ExecutionContext } from "ava";
import axios from "axios";
import { startSites } from "../../sdk/testing/index";

export type Row = Readonly<Record<string, unknown>> & { readonly id: string };

export interface TargetSite {
  readonly name: string;
  /** Entry for `border-gateway:sites`. */
  readonly cloud: Readonly<Record<string, unknown>>;
  /** All rows of a collection, such as `gw/gateway_devices`. */
  list(path: string): Promise<Row[]>;
  post(path: string, body: object): Promise<Row>;
  put(path: string, body: object): Promise<void>;
  remove(path: string): Promise<void>;
  /** Requests that the site has seen, where it can tell: `POST /v2.0/l2-gateways`. */
  readonly seen: (() => string[]) | undefined;
  forget(): void;
}

function over(name: string, url: string, cloud: Readonly<Record<string, unknown>>, token: string) {
  const http = axios.create({ baseURL: `${url}/v2.0/`, headers: { "x-auth-token": token }, proxy: false });
  const only = (data: object): unknown => Object.values(data)[0];
  return {
    name,
    cloud,
    list: async (path: string) => only((await http.get(path)).data) as Row[],
    post: async (path: string, body: object) => only((await http.post(path, body)).data) as Row,
    put: async (path: string, body: object) => void (await http.put(path, body)),
    remove: async (path: string) => void (await http.delete(path)),
  };
}

/** Sites of a kind for one test. Real ones: `BORDER_GATEWAY_SITES`, JSON of kind -> name -> `{ url, token }`. */
export async function targetSites(t: ExecutionContext, kind: "border" | "upstream", names: readonly string[]): Promise<TargetSite[]> {
  const real = process.env.BORDER_GATEWAY_SITES;
  if (real !== undefined) {
    const sites = Object.entries((JSON.parse(real) as Record<string, Record<string, { url: string; token: string }>>)[kind] ?? {});
    return names.map((name, index) => {
      const [, { url, token }] = sites[index] ??
        t.fail(`${names.length} real sites of kind ${kind} are needed`) ?? ["", { url: "", token: "" }];
      return { ...over(name, url, { auth_type: "admin_token", endpoint: url, token }, token), seen: undefined, forget: () => undefined };
    });
  }
  const sites = await startSites({ sites: names, kind, auth: "tokens" });
  t.teardown(() => Promise.all(sites.map((site) => site.stop())));
  return sites.map((site) => ({
    ...over(site.name, site.url, site.cloud, "admin"),
    seen: () => site.requests().map(({ method, path }) => `${method} ${path.split("?")[0]}`),
    forget: () => site.clearRequests(),
  }));
}
