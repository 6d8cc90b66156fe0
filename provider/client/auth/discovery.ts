// SPDX-License-Identifier: Apache-2.0
import { repeat } from "../attempts";
import { withoutVersion } from "../config/validate";
import { SiteError } from "../errors";
import { isRecord, parse } from "../http/answers";
import { newRequestId, type SiteHttp } from "../http/siteHttp";
import type { Login } from "./login";

/**
 * Network endpoint without version, from the URL that the catalog has. A URL that ends in a version is believed; else the versions are asked for, in one
 * request. Where that is not answered with a list of versions, the catalog's URL stands, as keystoneauth has it: some proxies close the root.
 * @throws SiteError where there is no version 2
 */
export async function discover(http: SiteHttp, catalogUrl: string, login: Login, scale: number): Promise<string> {
  if (!URL.canParse(catalogUrl))
    throw new SiteError(http.site, `site ${http.site}: its catalog's network endpoint is not a URL: ${catalogUrl}`);
  const bare = withoutVersion(catalogUrl);
  if (bare !== catalogUrl.replace(/\/+$/, "")) return bare;
  const url = `${bare}/`;
  const call = { method: "GET", url, path: "/", requestId: newRequestId(), timeoutMs: 60_000, headers: login.headers } as const;
  const outcome = await repeat("GET", scale, http.interrupted, (attempt) => http.attempt({ ...call, attempt }));
  if ("givenUp" in outcome) {
    const { status, reason } = outcome.givenUp.last.exchange;
    if (status !== undefined) return bare;
    throw new SiteError(http.site, `site ${http.site} cannot be reached: ${reason}`);
  }
  const versions = versionsOf(outcome.result.text);
  if (versions === undefined) return bare;
  const second = versions.find(({ id }) => /^v2(\.|$)/.test(id));
  if (second === undefined)
    throw new SiteError(
      http.site,
      `site ${http.site}: ${bare} speaks ${versions.map(({ id }) => id).join(", ") || "no version"}, but Neutron's API is v2.0`,
    );
  return linked(bare, second.href) ?? bare;
}

/** What a version's link says, where it is on the catalog's own host. Behind a proxy a server often names itself by a host, or without a prefix, that cannot be used from here. */
function linked(bare: string, href: string | undefined): string | undefined {
  if (href === undefined || !URL.canParse(href, `${bare}/`)) return undefined;
  const target = new URL(href, `${bare}/`);
  const origin = new URL(bare);
  return target.host === origin.host ? origin.origin + withoutVersion(target.pathname) : undefined;
}

interface Version {
  readonly id: string;
  readonly href?: string;
}

function versionsOf(text: string): Version[] | undefined {
  const parsed = parse(text);
  if (!parsed.ok || !isRecord(parsed.value) || !Array.isArray(parsed.value.versions)) return undefined;
  return parsed.value.versions.flatMap((version: unknown) => {
    if (!isRecord(version) || typeof version.id !== "string") return [];
    const links = Array.isArray(version.links) ? version.links.filter(isRecord) : [];
    const href = links.find(({ rel }) => rel === "self")?.href;
    return [{ id: version.id, ...(typeof href === "string" ? { href } : {}) }];
  });
}
