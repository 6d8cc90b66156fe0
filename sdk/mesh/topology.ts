// SPDX-License-Identifier: Apache-2.0
import type { Input } from "@pulumi/pulumi";

/**
 * The topology of a mesh: its sites, and the layer 2 segments that span them. A YAML or JSON file can contain the same structure.
 *
 * @example
 * const topology: Topology = {
 *   sites: {
 *     tokyo: { router: "edge", tunnelIp: "203.0.113.1" },
 *     osaka: { router: "edge", tunnelIp: "203.0.113.2" },
 *   },
 *   segments: {
 *     web: { segmentationId: 100, sites: { tokyo: { network: "web", hosts: "ports" }, osaka: { network: "web", hosts: "ports" } } },
 *   },
 * };
 */
export interface Topology {
  /** JSON Schema that an editor uses to complete and check the file. It is ignored otherwise. */
  readonly $schema?: string;
  /** Sites of the mesh by name. A name is looked up in the stack configuration `border-gateway:sites` and in clouds.yaml, unless the entry sets `site`. */
  readonly sites: Readonly<Record<string, MeshSite>>;
  /** Segments of the mesh by name. Each segment connects networks of two or more sites. */
  readonly segments: Readonly<Record<string, MeshSegment>>;
  /** Pairs of sites that have a tunnel, for all segments without their own `links`. Defaults to `fullMesh`. */
  readonly links?: Links;
  /** Range from which the mesh allocates the segmentation ids of segments without their own. Required if there is such a segment. */
  readonly segmentationIds?: IdRange;
  /**
   * Adopts existing objects that match the topology, at all sites whose entry does not set `adopt`: gateway devices, by their router, network or management address; L2
   * gateways, by their device and segmentation id; and their connections. Objects that do not exist are created. Defaults to `false`.
   */
  readonly adopt?: boolean;
}

/** A site and its gateway device: either an existing device (`device`) or the properties of a new one. */
export interface MeshSite {
  /** Configured name of the site. Defaults to the key of this entry. Several entries can share a site if each has its own device. */
  readonly site?: string;
  /** An existing gateway device, by id or name. If omitted, the mesh creates a device, which needs `router`, `network`, or `managementIp` and `managementPort`. */
  readonly device?: Input<string>;
  /** Type of the device. Defaults to `router_vtep` if `router` is set, `network_vlan` if `network` is set, and `hw_vtep` otherwise; the type of an existing device is read from the site. */
  readonly type?: "hw_vtep" | "router_vtep" | "network_vlan";
  /** The Neutron router that terminates the tunnel, by id or name. Required for a new `router_vtep`. */
  readonly router?: Input<string>;
  /** The VLAN uplink network, by id or name. Required for a new `network_vlan`. */
  readonly network?: Input<string>;
  /** IP address of the switch's OVSDB server. Required for a new `hw_vtep`. */
  readonly managementIp?: Input<string>;
  /** TCP port of the switch's OVSDB server, from 1 to 65535. Required for a new `hw_vtep`. */
  readonly managementPort?: number;
  /** Tunnel address (VTEP address) of the device. Required for a new `hw_vtep` or `router_vtep`; not allowed for `network_vlan`. If omitted, the address of an existing device is read from the site. */
  readonly tunnelIp?: Input<string>;
  /** Adopts existing objects of this site that match the topology. Defaults to `adopt` of the topology. */
  readonly adopt?: boolean;
}

/** A layer 2 segment that spans several sites. */
export interface MeshSegment {
  /** Segmentation id at all sites, from 1 to 16777214, or to 4094 if one of the devices is of type `network_vlan`. If it is a range, the mesh allocates an id from it and keeps that id. Defaults to the range `segmentationIds` of the topology. */
  readonly segmentationId?: number | IdRange;
  /** Configuration of the segment at each of its sites, by the names in `sites` of the topology. */
  readonly sites: Readonly<Record<string, SegmentAttachment>>;
  /** Pairs of sites that have a tunnel for this segment. Defaults to `links` of the topology. */
  readonly links?: Links;
}

/** Configuration of a segment at one site. */
export interface SegmentAttachment {
  /** The tenant network to attach, by id or name. */
  readonly network: Input<string>;
  /**
   * MAC addresses of the hosts at this site, which are announced to the linked sites. `ports` reads them from the ports of the network, without those of Neutron's own
   * services. Defaults to none. If `network` is an Output, the ports are read when its id is known: add a `dependsOn` for ports that the program creates.
   */
  readonly hosts?: "ports" | ReadonlyArray<Input<string>>;
  /** Additional hosts to announce to this site, besides the hosts of the linked sites. Defaults to none. */
  readonly remoteMacs?: readonly MeshRemoteMac[];
}

/** A host that is reachable through the gateway device of another site. */
export interface MeshRemoteMac {
  /** MAC address of the host, in any common notation. */
  readonly macAddress: Input<string>;
  /** Tunnel address of the linked site where the host is. */
  readonly vtepAddress: Input<string>;
}

/** Pairs of sites that have a tunnel. `fullMesh` links every pair of sites. `hubs` links each site to each hub, and the hubs to each other. A list contains the linked pairs of site names. */
export type Links = "fullMesh" | { readonly hubs: readonly string[] } | ReadonlyArray<readonly [string, string]>;

/** An inclusive range of segmentation ids. */
export interface IdRange {
  /** First segmentation id, from 1 to 16777214. */
  readonly from: number;
  /** Last segmentation id, from 1 to 16777214. */
  readonly to: number;
}
