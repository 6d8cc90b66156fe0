// SPDX-License-Identifier: Apache-2.0
import { endpointIdentity } from "../endpointIdentity";
import type { SiteConfig } from "./siteConfig";

/** Where the Neutron of a site is, as far as it is known. */
export interface NeutronAddress {
  /** Identity of the network endpoint, if the configuration names it or the site is open. */
  readonly endpoint?: string;
  /** The entry of a Keystone catalog that names the endpoint. */
  readonly catalog?: string;
}

/** What a site's configuration specifies, without any request. */
export function neutronAddress({ endpoint, auth, region, interfaces, serviceType, serviceName }: SiteConfig): NeutronAddress {
  if (endpoint !== undefined) return { endpoint: endpointIdentity(endpoint) };
  if (!("authUrl" in auth)) return {};
  const keystone = endpointIdentity(auth.authUrl.replace(/\/v3$/, ""));
  return { catalog: JSON.stringify([keystone, region, interfaces, serviceType, serviceName]) };
}

/** All that the Neutron of a site is known by, for comparison with that of another site. The name stands for it if nothing else does. */
export function neutronKeys(site: string, { endpoint, catalog }: NeutronAddress): string[] {
  const known = [endpoint, catalog].filter((one) => one !== undefined);
  return known.length === 0 ? [site] : known;
}

/** False if it is not known. Two sites of one catalog entry may still be told apart once their endpoints are known. */
export function isSameNeutron(a: NeutronAddress, b: NeutronAddress): boolean {
  if (a.endpoint !== undefined && b.endpoint !== undefined) return a.endpoint === b.endpoint;
  return a.catalog !== undefined && a.catalog === b.catalog;
}
