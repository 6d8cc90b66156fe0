// SPDX-License-Identifier: Apache-2.0
// Written by `npm run generate` from provider/resources/l2GatewayConnection.ts and examples/l2GatewayConnection.ts. Change those.
import type { CustomResourceOptions, ID, Input, Output } from "@pulumi/pulumi";
import { NamedResource } from "./namedResource";

/** What a program says of a {@link L2GatewayConnection}. */
export interface L2GatewayConnectionArgs {
  /** The site that holds the object: a name in the stack configuration `border-gateway:sites`, else a cloud of clouds.yaml. Where absent: `border-gateway:cloud`, `OS_CLOUD`, the `OS_*` variables, or the only cloud that is configured. A change replaces the resource; in place where the new name leads to the same endpoint. */
  site?: Input<string> | undefined;
  /** Adopt an existing object instead of failing, provided its immutable properties match; mutable properties are then updated. A change of it does nothing by itself. */
  adopt?: Input<boolean> | undefined;
  /** Id of the L2 gateway. A border gateway takes one connection, an upstream gateway many. A change replaces the resource. */
  l2GatewayId: Input<string>;
  /** Id of the tenant network that is joined to the gateway. The server deletes the connection with the network. A change replaces the resource. */
  networkId: Input<string>;
  /** Segmentation id of the connection: 1 to 4094 for a network_vlan device, 0 to 4094 for an upstream gateway (0: untagged), 1 to 16777214 otherwise. Required if the gateway has none; not allowed if it has one. A change replaces the resource. */
  segmentationId?: Input<number> | undefined;
}

/**
 * The join of a tenant network and an L2 gateway.
 *
 * @example
 * ```typescript
 * import * as pulumi from "@pulumi/pulumi";
 * import { L2GatewayConnection } from "pulumi-border-gateway";
 *
 * const config = new pulumi.Config();
 *
 * // The gateway specifies the segmentation ID, so the connection must not.
 * const blue = new L2GatewayConnection("blue", {
 *   site: "tokyo",
 *   l2GatewayId: config.require("gatewayId"),
 *   networkId: config.require("networkId"),
 * });
 *
 * export const connectionId = blue.id;
 * ```
 */
export class L2GatewayConnection extends NamedResource {
  /** The site that holds the object: a name in the stack configuration `border-gateway:sites`, else a cloud of clouds.yaml. Where absent: `border-gateway:cloud`, `OS_CLOUD`, the `OS_*` variables, or the only cloud that is configured. */
  declare readonly site: Output<string>;
  /** Id of the L2 gateway. A border gateway takes one connection, an upstream gateway many. */
  declare readonly l2GatewayId: Output<string>;
  /** Id of the tenant network that is joined to the gateway. The server deletes the connection with the network. */
  declare readonly networkId: Output<string>;
  /** Segmentation id of the connection: 1 to 4094 for a network_vlan device, 0 to 4094 for an upstream gateway (0: untagged), 1 to 16777214 otherwise. Required if the gateway has none; not allowed if it has one. */
  declare readonly segmentationId: Output<number | undefined>;
  /** The network endpoint of the site, as recorded when the object was last seen: the site's identity, whatever its name. */
  declare readonly endpoint: Output<string>;
  /** Id of the project that owns the connection: the gateway's. */
  declare readonly tenantId: Output<string>;

  constructor(name: string, args: L2GatewayConnectionArgs, opts?: CustomResourceOptions) {
    super(
      { kind: "L2GatewayConnection", outputs: ["site", "l2GatewayId", "networkId", "segmentationId", "endpoint", "tenantId"] },
      name,
      args,
      opts,
    );
  }

  /** Looks up one that exists, by its id at the site. It is read, never changed or deleted. */
  static get(
    name: string,
    id: Input<ID>,
    state: { site?: Input<string> | undefined } = {},
    opts?: CustomResourceOptions,
  ): L2GatewayConnection {
    return new L2GatewayConnection(name, state as L2GatewayConnectionArgs, { ...opts, id });
  }
}
