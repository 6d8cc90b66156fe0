// SPDX-License-Identifier: Apache-2.0
import type { DraftLinks } from "./fields";

/** The pairs of sites of a segment that have a tunnel. */
export class LinkSet {
  /** @param partners linked sites by site. `undefined` means a full mesh, which is not stored, because 200 sites have 19,900 links. */
  private constructor(
    private readonly members: readonly string[],
    private readonly partners: ReadonlyMap<string, ReadonlySet<string>> | undefined,
  ) {}

  /** The links between these sites. */
  static of(links: DraftLinks | undefined, members: readonly string[]): LinkSet {
    if (links === undefined || links === "fullMesh") return new LinkSet(members, undefined);
    const partners = new Map(members.map((name) => [name, new Set<string>()]));
    const join = (a: string | undefined, b: string | undefined) => {
      if (a === undefined || b === undefined || a === b || !partners.has(a) || !partners.has(b)) return;
      partners.get(a)?.add(b);
      partners.get(b)?.add(a);
    };
    if (Array.isArray(links)) for (const pair of links) join(pair?.[0], pair?.[1]);
    else for (const hub of links.hubs ?? []) for (const member of members) join(hub, member);
    return new LinkSet(members, partners);
  }

  /** True if two sites have a tunnel. */
  isLinked(a: string, b: string): boolean {
    return a !== b && (this.partners === undefined || this.partners.get(a)?.has(b) === true);
  }

  /** The sites that a site is linked to, in the order of the segment's sites. */
  partnersOf(site: string): string[] {
    return this.members.filter((other) => this.isLinked(site, other));
  }

  /** All links, without duplicates. */
  pairs(): Array<readonly [string, string]> {
    return this.members.flatMap((a, index) => this.members.slice(index + 1).flatMap((b) => (this.isLinked(a, b) ? [[a, b] as const] : [])));
  }

  /** The groups of sites without links between them. A single group means that all sites are connected. */
  islands(): string[][] {
    if (this.partners === undefined) return this.members.length === 0 ? [] : [[...this.members]];
    const left = new Set(this.members);
    const groups: string[][] = [];
    for (const start of this.members) {
      if (!left.delete(start)) continue;
      const group = [start];
      for (const site of group) for (const partner of this.partners.get(site) ?? []) if (left.delete(partner)) group.push(partner);
      groups.push(group.sort());
    }
    return groups;
  }
}
