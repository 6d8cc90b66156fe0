// SPDX-License-Identifier: Apache-2.0
import * as fc from "fast-check";
import type { Links, MeshSegment, MeshSite, SegmentAttachment, Topology } from "../../../sdk/mesh/index";

/** Routers and networks of a site, by name: what topologies may name. */
export interface Ground {
  readonly name: string;
  readonly router: string;
  readonly uplink: string;
  /** By the segments' names. */
  readonly networks: Readonly<Record<string, string>>;
  /** MAC addresses of ports on each of these networks. */
  readonly ports: Readonly<Record<string, readonly string[]>>;
}

export const SEGMENTS = ["app", "db", "north wing"] as const;

/** Topologies that are right, over some of the sites. */
export function topologies(ground: readonly Ground[]): fc.Arbitrary<Topology> {
  return fc
    .record({
      at: fc.subarray([...ground], { minLength: 2 }),
      types: fc.tuple(...ground.map(() => fc.constantFrom("router_vtep", "hw_vtep", "network_vlan", "router_vtep"))),
      swap: fc.boolean(),
      turn: fc.nat(SEGMENTS.length - 1),
    })
    .chain(({ at, types, swap, turn }) => {
      const siteAt = (index: number, site: Ground) => siteOf(site, types[index] ?? "router_vtep", swap ? index + 50 : index);
      const sites: Record<string, MeshSite> = Object.fromEntries(at.map((site) => [site.name, siteAt(ground.indexOf(site), site)]));
      const members = fc.subarray([...at], { minLength: 2 });
      const segments = fc
        .subarray([...SEGMENTS], { minLength: 1 })
        .chain((names) =>
          fc
            .tuple(...names.map((name) => members.chain((some) => segmentOf(name, turned(name, turn), some, sites))))
            .map((all) => Object.fromEntries(names.map((name, index) => [name, all[index] as MeshSegment]))),
        );
      return segments.map((made) => ({ sites, segments: made, segmentationIds: { from: 100, to: 110 } }));
    });
}

function siteOf({ router, uplink }: Ground, type: string, index: number): MeshSite {
  const tunnelIp = `203.0.113.${index + 1}`;
  if (type === "network_vlan") return { network: uplink };
  return type === "hw_vtep" ? { managementIp: `192.0.2.${index + 1}`, managementPort: 6640, tunnelIp } : { router, tunnelIp };
}

/** From one topology to the next, hosts and numbers may go from segment to segment, in a circle. */
const turned = (name: (typeof SEGMENTS)[number], turn: number): number => (SEGMENTS.indexOf(name) + turn) % SEGMENTS.length;

/** Explicit numbers lie beyond the range, one for each place in the circle. */
function segmentOf(
  name: string,
  place: number,
  at: readonly Ground[],
  sites: Readonly<Record<string, MeshSite>>,
): fc.Arbitrary<MeshSegment> {
  const names = at.map((site) => site.name);
  const links: fc.Arbitrary<Links | undefined> = fc.oneof(
    fc.constant(undefined),
    fc.constant("fullMesh" as const),
    fc.constantFrom(...names).map((hub) => ({ hubs: [hub] })),
    fc
      .shuffledSubarray(names, { minLength: names.length })
      .map((path) => path.slice(1).map((site, index) => [path[index] ?? "", site] as const)),
  );
  const member = (site: Ground): fc.Arbitrary<SegmentAttachment> => {
    const network = site.networks[name] ?? "";
    if (sites[site.name]?.network !== undefined) return fc.constant({ network });
    const hosts = fc.oneof(fc.constant("ports" as const), fc.subarray(macsOf(site, SEGMENTS[place] ?? name)), fc.constant(undefined));
    return hosts.map((some) => ({ network, ...(some === undefined ? {} : { hosts: some }) }));
  };
  return fc.record({ links, explicit: fc.boolean(), members: fc.tuple(...at.map(member)) }).map(({ links: some, explicit, members }) => ({
    ...(explicit ? { segmentationId: 200 + place } : {}),
    ...(some === undefined ? {} : { links: some }),
    sites: Object.fromEntries(names.map((site, index) => [site, members[index] as SegmentAttachment])),
  }));
}

/** Three hosts for each segment and site, in another spelling than the servers'. */
function macsOf(site: Ground, segment: string): string[] {
  const place = [...`${site.name}${segment}`].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 65_521, 7);
  return [1, 2, 3].map(
    (host) => `02-AA-${[place >> 8, place & 255, 0, host].map((byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join("-")}`,
  );
}

interface Held {
  devices: string[];
  joins: string[];
  macs: string[];
}

/** The expected contents of a site, in a second, simple implementation: every segment, every pair of sites, every host. */
export function expected(topology: Topology, ids: Readonly<Record<string, number>>, ground: readonly Ground[]): Record<string, Held> {
  const held: Record<string, Held> = Object.fromEntries(ground.map(({ name }) => [name, { devices: [], joins: [], macs: [] }]));
  const tunnel = (name: string) => topology.sites[name]?.tunnelIp ?? "";
  for (const [name, site] of Object.entries(topology.sites)) {
    const type = site.router !== undefined ? "router_vtep" : site.network !== undefined ? "network_vlan" : "hw_vtep";
    held[name]?.devices.push(`${type} ${site.router ?? site.network ?? ""} ${tunnel(name)}`);
  }
  for (const [segment, { sites, links }] of Object.entries(topology.segments))
    for (const [a, here] of Object.entries(sites)) {
      held[a]?.joins.push(`${here.network} ${ids[segment]} ${tunnel(a)}`);
      for (const [b, there] of Object.entries(sites)) {
        if (a === b || !linked(links, a, b) || topology.sites[a]?.network !== undefined) continue;
        const hosts = there.hosts === "ports" ? (ground.find(({ name }) => name === b)?.ports[segment] ?? []) : (there.hosts ?? []);
        for (const host of hosts)
          held[a]?.macs.push(`${tunnel(a)} ${String(host).toLowerCase().replaceAll("-", ":")} ${tunnel(b)} ${ids[segment]}`);
      }
    }
  for (const site of Object.values(held)) for (const list of Object.values(site)) list.sort();
  return held;
}

function linked(links: Links | undefined, a: string, b: string): boolean {
  if (links === undefined || links === "fullMesh") return true;
  if ("hubs" in links) return links.hubs.includes(a) || links.hubs.includes(b);
  return links.some(([one, other]) => (one === a && other === b) || (one === b && other === a));
}
