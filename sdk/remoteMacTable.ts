// SPDX-License-Identifier: Apache-2.0
// Written by `npm run generate` from provider/resources/remoteMacTable.ts and examples/remoteMacTable.ts. Change those.
import type { CustomResourceOptions, ID, Input, Output } from "@pulumi/pulumi";
import { NamedResource } from "./namedResource";

/** A host at a remote site: its MAC address, and where it is. */
export interface RemoteMacArgs {
  /** MAC address of a host at a remote site, in any usual spelling; unique in the whole Neutron. */
  macAddress: Input<string>;
  /** Tunnel address of the remote VTEP behind which the host lives. */
  vtepAddress: Input<string>;
  /** The segmentation id of the tunnel, 1 to 16777214. */
  segmentationId: Input<number>;
}

/** A host at a remote site: its MAC address, and where it is. */
export interface RemoteMac {
  /** MAC address of a host at a remote site, in any usual spelling; unique in the whole Neutron. */
  macAddress: string;
  /** Tunnel address of the remote VTEP behind which the host lives. */
  vtepAddress: string;
  /** The segmentation id of the tunnel, 1 to 16777214. */
  segmentationId: number;
}

/** What a program says of a {@link RemoteMacTable}. */
export interface RemoteMacTableArgs {
  /** The site that holds the object: a name in the stack configuration `border-gateway:sites`, else a cloud of clouds.yaml. Where absent: `border-gateway:cloud`, `OS_CLOUD`, the `OS_*` variables, or the only cloud that is configured. A change replaces the resource; in place where the new name leads to the same endpoint. */
  site?: Input<string> | undefined;
  /** Let the table have the last word on its MAC addresses: an entry of this Neutron that says something else of one is removed for it, with a warning, instead of failing. Entries that are there and equal are taken over without it. What another resource of the same run has made or keeps is never removed. A change of it does nothing by itself. */
  adopt?: Input<boolean> | undefined;
  /** Id of this site's own gateway device that is to know the host: of type hw_vtep or router_vtep. A change replaces the resource. */
  gatewayDeviceId: Input<string>;
  /** The entries, in any order. Only these are managed: others of the device are left alone. Changed in place. */
  entries: Input<readonly Input<RemoteMacArgs>[]>;
}

/**
 * Many remote MAC entries of one gateway device as one resource. A change adds and removes only what differs.
 *
 * @example
 * ```typescript
 * import * as pulumi from "@pulumi/pulumi";
 * import { RemoteMacTable } from "pulumi-border-gateway";
 *
 * const config = new pulumi.Config();
 * const hosts = ["02:00:5e:10:00:01", "02:00:5e:10:00:02", "02:00:5e:10:00:03"];
 *
 * // All hosts of another site in one resource.
 * const osaka = new RemoteMacTable("osaka", {
 *   site: "tokyo",
 *   gatewayDeviceId: config.require("deviceId"),
 *   entries: hosts.map((macAddress) => ({ macAddress, vtepAddress: "198.51.100.1", segmentationId: 10100 })),
 * });
 *
 * export const entryIds = osaka.entryIds;
 * ```
 */
export class RemoteMacTable extends NamedResource {
  /** The site that holds the object: a name in the stack configuration `border-gateway:sites`, else a cloud of clouds.yaml. Where absent: `border-gateway:cloud`, `OS_CLOUD`, the `OS_*` variables, or the only cloud that is configured. */
  declare readonly site: Output<string>;
  /** Id of this site's own gateway device that is to know the host: of type hw_vtep or router_vtep. */
  declare readonly gatewayDeviceId: Output<string>;
  /** The entries, in any order. Only these are managed: others of the device are left alone. */
  declare readonly entries: Output<RemoteMac[]>;
  /** The network endpoint of the site, as recorded when the object was last seen: the site's identity, whatever its name. */
  declare readonly endpoint: Output<string>;
  /** The server's id of each entry, in the order of `entries`, which is that of the MAC addresses. */
  declare readonly entryIds: Output<string[]>;

  constructor(name: string, args: RemoteMacTableArgs, opts?: CustomResourceOptions) {
    super({ kind: "RemoteMacTable", outputs: ["site", "gatewayDeviceId", "entries", "endpoint", "entryIds"] }, name, args, opts);
  }

  /** Looks up one that exists, by its id at the site. It is read, never changed or deleted. */
  static get(name: string, id: Input<ID>, state: { site?: Input<string> | undefined } = {}, opts?: CustomResourceOptions): RemoteMacTable {
    return new RemoteMacTable(name, state as RemoteMacTableArgs, { ...opts, id });
  }
}
