// SPDX-License-Identifier: Apache-2.0
// Rules for hosts and remote MAC entries: each entry must be possible and correct.
import { show } from "../../../provider/kinds/values";
import type { Findings, Path } from "../finding";
import { pathText } from "../finding";
import { type Member, type Mesh, type Segment, type Site, sameNeutron } from "../model/mesh";
import { textOf } from "../model/reading";
import { hasTunnel } from "../plan";
import { noHost, noTunnelEnd, plainIp } from "./addresses";
import { macRules } from "./macRules";

export function hostRules(mesh: Mesh, findings: Findings): void {
  networksTwice(mesh, findings);
  for (const segment of mesh.segments.values()) {
    for (const member of segment.at.values()) {
      hosts(member, findings);
      tunnels(member, findings);
      toldToNobody(member, segment, findings);
      remoteMacs(member, segment, mesh, findings);
    }
    sharedNeutron(segment, findings);
  }
  macRules(mesh, findings);
}

function hosts({ path, draft }: Member, findings: Findings): void {
  if (!Array.isArray(draft.hosts)) return;
  for (const [index, host] of draft.hosts.entries()) {
    const mac = textOf(host);
    const wrong = mac === undefined ? undefined : noHost(mac);
    if (wrong !== undefined) findings.error("address", [...path, "hosts", index], wrong);
  }
}

function tunnels({ site, path, draft }: Member, findings: Findings): void {
  if (site.type !== "network_vlan") return;
  const rule = `site ${show(site.name)} has a device of type network_vlan, which has no tunnel`;
  if (draft.hosts !== undefined)
    findings.error("no-tunnel", [...path, "hosts"], `${rule}, so no remote MAC entry can point to hosts there. Remove "hosts".`);
  if (draft.remoteMacs !== undefined)
    findings.error("no-tunnel", [...path, "remoteMacs"], `${rule} and no remote MAC entries. Remove "remoteMacs".`);
}

/** Right where another network carries the VLAN on, but no remote MAC entry can point from or to there: hosts are listed for nothing. */
function toldToNobody({ site, path, draft }: Member, { links, at }: Segment, findings: Findings): void {
  if (!mayHaveHosts(draft) || !hasTunnel(site.type)) return;
  const partners = links.partnersOf(site.name).flatMap((name) => at.get(name)?.site ?? []);
  if (partners.length === 0 || partners.some((partner) => hasTunnel(partner.type))) return;
  findings.warn(
    "no-tunnel",
    [...path, "hosts"],
    `no remote MAC entry can be created for these hosts: no site that is linked with ${show(site.name)} here has a tunnel (${partners.map(({ name }) => show(name)).join(", ")}: network_vlan). Remove "hosts", or link a site that has a tunnel.`,
  );
}

/** True if the site may have hosts. `ports` may contain some at any time. */
const mayHaveHosts = ({ hosts }: Member["draft"]): boolean => hosts === "ports" || hosts?.some((host) => host !== undefined) === true;

function remoteMacs({ site, path, draft }: Member, segment: Segment, mesh: Mesh, findings: Findings): void {
  // A device without a tunnel already has its own finding.
  if (!hasTunnel(site.type)) return;
  for (const [index, entry] of (draft.remoteMacs ?? []).entries()) {
    const at = [...path, "remoteMacs", index];
    const given = textOf(entry?.vtepAddress);
    const wrong = given === undefined ? undefined : noTunnelEnd(given);
    if (wrong !== undefined) findings.error("address", [...at, "vtepAddress"], wrong);
    const vtep = wrong === undefined ? given : undefined;
    const partners = segment.links.partnersOf(site.name).flatMap((name) => segment.at.get(name)?.site ?? []);
    // Of a site whose tunnel address comes later nothing can be said now.
    const allKnown = partners.every((partner) => textOf(partner.draft.tunnelIp) !== undefined);
    if (vtep !== undefined && allKnown && !partners.some(hasAddress(vtep))) {
      const holder = [...mesh.sites.values()].find(hasAddress(vtep));
      const whose =
        holder === undefined
          ? ""
          : ` It is the tunnel address of site ${show(holder.name)}, which is not linked with ${show(site.name)} here.`;
      const choice = partners.map((partner) => `${partner.name} (${String(partner.draft.tunnelIp)})`).join(", ");
      findings.error(
        "remote-mac",
        [...at, "vtepAddress"],
        `${vtep} is not the tunnel address of any linked site.${whose} Linked sites: ${choice || "none"}.`,
      );
    }
  }
}

const hasAddress =
  (address: string) =>
  ({ draft }: Site): boolean =>
    plainIp(textOf(draft.tunnelIp) ?? "") === plainIp(address);

/** Two entries for one site: a host that both could see would need two remote MAC entries in one Neutron. */
function sharedNeutron(segment: Segment, findings: Findings): void {
  const neutrons = new Map<string, Member[]>();
  // A device without a tunnel has no entries.
  for (const member of segment.at.values())
    if (hasTunnel(member.site.type)) neutrons.set(member.site.neutron, [...(neutrons.get(member.site.neutron) ?? []), member]);
  for (const members of neutrons.values()) {
    for (const [index, first] of members.entries())
      for (const second of members.slice(index + 1)) {
        const third = [...segment.at.values()].find(
          ({ site, draft }) =>
            mayHaveHosts(draft) &&
            hasTunnel(site.type) &&
            segment.links.isLinked(site.name, first.site.name) &&
            segment.links.isLinked(site.name, second.site.name),
        );
        if (third !== undefined)
          findings.error(
            "remote-mac-per-site",
            second.path,
            `is at ${show(second.site.home)} as ${show(first.site.name)} is${sameNeutron(first.site, second.site)}, and both are linked with ${show(third.site.name)}, which has hosts: a Neutron takes one remote MAC entry for each address. Link one of the two only, or keep one`,
          );
      }
  }
}

function networksTwice({ segments }: Mesh, findings: Findings): void {
  const holders = new Map<string, { readonly path: Path; readonly segment: string; readonly site: Site }>();
  for (const { name: segment, at } of segments.values())
    for (const { site, path, draft } of at.values()) {
      const network = textOf(draft.network);
      if (network === undefined) continue;
      const key = JSON.stringify([site.neutron, network]);
      const holder = holders.get(key);
      if (holder === undefined) {
        holders.set(key, { path, segment, site });
        continue;
      }
      const problem = holder.segment === segment ? "connect the segment with itself, in a loop" : "connect the two segments";
      findings.error(
        "network-twice",
        [...path, "network"],
        `${show(network)} is also the network at ${pathText(holder.path)}, which would ${problem}. Name another network.`,
      );
    }
}
