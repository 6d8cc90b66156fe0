// SPDX-License-Identifier: Apache-2.0
import { suggestion } from "../didYouMean";
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
  const fail = (message: string) => new SiteError(site, `site ${site}: the catalog has ${message}`);
  const ofType = catalog.filter(({ type }) => (serviceType === undefined ? usualTypes.includes(type) : type === serviceType));
  const services = ofType.filter(({ name }) => serviceName === undefined || name === serviceName);
  if (ofType.length > 0 && services.length === 0)
    throw fail(
      `no network service named ${notAmong(
        serviceName ?? "",
        "network service",
        ofType.flatMap(({ name }) => name ?? []),
      )}`,
    );
  if (services.length === 0) {
    const types = [...new Set(catalog.map(({ type }) => type))];
    if (types.length === 0) throw fail("no services, as for a token without a project. Set a project, or network_endpoint_override");
    throw fail(
      serviceType === undefined
        ? `no network service, only ${types.join(", ")}. Set network_service_type or network_endpoint_override`
        : `no service of type ${notAmong(serviceType, "service type", types)}`,
    );
  }
  const endpoints = services.flatMap((service) => service.endpoints);
  const here = endpoints.filter((endpoint) => region === undefined || endpoint.region === region);
  if (here.length === 0)
    throw fail(
      `no network endpoint in region ${notAmong(
        region ?? "",
        "region",
        endpoints.flatMap((endpoint) => endpoint.region ?? []),
      )}`,
    );
  for (const kind of interfaces) {
    const found = here.find((endpoint) => endpoint.interface === kind);
    if (found !== undefined) return found.url;
  }
  const offered = [...new Set(here.map((endpoint) => endpoint.interface))].join(", ");
  throw fail(
    `no ${interfaces.join(" or ")} network endpoint${region === undefined ? "" : ` in region "${region}"`}, only ${offered}. Set interface to one of these`,
  );
}

/** `"sout". Did you mean "south"? Valid regions: east, south`. */
function notAmong(wanted: string, what: string, names: readonly string[]): string {
  const valid = [...new Set(names)].join(", ");
  const near = suggestion(wanted, names);
  return `"${wanted}"${near === "" ? "." : near} Valid ${what}s: ${valid || "none"}`;
}
