// SPDX-License-Identifier: Apache-2.0
import type { Input } from "@pulumi/pulumi";

/**
 * Sites joined at layer 2, all of them at once. The same structure can be a YAML or JSON file.
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
  /** The JSON Schema that an editor completes the file by; nothing else reads it. */
  readonly $schema?: string;
  /** Keys that begin with `x-` are ignored. They can hold the anchors of a YAML file. */
  readonly [extension: `x-${string}`]: unknown;
  /** The sites by name. The name is that of stack configuration `border-gateway:sites` or clouds.yaml, unless `site` gives another. */
  readonly sites: Readonly<Record<string, MeshSite>>;
  /** The segments by name: each joins networks of two or more sites. */
  readonly segments: Readonly<Record<string, MeshSegment>>;
  /** Which sites have tunnels between them, for every segment that says nothing of its own: `fullMesh` where absent. */
  readonly links?: Links;
  /** Numbers for the segments that have no segmentation id of their own. */
  readonly segmentationIds?: IdRange;
}

/** One site and its gateway device: one that is there already (`device`), or what a new one needs. */
export interface MeshSite {
  /** The configured name of the site, where it is not the key. Two entries may be at one site, each with a device of its own. */
  readonly site?: string;
  /** An existing gateway device, by id or by name. */
  readonly device?: Input<string>;
  /** Type of the device. Where absent, `router` means `router_vtep`, `network` means `network_vlan`, and `managementIp` means `hw_vtep`. */
  readonly type?: "hw_vtep" | "router_vtep" | "network_vlan";
  /** The Neutron router that ends the tunnel, by id or by name (`router_vtep`). */
  readonly router?: Input<string>;
  /** The VLAN uplink network, by id or by name (`network_vlan`). */
  readonly network?: Input<string>;
  /** Address of the switch's OVSDB server (`hw_vtep`). */
  readonly managementIp?: Input<string>;
  /** TCP port of the switch's OVSDB server, 1 to 65535 (`hw_vtep`). */
  readonly managementPort?: number;
  /** The device's own VTEP address. Of an existing device it is read from the site where absent. */
  readonly tunnelIp?: Input<string>;
}

/** A layer 2 segment over sites. */
export interface MeshSegment {
  /** Its number at all sites, 1 to 4094 where a device is of type `network_vlan`, to 16777214 else; or the range to take one from, which then stays. */
  readonly segmentationId?: number | IdRange;
  /** What the segment is at each site, by the names of `sites`. */
  readonly sites: Readonly<Record<string, SegmentSite>>;
  /** Which of its sites have tunnels between them. */
  readonly links?: Links;
}

/** A segment at one site. */
export interface SegmentSite {
  /** The tenant network, by id or by name. */
  readonly network: Input<string>;
  /** MAC addresses of the hosts there, which the linked sites are told of; `ports`: those of the network's ports, Neutron's own services left out. Of a network whose id is an Output they are read once that is known: let it wait for ports that the program makes. */
  readonly hosts?: "ports" | ReadonlyArray<Input<string>>;
  /** MAC addresses that this site is told of beside the hosts of the linked sites. */
  readonly remoteMacs?: readonly RemoteMacAt[];
}

/** A MAC address behind another site's device. */
export interface RemoteMacAt {
  readonly macAddress: Input<string>;
  /** The tunnel address of the site where it is. */
  readonly vtepAddress: Input<string>;
}

/** Every two sites; or each site with the hubs, and the hubs with each other; or pairs of names. */
export type Links = "fullMesh" | { readonly hubs: readonly string[] } | ReadonlyArray<readonly [string, string]>;

/** A range of segmentation ids, both ends in it. */
export interface IdRange {
  readonly from: number;
  readonly to: number;
}
