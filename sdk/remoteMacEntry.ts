// SPDX-License-Identifier: Apache-2.0
// Written by `npm run generate` from provider/resources/remoteMacEntry.ts and examples/remoteMacEntry.ts. Change those.
import type { CustomResourceOptions, ID, Input, Output } from "@pulumi/pulumi";
import { NamedResource } from "./namedResource";

/** What a program says of a {@link RemoteMacEntry}. */
export interface RemoteMacEntryArgs {
  /** The site that holds the object: a name in the stack configuration `border-gateway:sites`, else a cloud of clouds.yaml. Where absent: `border-gateway:cloud`, `OS_CLOUD`, the `OS_*` variables, or the only cloud that is configured. A change replaces the resource; in place where the new name leads to the same endpoint. */
  site?: Input<string> | undefined;
  /** Adopt an existing object instead of failing, provided its immutable properties match; mutable properties are then updated. A change of it does nothing by itself. */
  adopt?: Input<boolean> | undefined;
  /** Id of this site's own gateway device that is to know the host: of type hw_vtep or router_vtep. A change replaces the resource. */
  gatewayDeviceId: Input<string>;
  /** MAC address of a host at a remote site, in any usual spelling; unique in the whole Neutron. A change replaces the resource. */
  macAddress: Input<string>;
  /** Tunnel address of the remote VTEP behind which the host lives. A change replaces the resource. */
  vtepAddress: Input<string>;
  /** The segmentation id of the tunnel, 1 to 16777214. A change replaces the resource. */
  segmentationId: Input<number>;
}

/**
 * One remote MAC entry of a gateway device: behind which remote VTEP a host lives. For many entries of one device RemoteMacTable costs the engine far less.
 *
 * @example
 * ```typescript
 * import * as pulumi from "@pulumi/pulumi";
 * import { RemoteMacEntry } from "pulumi-border-gateway";
 *
 * const config = new pulumi.Config();
 *
 * // A host at another site, which is reached through that site's tunnel address.
 * const host = new RemoteMacEntry("db-1", {
 *   site: "tokyo",
 *   gatewayDeviceId: config.require("deviceId"),
 *   macAddress: "02:00:5e:10:00:01",
 *   vtepAddress: "198.51.100.1",
 *   segmentationId: 10100,
 * });
 *
 * export const entryId = host.id;
 * ```
 */
export class RemoteMacEntry extends NamedResource {
  /** The site that holds the object: a name in the stack configuration `border-gateway:sites`, else a cloud of clouds.yaml. Where absent: `border-gateway:cloud`, `OS_CLOUD`, the `OS_*` variables, or the only cloud that is configured. */
  declare readonly site: Output<string>;
  /** Id of this site's own gateway device that is to know the host: of type hw_vtep or router_vtep. */
  declare readonly gatewayDeviceId: Output<string>;
  /** MAC address of a host at a remote site, in any usual spelling; unique in the whole Neutron. */
  declare readonly macAddress: Output<string>;
  /** Tunnel address of the remote VTEP behind which the host lives. */
  declare readonly vtepAddress: Output<string>;
  /** The segmentation id of the tunnel, 1 to 16777214. */
  declare readonly segmentationId: Output<number>;
  /** The network endpoint of the site, as recorded when the object was last seen: the site's identity, whatever its name. */
  declare readonly endpoint: Output<string>;

  constructor(name: string, args: RemoteMacEntryArgs, opts?: CustomResourceOptions) {
    super(
      { kind: "RemoteMacEntry", outputs: ["site", "gatewayDeviceId", "macAddress", "vtepAddress", "segmentationId", "endpoint"] },
      name,
      args,
      opts,
    );
  }

  /** Looks up one that exists, by its id at the site. It is read, never changed or deleted. */
  static get(name: string, id: Input<ID>, state: { site?: Input<string> | undefined } = {}, opts?: CustomResourceOptions): RemoteMacEntry {
    return new RemoteMacEntry(name, state as RemoteMacEntryArgs, { ...opts, id });
  }
}
