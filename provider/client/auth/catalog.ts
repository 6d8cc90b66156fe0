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
    return [{ type: service.type, ...(typeof service.name === "string" ? { name: service.name } : {}), endpoints }];
  });
}

export interface Wanted {
  readonly interfaces: readonly string[];
  readonly region?: string;
  readonly serviceType?: string;
  readonly serviceName?: string;
}

/** Neutron's type in the catalog, and the name of the project, which some catalogs have in its place. */
const usualTypes = ["network", "neutron"];

/** URL of the network service, as the catalog has it. @throws SiteError naming what there is instead */
export function networkUrl(site: string, catalog: readonly CatalogService[], wanted: Wanted): string {
  const { interfaces, region, serviceType, serviceName } = wanted;
  const fail = (message: string) => new SiteError(site, `site ${site}: ${message}`);
  const ofType = catalog.filter(({ type }) => (serviceType === undefined ? usualTypes.includes(type) : type === serviceType));
  const services = ofType.filter(({ name }) => serviceName === undefined || name === serviceName);
  if (ofType.length > 0 && services.length === 0)
    throw fail(
      `its catalog has no network service named "${serviceName}"; there are ${ofType.map(({ name }) => name ?? "one without a name").join(", ")}`,
    );
  if (services.length === 0) {
    const types = catalog.map(({ type }) => type).join(", ");
    throw fail(
      `its catalog has no network service${serviceType === undefined ? "" : ` of type "${serviceType}"`}${types === "" ? ": it is empty, which is so for a token without a project" : `, only ${types}`}; or set network_endpoint_override`,
    );
  }
  const endpoints = services.flatMap((service) => service.endpoints);
  const here = endpoints.filter((endpoint) => region === undefined || endpoint.region === region);
  if (here.length === 0) {
    const regions = [...new Set(endpoints.flatMap((endpoint) => endpoint.region ?? []))].join(", ");
    throw fail(`its catalog has no network endpoint in region "${region}"; there are ${regions || "none"}`);
  }
  for (const kind of interfaces) {
    const found = here.find((endpoint) => endpoint.interface === kind);
    if (found !== undefined) return found.url;
  }
  const offered = [...new Set(here.map((endpoint) => endpoint.interface))].join(", ");
  throw fail(
    `its catalog has no ${interfaces.join(" or ")} network endpoint${region === undefined ? "" : ` in region "${region}"`}; there are ${offered}`,
  );
}
