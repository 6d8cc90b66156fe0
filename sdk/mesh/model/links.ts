// SPDX-License-Identifier: Apache-2.0
import type { DraftLinks } from "./fields";

/** Between which sites of a segment there are tunnels. */
export class LinkSet {
  /** @param partners of each site; absent: every two sites are linked, which is not written out, as 200 sites have 19,900 links */
  private constructor(
    private readonly members: readonly string[],
    private readonly partners: ReadonlyMap<string, ReadonlySet<string>> | undefined,
  ) {}

  /** The links of the mesh, or of a segment, that join these sites. */
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

  isLinked(a: string, b: string): boolean {
    return a !== b && (this.partners === undefined || this.partners.get(a)?.has(b) === true);
  }

  /** The sites that this one is linked to, in the order of the members. */
  partnersOf(site: string): string[] {
    return this.members.filter((other) => this.isLinked(site, other));
  }

  /** Each link once. */
  pairs(): Array<readonly [string, string]> {
    return this.members.flatMap((a, index) => this.members.slice(index + 1).flatMap((b) => (this.isLinked(a, b) ? [[a, b] as const] : [])));
  }

  /** The groups of sites that links join; one group where all are joined. */
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
