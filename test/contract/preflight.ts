// SPDX-License-Identifier: Apache-2.0
import axios from "axios";
import type { Server } from "./rule";

export interface Expected {
  readonly url: string;
  readonly server: Server;
  readonly token?: string;
  /** Milliseconds after which a server that took the connection counts as silent. */
  readonly patienceMs?: number;
}

/** What each server has to have loaded. */
const EXTENSIONS: Readonly<Record<Server, readonly string[]>> = {
  "networking-midonet": ["gateway-device", "l2-gateway", "l2-gateway-connection"],
  "networking-l2gw": ["l2-gateway", "l2-gateway-connection"],
};

/** Extensions of Neutron's core that came after the version that the rules of networking-midonet are stated for; the rules of networking-l2gw want a version that has them. */
const LATER = ["security-groups-default-rules", "router-admin-state-down-before-update"];

/** A server on which no rule can be tried. */
export class Unusable extends Error {
  constructor(
    { server, url }: Expected,
    what: string,
    /** True where the next look may find it better: a server that is starting. */
    readonly mayPass = false,
  ) {
    super(`${server} at ${url}: ${what}`);
  }
}

/**
 * Looks whether a server is the one that the rules are about, before anything is made there.
 * @throws Unusable with its address and what is wrong: down, silent, starting, no Neutron, another server or version, an extension that is missing, no database
 */
export async function preflight(expected: Expected): Promise<void> {
  const { url, server, token = "admin", patienceMs = 20_000 } = expected;
  const unusable = (what: string, mayPass = false) => new Unusable(expected, what, mayPass);
  const get = async (path: string) => {
    const answer = await axios
      .get(url + path, { headers: { "X-Auth-Token": token }, validateStatus: () => true, proxy: false, timeout: patienceMs })
      .catch((error: Error & { code?: string }) => {
        if (error.code === "ECONNREFUSED") throw unusable(`nothing listens there (${error.code}). Is it down?`, true);
        if (error.code === "ECONNABORTED")
          throw unusable(
            `it takes connections, but has not answered GET ${path} within ${patienceMs / 1000} s. Is it still starting?`,
            true,
          );
        throw unusable(`GET ${path} got no answer: ${error.code ?? error.message}`, true);
      });
    if ([502, 503, 504].includes(answer.status)) throw unusable(`GET ${path} answers ${answer.status}. Is it still starting?`, true);
    return answer;
  };

  const { status, data } = await get("/v2.0/extensions");
  if (status === 401) throw unusable(`it refuses the token "${token}"`);
  const listed: unknown = data?.extensions;
  if (status !== 200 || !Array.isArray(listed))
    throw unusable(`GET /v2.0/extensions answers ${status} and no list of extensions: no Neutron`);
  const aliases = listed.map((extension: { alias?: string }) => extension.alias ?? "");
  const missing = EXTENSIONS[server].filter((alias) => !aliases.includes(alias));
  if (missing.length > 0) throw unusable(`it runs without the extension ${missing.join(", ")}`);
  if (server === "networking-l2gw" && aliases.includes("gateway-device"))
    throw unusable("it has the extension gateway-device: this is networking-midonet");
  const later = LATER.filter((alias) => aliases.includes(alias));
  if (server === "networking-midonet" && later.length > 0)
    throw unusable(`its Neutron is of another version, later than 17: it has the extension ${later.join(", ")}`);
  if (server === "networking-l2gw" && later.length < LATER.length)
    throw unusable(
      `its Neutron is of another version, earlier than 29: it has no extension ${LATER.filter((alias) => !later.includes(alias)).join(", ")}`,
    );
  for (const path of ["/v2.0/networks?limit=1", "/v2.0/l2-gateways"]) {
    const list = await get(path);
    if (list.status !== 200) throw unusable(`GET ${path} answers ${list.status}. Is its database there?`);
  }
}
