// SPDX-License-Identifier: Apache-2.0
import type { SubnetRow } from "../../../provider/client/rows";
import type { Site as OpenSite } from "../../../provider/client/site";
import type { Findings, Path } from "../finding";
import type { Member, Mesh, Site } from "../model/mesh";
import { isId, textOf } from "../model/reading";

interface Subnets {
  readonly site: string;
  readonly path: Path;
  readonly rows: readonly SubnetRow[];
}

/** A segment is one IP subnet over all its sites, so its addresses are given out nowhere twice, and no site's router is the gateway of all. */
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

function sameEverywhere(found: readonly Subnets[], findings: Findings): void {
  const [first, ...others] = found.filter(({ rows }) => rows.length > 0);
  if (first === undefined) return;
  for (const other of others)
    if (cidrs(other) !== cidrs(first))
      findings.error(
        "cidr",
        other.path,
        `has the subnets ${cidrs(other)} at site ${other.site}, and ${cidrs(first)} at site ${first.site}: a segment has the same at all its sites. Change one of them`,
      );
}

const cidrs = ({ rows }: Subnets): string =>
  rows
    .map(({ cidr }) => cidr)
    .sort()
    .join(", ");

function shared({ path, rows, site }: Subnets, findings: Findings): void {
  for (const { id, cidr, gateway_ip: gateway, enable_dhcp: dhcp } of rows) {
    if (gateway !== undefined)
      findings.warn(
        "subnet",
        path,
        `subnet ${id} (${cidr}) of site ${site} has the gateway address ${gateway}, which hosts at other sites would meet too. A shared subnet is made with --gateway none`,
      );
    if (dhcp === true)
      findings.warn(
        "subnet",
        path,
        `subnet ${id} (${cidr}) of site ${site} has DHCP on, and would answer hosts at other sites. A shared subnet is made with --no-dhcp`,
      );
  }
}
