// SPDX-License-Identifier: Apache-2.0

import { abbreviated } from "../../../provider/client/didYouMean";
import type { SubnetRow } from "../../../provider/client/rows";
import type { Site as OpenSite } from "../../../provider/client/site";
import { canonicalIp } from "../../../provider/kinds/values";
import type { Findings, Path } from "../finding";
import type { Member, Mesh, Site } from "../model/mesh";
import { isId, textOf } from "../model/reading";

interface Subnets {
  readonly site: string;
  readonly path: Path;
  readonly rows: readonly SubnetRow[];
}

/** Checks the subnets of a segment, which is one IP subnet at all its sites: the sites must share it, and it must have no gateway address and no DHCP at a single site. */
export async function subnetRules(mesh: Mesh, of: (site: Site) => Promise<OpenSite | undefined>, findings: Findings): Promise<void> {
  // All at once: what is asked of one site at the same time shares a request.
  const segments = [...mesh.segments.values()].map(({ at }) => Promise.all([...at.values()].map((member) => subnetsOf(member, of))));
  for (const members of await Promise.all(segments)) {
    const found = members.flat();
    sameEverywhere(found, findings);
    for (const subnets of found) shared(subnets, findings);
  }
}

async function subnetsOf({ site, path, draft }: Member, of: (site: Site) => Promise<OpenSite | undefined>): Promise<Subnets[]> {
  const network = textOf(draft.network);
  const at = await of(site);
  if (at === undefined || network === undefined || !isId(network)) return [];
  return [{ site: site.name, path: [...path, "network"], rows: await at.subnets.where("network_id", network) }];
}

/** The subnets that all sites of a segment have in common are stretched. For each IP family two sites need one in common; any other is a warning. */
function sameEverywhere(found: readonly Subnets[], findings: Findings): void {
  const sites = found
    .filter(({ rows }) => rows.length > 0)
    .map((subnets) => ({ ...subnets, cidrs: new Set(subnets.rows.map(canonicalCidr).sort()) }));
  for (const [index, here] of sites.entries()) {
    const apart = sites
      .slice(0, index)
      .flatMap((other) => FAMILIES.flatMap((family) => (nothingInCommon(here, other, family) ? [{ other, family }] : [])))[0];
    if (apart !== undefined) {
      const [mine, others] = [here, apart.other].map((one) => `${ofFamily(one, apart.family).join(", ")} at site ${one.site}`);
      findings.error(
        "cidr",
        here.path,
        `the ${apart.family} subnets are ${mine} and ${others}, and none is at both sites. A segment is one IP subnet at all its sites: change one of the two.`,
      );
      continue;
    }
    const extra = [...here.cidrs].filter((cidr) => !sites.every(({ cidrs }) => cidrs.has(cidr))).sort();
    const others = sites.filter((other) => other !== here && extra.some((cidr) => !other.cidrs.has(cidr))).map(({ site }) => site);
    if (extra.length > 0 && !sites.some((other) => FAMILIES.some((family) => nothingInCommon(here, other, family))))
      findings.warn(
        "cidr",
        here.path,
        `site ${here.site} has the subnets ${extra.join(", ")}, which are not at ${abbreviated(others, 5)}. Hosts there need an address in a subnet that all sites of the segment have.`,
      );
  }
}

const FAMILIES = ["IPv4", "IPv6"] as const;
type Family = (typeof FAMILIES)[number];
type Cidrs = Subnets & { readonly cidrs: ReadonlySet<string> };

const ofFamily = ({ cidrs }: Cidrs, family: Family): string[] =>
  [...cidrs].filter((cidr) => cidr.includes(":") === (family === "IPv6")).sort();

function nothingInCommon(one: Cidrs, other: Cidrs, family: Family): boolean {
  const [mine, others] = [ofFamily(one, family), ofFamily(other, family)];
  return mine.length > 0 && others.length > 0 && !mine.some((cidr) => others.includes(cidr));
}

function canonicalCidr({ cidr }: SubnetRow): string {
  const [address = "", length] = cidr.split("/");
  return `${canonicalIp(address) ?? address}/${length}`;
}

function shared({ path, rows, site }: Subnets, findings: Findings): void {
  for (const { id, cidr, gateway_ip: gateway, enable_dhcp: dhcp } of rows) {
    if (gateway !== undefined)
      findings.warn(
        "subnet",
        path,
        `subnet ${id} (${cidr}) of site ${site} has the gateway address ${gateway}, which hosts at other sites would use too. Create a stretched subnet with --gateway none.`,
      );
    if (dhcp === true)
      findings.warn(
        "subnet",
        path,
        `subnet ${id} (${cidr}) of site ${site} has DHCP enabled, which would answer hosts at other sites. Create a stretched subnet with --no-dhcp.`,
      );
  }
}
