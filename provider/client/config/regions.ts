// SPDX-License-Identifier: Apache-2.0
import { SiteError } from "../errors";
import { isRecord } from "../http/answers";
import type { Entry, Layer } from "./entry";

/** What the chosen one of the entry's `regions` says; the first of them where none is named. @throws SiteError for a region that is not in the list */
export function regionLayer(site: string, entry: Entry): Layer | undefined {
  const listed = entry.get("regions");
  if (!Array.isArray(listed) || listed.length === 0) return firstOfSeveral(entry);
  const source = entry.source("regions") ?? "";
  const regions = listed.map((region: unknown) => {
    if (isRecord(region) && typeof region.name === "string")
      return { name: region.name, values: isRecord(region.values) ? region.values : {} };
    if (typeof region === "string") return { name: region, values: {} };
    throw new SiteError(site, `site ${site} (${source}): each of regions has to be a name, or a mapping with name and values`);
  });
  const wanted = entry.get("region_name");
  const chosen = wanted === undefined ? regions[0] : regions.find(({ name }) => name === wanted);
  if (chosen === undefined)
    throw new SiteError(
      site,
      `site ${site} (${source}): region ${typeof wanted === "string" ? `"${wanted}"` : "(not a text)"} is not among its regions: ${regions.map(({ name }) => name).join(", ")}`,
    );
  return { source: `${source} (region ${chosen.name})`, values: { ...chosen.values, region_name: chosen.name } };
}

/** The old way to write a list of regions, `region_name: east,west`: the first one is meant. openstacksdk 4.22.0 openstack/config/loader.py, _get_known_regions. */
function firstOfSeveral(entry: Entry): Layer | undefined {
  const written = entry.get("region_name");
  // What is neither a list nor a text is refused where the region is read.
  const [first, ...others]: unknown[] = Array.isArray(written) ? written : typeof written === "string" ? written.split(",") : [];
  if (others.length === 0 && !Array.isArray(written)) return undefined;
  return { source: entry.source("region_name") ?? "", values: { region_name: first } };
}
