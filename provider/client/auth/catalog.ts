// SPDX-License-Identifier: Apache-2.0
import { SiteError } from "../errors";
import { isRecord } from "../http/answers";
import type { CatalogService } from "./login";

/** Keystone's catalog, as far as it has the expected shape. */
export function catalogOf(catalog: unknown): CatalogService[] {
  if (!Array.isArray(catalog)) return [];
  return catalog.flatMap((service: unknown) => {
    if (!isRecord(service) || typeof service.type !== "string" || !Array.isArray(service.endpoints)) return [];
    const endpoints = service.endpoints.flatMap((endpoint: unknown) => {
      if (!isRecord(endpoint) || typeof endpoint.url !== "string" || typeof endpoint.interface !== "string") return [];
      const region = endpoint.region ?? endpoint.region_id;
      return [{ url: endpoint.url, interface: endpoint.interface, ...(typeof region === "string" ? { region } : {}) }];
    });
    return [{ type: service.type, endpoints }];
  });
}

export interface Wanted {
  readonly interfaces: readonly string[];
  readonly region?: string;
}

/** URL of the network service, as the catalog has it. @throws SiteError naming what there is instead */
export function networkUrl(site: string, catalog: readonly CatalogService[], { interfaces, region }: Wanted): string {
  const fail = (message: string) => new SiteError(site, `site ${site}: ${message}`);
  const services = catalog.filter(({ type }) => type === "network" || type === "neutron");
  if (services.length === 0) {
    const types = catalog.map(({ type }) => type).join(", ");
    throw fail(
      `its catalog has no network service${types === "" ? ": it is empty, which is so for a token without a project" : `, only ${types}`}; or set network_endpoint_override`,
    );
  }
  const endpoints = services.flatMap((service) => service.endpoints);
  const here = endpoints.filter((endpoint) => region === undefined || endpoint.region === region);
  if (here.length === 0) {
    const regions = [...new Set(endpoints.flatMap((endpoint) => endpoint.region ?? []))].join(", ");
    throw fail(`its catalog has no network endpoint in region "${region}"; there are ${regions || "none"}`);
  }
  for (const wanted of interfaces) {
    const found = here.find((endpoint) => endpoint.interface === wanted);
    if (found !== undefined) return found.url;
  }
  const offered = [...new Set(here.map((endpoint) => endpoint.interface))].join(", ");
  throw fail(
    `its catalog has no ${interfaces.join(" or ")} network endpoint${region === undefined ? "" : ` in region "${region}"`}; there are ${offered}`,
  );
}
