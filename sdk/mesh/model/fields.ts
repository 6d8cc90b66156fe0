// SPDX-License-Identifier: Apache-2.0
// The keys of a topology and their values. The published JSON Schema is generated from these tables.
import { borderSegmentationId, HIGHEST_VLAN, HIGHEST_VNI } from "../../../provider/kinds/segmentation";
import { flag, integer, ipAddress, macAddress, oneOf, text } from "../../../provider/kinds/values";
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
/** An integer, or its decimal digits as a string, as in stack configuration. */
const idSchema: Schema = { type: ["integer", "string"], minimum: 1, maximum: HIGHEST_VNI, pattern: "^[1-9][0-9]*$" };
const segmentationId = numeric(leaf(borderSegmentationId(), idSchema));
const siteName = nameText("the name of a site", leaf(text({ min: 1, max: 80 }), { type: ["string", "number"] }));

const adopt = leaf(flag());

const range = object("a range of segmentation ids", {
  from: { required: "the first number", reader: segmentationId, description: `First segmentation id, from 1 to ${HIGHEST_VNI}.` },
  to: {
    required: "the last number",
    reader: segmentationId,
    description: `Last segmentation id, from 1 to ${HIGHEST_VNI}. The range includes it.`,
  },
});
export type DraftRange = ReadBy<typeof range>;

const hubs = object("links", {
  hubs: {
    required: "a list of site names",
    reader: listOf("a list of sites", siteName),
    description: "Names of the hubs. Each site has a tunnel to each hub, and the hubs have tunnels to each other.",
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
    description: "MAC address of a host at a linked site, in any common notation.",
  },
  vtepAddress: {
    required: "the tunnel address of the site of the host",
    reader: address,
    description: "Tunnel address of the linked site where the host is.",
  },
});

const site = object("a site", {
  site: {
    reader: nameText("the name of a site", leaf(text({ min: 1, max: 255 }), { type: ["string", "number"] })),
    description: "Configured name of the site. Defaults to the key of this entry.",
  },
  device: {
    reader: idOrName,
    description:
      "An existing gateway device, by id or name. If omitted, the mesh creates a device, which needs router, network, or managementIp and managementPort.",
  },
  type: {
    reader: textual(
      "a device type",
      leaf(oneOf("GatewayDeviceType", ["hw_vtep", "router_vtep", "network_vlan"]), {
        enum: ["hw_vtep", "router_vtep", "network_vlan"],
      }),
    ),
    description:
      "Type of the device. Defaults to router_vtep if router is set, network_vlan if network is set, and hw_vtep otherwise; the type of an existing device is read from the site.",
  },
  router: { reader: idOrName, description: "Router that terminates the tunnel, by id or name. Required for a new router_vtep." },
  network: { reader: idOrName, description: "VLAN uplink network, by id or name. Required for a new network_vlan." },
  managementIp: { reader: address, description: "IP address of the switch's OVSDB server. Required for a new hw_vtep." },
  managementPort: {
    reader: numeric(
      leaf(integer({ min: 1, max: 65535, what: "managementPort" }), {
        type: ["integer", "string"],
        minimum: 1,
        maximum: 65535,
        pattern: "^[1-9][0-9]*$",
      }),
    ),
    description: "TCP port of the switch's OVSDB server, from 1 to 65535. Required for a new hw_vtep.",
  },
  tunnelIp: {
    reader: address,
    description:
      "Tunnel address (VTEP address) of the device. Required for a new hw_vtep or router_vtep; not allowed for network_vlan. If omitted, the address of an existing device is read from the site.",
  },
  adopt: {
    reader: adopt,
    description: "Adopts existing objects of this site that match the topology. Defaults to adopt of the topology.",
  },
});

const segmentSite = object("a segment at a site", {
  network: { required: "the tenant network, by ID or name", reader: idOrName, description: "Tenant network to attach, by id or name." },
  hosts: {
    reader: wordOr("ports", listOf('a list of MAC addresses, or "ports" for those of the network\'s ports', mac)),
    description:
      "MAC addresses of the hosts at this site, which are announced to the linked sites, or `ports` to read them from the ports of the network. Defaults to none.",
  },
  remoteMacs: {
    reader: listOf("a list of remote MACs", remoteMac),
    description: "Additional hosts to announce to this site, besides the hosts of the linked sites. Defaults to none.",
  },
});

const idOrRange: Reader<number | DraftRange> = {
  schema: { anyOf: [idSchema, range.schema] },
  read: (given, at, findings) => (typeof given === "object" && !(given instanceof Date) ? range : segmentationId).read(given, at, findings),
};

const segment = object("a segment", {
  segmentationId: {
    reader: idOrRange,
    description: `Segmentation id at all sites, from 1 to ${HIGHEST_VNI}, or to ${HIGHEST_VLAN} if one of the devices is of type network_vlan; or a range from which the mesh allocates one. Defaults to the range segmentationIds of the topology.`,
  },
  sites: {
    required: "a map of site names",
    reader: byName("the sites of a segment", segmentSite, {}),
    description: "Configuration of the segment at each of its sites, by site name.",
  },
  links: { reader: links, description: "Pairs of sites that have a tunnel for this segment. Defaults to links of the topology." },
});

const topology = object(
  "a topology",
  {
    $schema: {
      reader: leaf(text({ max: 2048 }), { type: "string" }),
      description: "JSON Schema that an editor uses to complete and check the file.",
    },
    sites: {
      required: "a map of site names",
      reader: byName("the sites", site, {}, wrongSiteKey),
      description: "Sites of the mesh by name.",
    },
    segments: {
      required: "a map of segment names",
      reader: byName("the segments", segment, {}, wrongName),
      description: "Segments of the mesh by name.",
    },
    links: {
      reader: links,
      description: "Pairs of sites that have a tunnel, for all segments without their own links. Defaults to fullMesh.",
    },
    segmentationIds: {
      reader: range,
      description: "Range from which the mesh allocates the segmentation ids of segments without their own.",
    },
    adopt: {
      reader: adopt,
      description:
        "Adopts existing objects that match the topology, at all sites whose entry does not set adopt: gateway devices, by their router, network or management address; L2 gateways, by their device and segmentation id; and their connections. Objects that do not exist are created. Defaults to false.",
    },
  },
  { extensions: true },
);

export type DraftSite = ReadBy<typeof site>;
export type DraftSegmentAttachment = ReadBy<typeof segmentSite>;
export type DraftSegment = ReadBy<typeof segment>;
/** The valid part of a topology. */
export type DraftTopology = ReadBy<typeof topology>;

export const topologySchema: Schema = topology.schema;

/** Reads a topology and reports each invalid value as a finding. */
export function readTopology(given: unknown, findings: Findings): DraftTopology {
  return topology.read(given, [], findings) ?? {};
}
