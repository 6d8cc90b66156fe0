// SPDX-License-Identifier: Apache-2.0
// Can every remote MAC entry that follows from the hosts be made, and is it true?
import { show } from "../../../provider/values";
import type { Findings, Path } from "../finding";
import { pathText } from "../finding";
import type { Member, Mesh, Segment } from "../model/mesh";
import { textOf } from "../model/reading";

interface Host {
  readonly site: string;
  readonly segment: string;
  readonly path: Path;
}

export function hostRules(mesh: Mesh, findings: Findings): void {
  const hosts = hostsOf(mesh, findings);
  networksTwice(mesh, findings);
  for (const segment of mesh.segments.values()) {
    for (const member of segment.at.values()) {
      tunnels(member, findings);
      remoteMacs(member, segment, mesh, hosts, findings);
    }
    sharedNeutron(segment, findings);
  }
}

/** Where each listed MAC address is. networking-midonet@1dcb2d2 midonet/neutron/db/gateway_device.py#L149-L150: a remote MAC is unique in the whole Neutron, so a host in two places or segments could not be told to a third site. */
function hostsOf({ segments }: Mesh, findings: Findings): Map<string, Host> {
  const hosts = new Map<string, Host>();
  for (const segment of segments.values())
    for (const { site, path, draft } of segment.at.values()) {
      if (!Array.isArray(draft.hosts)) continue;
      for (const [index, host] of draft.hosts.entries()) {
        const mac = textOf(host);
        if (mac === undefined) continue;
        const at = [...path, "hosts", index];
        const other = hosts.get(mac);
        if (other === undefined) hosts.set(mac, { site: site.name, segment: segment.name, path: at });
        else if (other.site === site.name && other.segment === segment.name)
          findings.warn("mac-twice", at, `${mac} is listed at ${pathText(other.path)} already. Leave one out`);
        else
          findings.error(
            "mac-twice",
            at,
            `${mac} is at ${pathText(other.path)} too: a host is at one site and in one segment, as every Neutron takes one remote MAC entry for each address. Keep one`,
          );
      }
    }
  return hosts;
}

function tunnels({ site, path, draft }: Member, findings: Findings): void {
  if (site.type !== "network_vlan") return;
  const rule = `site ${show(site.name)} has a device of type network_vlan, which has no tunnel`;
  if (draft.hosts !== undefined)
    findings.error("no-tunnel", [...path, "hosts"], `${rule}: no other site could point to hosts there. Leave them out`);
  if (draft.remoteMacs !== undefined)
    findings.error("no-tunnel", [...path, "remoteMacs"], `${rule} and no remote MAC entries. Leave them out`);
}

function remoteMacs(
  { site, path, draft }: Member,
  segment: Segment,
  mesh: Mesh,
  hosts: ReadonlyMap<string, Host>,
  findings: Findings,
): void {
  const seen = new Map<string, Path>();
  for (const [index, entry] of (draft.remoteMacs ?? []).entries()) {
    const at = [...path, "remoteMacs", index];
    const vtep = textOf(entry?.vtepAddress);
    const mac = textOf(entry?.macAddress);
    const partners = segment.links.partnersOf(site.name).flatMap((name) => segment.at.get(name)?.site ?? []);
    // Of a site whose tunnel address comes later nothing can be said now.
    const allKnown = partners.every((partner) => textOf(partner.draft.tunnelIp) !== undefined);
    if (vtep !== undefined && allKnown && !partners.some((partner) => partner.draft.tunnelIp === vtep)) {
      const holder = [...mesh.sites.values()].find((one) => one.draft.tunnelIp === vtep);
      const what =
        holder === undefined
          ? "the tunnel address of no site of the mesh"
          : `the tunnel address of site ${show(holder.name)}, which is not linked with ${show(site.name)} here`;
      const choice = partners.map((partner) => `${String(partner.draft.tunnelIp)} (${partner.name})`).join(", ");
      findings.error(
        "remote-mac",
        [...at, "vtepAddress"],
        `${vtep} is ${what}; there are ${choice || "no linked sites"}. Give the address of the site where the host is`,
      );
    }
    if (mac === undefined) continue;
    const host = hosts.get(mac);
    const twice = seen.get(mac) ?? host?.path;
    if (twice !== undefined)
      findings.error(
        "mac-twice",
        [...at, "macAddress"],
        `${mac} is at ${pathText(twice)} already, from which its entries follow. Keep one`,
      );
    seen.set(mac, at);
  }
}

/** Two entries for one site: a host that both could see would need two remote MAC entries in one Neutron. */
function sharedNeutron(segment: Segment, findings: Findings): void {
  const homes = new Map<string, Member[]>();
  for (const member of segment.at.values()) homes.set(member.site.home, [...(homes.get(member.site.home) ?? []), member]);
  for (const [home, members] of homes) {
    for (const [index, first] of members.entries())
      for (const second of members.slice(index + 1)) {
        const third = [...segment.at.values()].find(
          ({ site, draft }) =>
            draft.hosts !== undefined &&
            segment.links.isLinked(site.name, first.site.name) &&
            segment.links.isLinked(site.name, second.site.name),
        );
        if (third !== undefined)
          findings.error(
            "remote-mac-per-site",
            second.path,
            `is at ${show(home)} as ${show(first.site.name)} is, and both are linked with ${show(third.site.name)}, which has hosts: a Neutron takes one remote MAC entry for each address. Link one of the two only, or keep one`,
          );
      }
  }
}

function networksTwice({ segments }: Mesh, findings: Findings): void {
  const holders = new Map<string, { readonly path: Path; readonly segment: string }>();
  for (const { name: segment, at } of segments.values())
    for (const { site, path, draft } of at.values()) {
      const network = textOf(draft.network);
      if (network === undefined) continue;
      const key = JSON.stringify([site.home, network]);
      const holder = holders.get(key);
      if (holder === undefined) {
        holders.set(key, { path, segment });
        continue;
      }
      const joined = holder.segment === segment ? "the segment with itself, in a loop" : "the two segments";
      findings.error(
        "network-twice",
        [...path, "network"],
        `${show(network)} is the network of ${pathText(holder.path)} too, which would join ${joined}. Give each its own`,
      );
    }
}
