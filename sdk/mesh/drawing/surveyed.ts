// SPDX-License-Identifier: Apache-2.0
// The diagram of live sites. A site does not store its links. They follow from the remote MAC entries, whose tunnel addresses belong to other sites.
import type { SurveyedDevice, SurveyedSite } from "../live/survey";
import type { Picture, PictureLink, PictureSite } from "./picture";

interface Node {
  readonly name: string;
  readonly device: SurveyedDevice;
}

/** The diagram of live sites, with a box for each device and for each tunnel address of a remote MAC entry that does not belong to any of these devices. */
export function pictureOfSurvey(sites: readonly SurveyedSite[]): Picture {
  const nodes = sites.flatMap((site) => site.devices.map((device) => ({ name: boxName(site, device), device }))).sort(byName);
  const names = segmentNames(nodes);
  const links = linksOf(nodes, names);
  const strangers = [...new Set(links.map(({ to }) => to))].filter((name) => !nodes.some((node) => node.name === name));
  const boxes: PictureSite[] = [
    ...nodes.map((node) => boxOf(node, names)),
    ...sites.filter(({ devices }) => devices.length === 0).map(({ name }) => ({ name, detail: "no gateway device", segments: [] })),
    ...strangers.map((name) => ({ name, detail: "tunnel address of no site here", segments: [], outside: true as const })),
  ];
  return {
    sites: boxes.sort(byName),
    segments: [...names].map(([id, name]) => ({ name, id: String(id) })),
    links,
  };
}

/** The name of the site. If the site has several devices, it includes the device name, and for duplicate device names the id. */
function boxName({ name, devices }: SurveyedSite, device: SurveyedDevice): string {
  if (devices.length === 1) return name;
  const isOnly = device.name !== "" && devices.filter((other) => other.name === device.name).length === 1;
  return `${name} ${isOnly ? device.name : `${device.name} ${device.id.slice(0, 8)}`.trim()}`;
}

/** Sorting by name makes the diagram independent of the order in which servers list objects. */
const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1);

/** The tunnel addresses of a segment's remote MAC entries, without the device's own address. */
const vtepsOf = ({ device }: Node, id: number): Set<string> =>
  new Set(
    device.remoteMacs.flatMap(({ segmentationId, vtepAddress: vtep }) => (segmentationId === id && vtep !== device.tunnelIp ? [vtep] : [])),
  );

const isSwitch = ({ device }: Node): boolean => device.type === "switch";

/** By segmentation id: the names of the networks that carry it. They may differ from site to site, and those of two numbers may be the same. */
function segmentNames(nodes: readonly Node[]): Map<number, string> {
  const networks = new Map<number, Set<string>>();
  for (const { device } of nodes.filter((node) => !isSwitch(node))) {
    for (const { segmentationId, networks: some } of device.joins)
      networks.set(segmentationId, new Set([...(networks.get(segmentationId) ?? []), ...some]));
    for (const { segmentationId } of device.remoteMacs) if (!networks.has(segmentationId)) networks.set(segmentationId, new Set());
  }
  const inOrder = [...networks].sort(([a], [b]) => a - b);
  const plain = new Map(inOrder.map(([id, some]) => [id, nameOf([...some].sort())]));
  const times = (name: string) => [...plain.values()].filter((other) => other === name).length;
  return new Map([...plain].map(([id, name]) => [id, times(name) > 1 ? `${name} (${id})` : name]));
}

function nameOf([first, second, ...more]: readonly string[]): string {
  if (first === undefined) return "without a network";
  if (second === undefined) return first;
  return more.length === 0 ? `${first} / ${second}` : `${first} and ${more.length + 1} more`;
}

function boxOf(node: Node, names: ReadonlyMap<number, string>): PictureSite {
  const { name, device } = node;
  const told = (id: number) => device.remoteMacs.filter(({ segmentationId }) => segmentationId === id).length;
  const ids = new Set([...device.joins, ...device.remoteMacs].map(({ segmentationId }) => segmentationId));
  const rows = [...ids]
    .sort((a, b) => a - b)
    .map((id) => {
      const networks = device.joins.find(({ segmentationId }) => segmentationId === id)?.networks;
      if (isSwitch(node)) return { name: `VLAN ${id}`, note: (networks ?? []).join(", ") };
      const macs = told(id) === 0 ? [] : [`${told(id)} remote ${told(id) === 1 ? "MAC" : "MACs"}`];
      const missing = networks === undefined ? ["no L2 gateway"] : networks.length === 0 ? ["no network"] : [];
      return { name: names.get(id) ?? String(id), note: [...missing, ...macs].join(", ") };
    });
  return { name, detail: [device.type, device.tunnelIp].filter((part) => part !== undefined).join(" "), segments: rows };
}

/**
 * A tunnel is where a remote MAC at one end points to the other. A segment of which an end has no remote MAC goes through the tunnels that are there.
 * A device that takes part in no remote MAC at all is linked loosely with those of the same segmentation id, because its tunnels are unknown.
 */
function linksOf(nodes: readonly Node[], names: ReadonlyMap<number, string>): PictureLink[] {
  const links = new Map<string, { from: string; to: string; segments: Set<string>; loose: boolean }>();
  const linkOf = (a: string, b: string, loose: boolean) => {
    const key = JSON.stringify([a, b].sort());
    const link = links.get(key) ?? { from: a, to: b, segments: new Set(), loose };
    links.set(key, link);
    return link;
  };
  const told = new Map([...names.keys()].map((id) => [id, new Set<Node>()]));
  for (const [id, segment] of names)
    for (const node of nodes)
      for (const vtep of vtepsOf(node, id)) {
        const ends = nodes.filter(({ device }) => device.tunnelIp === vtep);
        for (const one of [node, ...ends]) told.get(id)?.add(one);
        for (const end of ends.length === 0 ? [vtep] : ends.map(({ name }) => name)) linkOf(node.name, end, false).segments.add(segment);
      }
  const anyTold = new Set([...told.values()].flatMap((some) => [...some]));
  for (const [id, segment] of names) {
    const members = nodes.filter((node) => !isSwitch(node) && node.device.joins.some(({ segmentationId }) => segmentationId === id));
    const isTold = (node: Node) => told.get(id)?.has(node) === true;
    for (const [index, a] of members.entries())
      for (const b of members.slice(index + 1)) {
        const tunnel = links.get(JSON.stringify([a.name, b.name].sort()));
        if (isTold(a) && isTold(b)) continue;
        if (tunnel !== undefined) tunnel.segments.add(segment);
        else if (!anyTold.has(a) || !anyTold.has(b)) linkOf(a.name, b.name, true).segments.add(segment);
      }
  }
  const order = [...names.values()];
  const ends = ({ from, to }: { from: string; to: string }) => ({ name: JSON.stringify([from, to]) });
  const inOrder = [...links.values()].sort((a, b) => byName(ends(a), ends(b)));
  return inOrder.map(({ from, to, segments, loose }) => ({
    from,
    to,
    segments: order.filter((segment) => segments.has(segment)),
    ...(loose ? { loose: true as const } : {}),
  }));
}
