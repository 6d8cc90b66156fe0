// SPDX-License-Identifier: Apache-2.0
import { suggestion } from "../didYouMean";
import { authConfig } from "./authConfig";
import type { Entry } from "./entry";
import { Fields } from "./fields";
import type { SiteConfig } from "./siteConfig";

/** Requests to one site at a time. One Neutron serves no more of them at 16 than at 1 (domain.md, speed), a balanced one somewhat more. */
export const defaultConcurrency = 8;

/** Makes one validated configuration of what all places say about a site. @throws SiteError */
export function validate(site: string, source: string, entry: Entry): SiteConfig {
  const fields = new Fields(site, source, entry);
  const auth = authConfig(fields);
  const [endpoint] = ["network_endpoint_override", "network_endpoint", "endpoint_override", "auth.endpoint"].flatMap(
    (key) => fields.url(key) ?? [],
  );
  if (endpoint === undefined && auth.type !== "keystone" && auth.type !== "oidc")
    throw fields.fail(`endpoint is missing: auth type ${auth.type} has no catalog that would say where Neutron is`);
  const insecure = fields.flag("insecure") ?? false;
  const region = fields.text("network_region_name") ?? fields.text("region_name");
  const cacert = fields.text("cacert");
  const cert = fields.text("cert");
  const key = fields.secret("key");
  const seconds = fields.wholeNumber("network_timeout", 1, 3600) ?? fields.wholeNumber("api_timeout", 1, 3600);
  const serviceType = fields.text("network_service_type");
  const serviceName = fields.text("network_service_name");
  return {
    name: site,
    source,
    auth,
    ...(endpoint === undefined ? {} : { endpoint: withoutVersion(endpoint) }),
    ...(region === undefined ? {} : { region }),
    interfaces: interfacesOf(fields),
    // openstacksdk 4.22.0 openstack/config/cloud_region.py, get_requests_verify_args: the less secure one wins.
    verify: !insecure && (fields.flag("verify") ?? true),
    ...(cacert === undefined ? {} : { cacert }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(seconds === undefined ? {} : { timeoutMs: seconds * 1000 }),
    ...(serviceType === undefined ? {} : { serviceType }),
    ...(serviceName === undefined ? {} : { serviceName }),
    concurrency: fields.wholeNumber("concurrency", 1, 256) ?? defaultConcurrency,
  };
}

/** Takes the version and slashes off the end of a network endpoint. */
export function withoutVersion(endpoint: string): string {
  return endpoint
    .replace(/\/+$/, "")
    .replace(/\/v2(\.0)?$/, "")
    .replace(/\/+$/, "");
}

const interfaces = ["public", "internal", "admin"];

function interfacesOf(fields: Fields): string[] {
  const key = fields.has("network_interface") ? "network_interface" : "interface";
  const names = fields.list(key) ?? ["public"];
  const known = (name: string) => name.toLowerCase().replace(/url$/, "");
  const unknown = names.find((name) => !interfaces.includes(known(name)));
  if (unknown !== undefined)
    throw fields.fail(`${key} "${unknown}" is not valid: use public, internal or admin${suggestion(unknown, interfaces)}`);
  return names.map(known);
}
