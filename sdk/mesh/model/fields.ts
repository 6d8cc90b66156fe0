// SPDX-License-Identifier: Apache-2.0
// What a topology is made of. The published JSON Schema is made from these tables.
import { borderSegmentationId, HIGHEST_VLAN, HIGHEST_VNI } from "../../../provider/segmentation";
import { integer, ipAddress, macAddress, oneOf, text } from "../../../provider/values";
import type { Findings } from "../finding";
import { wrongName, wrongSiteKey } from "../names";
import { byName, leaf, listOf, object, type ReadBy, type Reader, ref, type Schema, wordOr } from "./reading";
import { nameText, numeric, shownAt, textual } from "./yamlValues";

const idOrName = textual("an ID or a name", ref(text({ min: 1, max: 255 }), { type: "string", minLength: 1, maxLength: 255 }));
const address = textual("an IP address", ref(ipAddress(), { type: "string", anyOf: [{ format: "ipv4" }, { format: "ipv6" }] }));
const mac = textual(
  "a MAC address",
  ref(macAddress(), {
    type: "string",
    pattern: "^([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}$|^[0-9A-Fa-f]{4}(\\.[0-9A-Fa-f]{4}){2}$|^[0-9A-Fa-f]{12}$",
  }),
);
/** A number, or its decimal digits, as configuration has them. */
const idSchema: Schema = { type: ["integer", "string"], minimum: 1, maximum: HIGHEST_VNI, pattern: "^[1-9][0-9]*$" };
const segmentationId = numeric(leaf(borderSegmentationId(), idSchema));
const siteName = nameText("the name of a site", leaf(text({ min: 1, max: 80 }), { type: ["string", "number"] }));

const range = object("a range of segmentation ids", {
  from: { required: "the first number", reader: segmentationId, description: "The first number." },
  to: { required: "the last number", reader: segmentationId, description: "The last number." },
});
export type DraftRange = ReadBy<typeof range>;

const hubs = object("links", {
  hubs: {
    required: "a list of site names",
    reader: listOf("a list of sites", siteName),
    description: "The sites that all others have a tunnel to.",
  },
});

export type DraftLinks = "fullMesh" | { hubs?: Array<string | undefined> } | Array<Array<string | undefined> | undefined>;

const links: Reader<DraftLinks> = {
  schema: {
    anyOf: [
      { const: "fullMesh" },
      hubs.schema,
      { type: "array", items: { type: "array", items: siteName.schema, minItems: 2, maxItems: 2 } },
    ],
  },
  read(given, at, findings) {
    if (given === "fullMesh") return given;
    if (Array.isArray(given)) return listOf("a list of pairs", listOf("a pair of sites", siteName)).read(given, at, findings);
    if (typeof given === "object" && !(given instanceof Date)) return hubs.read(given, at, findings);
    findings.error(
      "shape",
      at,
      `${shownAt(given, at, findings)} is not a set of links. Use fullMesh, {hubs: [names]} or a list of pairs of names.`,
    );
    return undefined;
  },
};
const remoteMac = object("a remote MAC", {
  macAddress: {
    required: "the MAC address of a host at a linked site",
    reader: mac,
    description: "MAC address of a host at a linked site.",
  },
  vtepAddress: {
    required: "the tunnel address of the site of the host",
    reader: address,
    description: "The tunnel address of the site where the host is.",
  },
});

const site = object("a site", {
  site: {
    reader: nameText("the name of a site", leaf(text({ min: 1, max: 255 }), { type: ["string", "number"] })),
    description: "The configured name of the site, where it is not the key.",
  },
  device: { reader: idOrName, description: "An existing gateway device, by id or by name." },
  type: {
    reader: textual(
      "a device type",
      leaf(oneOf("GatewayDeviceType", ["hw_vtep", "router_vtep", "network_vlan"]), {
        enum: ["hw_vtep", "router_vtep", "network_vlan"],
      }),
    ),
    description: "Type of the device. Where absent, it follows from router, network or managementIp.",
  },
  router: { reader: idOrName, description: "The router that ends the tunnel, by id or by name." },
  network: { reader: idOrName, description: "The VLAN uplink network, by id or by name." },
  managementIp: { reader: address, description: "Address of the switch's OVSDB server." },
  managementPort: {
    reader: numeric(
      leaf(integer({ min: 1, max: 65535, what: "managementPort" }), {
        type: ["integer", "string"],
        minimum: 1,
        maximum: 65535,
        pattern: "^[1-9][0-9]*$",
      }),
    ),
    description: "TCP port of the switch's OVSDB server.",
  },
  tunnelIp: { reader: address, description: "The device's own VTEP address." },
});

const segmentSite = object("a segment at a site", {
  network: { required: "the tenant network, by ID or name", reader: idOrName, description: "The tenant network there, by id or by name." },
  hosts: {
    reader: wordOr("ports", listOf('a list of MAC addresses, or "ports" for those of the network\'s ports', mac)),
    description: "MAC addresses of the hosts there; `ports`: those of the network's ports.",
  },
  remoteMacs: {
    reader: listOf("a list of remote MACs", remoteMac),
    description: "MAC addresses that this site is told of beside the hosts of the linked sites.",
  },
});

const idOrRange: Reader<number | DraftRange> = {
  schema: { anyOf: [idSchema, range.schema] },
  read: (given, at, findings) => (typeof given === "object" && !(given instanceof Date) ? range : segmentationId).read(given, at, findings),
};

const segment = object("a segment", {
  segmentationId: {
    reader: idOrRange,
    description: `The number at all sites, 1 to ${HIGHEST_VLAN} where a device is of type network_vlan, to ${HIGHEST_VNI} else; or the range to take one from.`,
  },
  sites: {
    required: "a map of site names",
    reader: byName("the sites of a segment", segmentSite, {}),
    description: "What the segment is at each site.",
  },
  links: { reader: links, description: "Which of its sites have tunnels between them." },
});

const topology = object(
  "a topology",
  {
    $schema: {
      reader: leaf(text({ max: 2048 }), { type: "string" }),
      description: "The JSON Schema that an editor completes the file by.",
    },
    sites: { required: "a map of site names", reader: byName("the sites", site, {}, wrongSiteKey), description: "The sites by name." },
    segments: {
      required: "a map of segment names",
      reader: byName("the segments", segment, {}, wrongName),
      description: "The segments by name.",
    },
    links: { reader: links, description: "Which sites have tunnels between them: fullMesh where absent." },
    segmentationIds: { reader: range, description: "Numbers for the segments that have no segmentation id of their own." },
  },
  { extensions: true },
);

export type DraftSite = ReadBy<typeof site>;
export type DraftSegmentSite = ReadBy<typeof segmentSite>;
export type DraftSegment = ReadBy<typeof segment>;
/** What is valid of a topology. */
export type DraftTopology = ReadBy<typeof topology>;

export const topologySchema: Schema = topology.schema;

export function readTopology(given: unknown, findings: Findings): DraftTopology {
  return topology.read(given, [], findings) ?? {};
}
