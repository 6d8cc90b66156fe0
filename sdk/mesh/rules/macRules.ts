// SPDX-License-Identifier: Apache-2.0
// The rule that each Neutron has at most one remote MAC entry for each address.
import { show } from "../../../provider/kinds/values";
import type { Findings, Path } from "../finding";
import { pathText } from "../finding";
import { type MemberOf, type Mesh, membersOf, type Site } from "../model/mesh";
import { textOf } from "../model/reading";
import { hasTunnel } from "../plan";
import { noHost } from "./addresses";

/** A value from which remote MAC entries for one address follow. */
interface Source extends MemberOf {
  readonly path: Path;
  /** True for an element of `hosts`, false for one of `remoteMacs`. */
  readonly isHost: boolean;
}

/**
 * networking-midonet@1dcb2d2 midonet/neutron/db/gateway_device.py#L149-L150: a remote MAC address is unique in the whole Neutron.
 * An address may therefore be listed several times if no Neutron gets two of the entries that follow.
 */
export function macRules(mesh: Mesh, findings: Findings): void {
  for (const [mac, sources] of sourcesOf(mesh)) if (sources.length > 1) entriesOf(mac, sources, findings);
}

/** The sources of each address: hosts first, as entries for them follow from the topology as a whole. */
function sourcesOf(mesh: Mesh): Map<string, Source[]> {
  const sources = new Map<string, Source[]>();
  const add = (mac: string, source: Source) => {
    const known = sources.get(mac);
    if (known === undefined) sources.set(mac, [source]);
    else known.push(source);
  };
  const members = membersOf(mesh);
  for (const of of members) {
    const { hosts } = of.member.draft;
    for (const [index, host] of (Array.isArray(hosts) ? hosts : []).entries()) {
      const mac = textOf(host);
      if (mac !== undefined && noHost(mac) === undefined) add(mac, { ...of, path: [...of.member.path, "hosts", index], isHost: true });
    }
  }
  for (const of of members) {
    // A device without a tunnel has no entries. hostRules.ts rejects them.
    if (!hasTunnel(of.member.site.type)) continue;
    for (const [index, entry] of (of.member.draft.remoteMacs ?? []).entries()) {
      const mac = textOf(entry?.macAddress);
      if (mac !== undefined) add(mac, { ...of, path: [...of.member.path, "remoteMacs", index, "macAddress"], isHost: false });
    }
  }
  return sources;
}

function entriesOf(mac: string, sources: readonly Source[], findings: Findings): void {
  /** By the name that stands for a Neutron: what it gets an entry from, and at which of its sites. */
  const holders = new Map<string, { readonly source: Source; readonly site: Site }>();
  const earlier: Source[] = [];
  for (const source of sources) {
    const twin = source.isHost ? earlier.find((other) => isSameMember(source, other)) : undefined;
    if (twin !== undefined) {
      findings.warn("mac-twice", source.path, `${mac} is already listed at ${pathText(twin.path)}. Remove one of the two.`);
      continue;
    }
    const receivers = receiversOf(source);
    const clashes = receivers.flatMap((site) => {
      const holder = holders.get(site.neutron);
      return holder === undefined ? [] : [{ ...holder, names: [...new Set([holder.site.home, site.home])] }];
    });
    const other = clashes[0]?.source;
    if (other !== undefined) {
      findings.error(
        "mac-twice",
        source.path,
        `${mac} is also listed at ${pathText(other.path)}. ${neutrons(clashes.map(({ names }) => names.map(show).join(" and ")))} would need two remote MAC entries for it, and a Neutron accepts one entry for each MAC address. ${advice(source, other)}`,
      );
    } else if (source.isHost) linkedTwin(mac, source, earlier, findings);
    for (const site of receivers) if (!holders.has(site.neutron)) holders.set(site.neutron, { source, site });
    earlier.push(source);
  }
}

/** Two linked sites that both list an address are each told that it is at the other one. No Neutron refuses that, but one of the two is most often a mistake. */
function linkedTwin(mac: string, { segment, member, path }: Source, earlier: readonly Source[], findings: Findings): void {
  const other = earlier.find(
    (one) => one.isHost && one.segment === segment && segment.links.isLinked(one.member.site.name, member.site.name),
  );
  if (other === undefined) return;
  findings.warn(
    "mac-twice",
    path,
    `${mac} is also listed at ${pathText(other.path)}, so each of these two sites gets a remote MAC entry for an address that it has itself. ${ANYCAST}`,
  );
}

const isSameMember = (a: Source, b: Source): boolean => a.segment === b.segment && a.member.site === b.member.site;

/** The sites that get an entry from a source, one for each Neutron. */
function receiversOf({ segment, member: { site }, isHost }: Source): Site[] {
  if (!isHost) return [site];
  if (!hasTunnel(site.type)) return [];
  const partners = segment.links.partnersOf(site.name).flatMap((name): Site[] => {
    const partner = segment.at.get(name)?.site;
    return partner !== undefined && hasTunnel(partner.type) ? [partner] : [];
  });
  return partners.filter(({ neutron }, index) => partners.findIndex((one) => one.neutron === neutron) === index);
}

function neutrons(homes: readonly string[]): string {
  const [first, ...others] = homes;
  if (others.length === 0) return `The Neutron of ${first}`;
  const named = homes.slice(0, 3).join(", ");
  return `The Neutrons of ${named}${homes.length > 3 ? ` and ${homes.length - 3} more sites` : ""}`;
}

const ANYCAST =
  "Remove it at one of the sites. If each site has the address itself, as with an anycast gateway, remove it at all of them: it needs no remote MAC entry.";

function advice(source: Source, other: Source): string {
  if (!source.isHost || !other.isHost) return "Remove one of the two.";
  if (source.segment === other.segment) return ANYCAST;
  return "Remove one of the two, or link the two segments to different Neutrons.";
}
