// SPDX-License-Identifier: Apache-2.0
// Written by `npm run generate` from provider/resources/l2Gateway.ts and examples/l2Gateway.ts. Change those.
import type { CustomResourceOptions, ID, Input, Output } from "@pulumi/pulumi";
import { NamedResource } from "./namedResource";

/** The one device of a border gateway, and the global segmentation id. */
export interface BorderGatewayDeviceArgs {
  /** Id of the gateway device. */
  deviceId: Input<string>;
  /** The global segmentation id, 1 to 4094 on a network_vlan device, 1 to 16777214 on others. Where absent, the connection names it. */
  segmentationId?: Input<number> | undefined;
  deviceName?: never;
  interfaces?: never;
}

/** The one device of a border gateway, and the global segmentation id. */
export interface BorderGatewayDevice {
  /** Id of the gateway device. */
  deviceId: string;
  /** The global segmentation id, 1 to 4094 on a network_vlan device, 1 to 16777214 on others. Where absent, the connection names it. */
  segmentationId?: number | undefined;
  deviceName?: never;
  interfaces?: never;
}

/** A port of a switch, and the VLANs on it. */
export interface SwitchInterfaceArgs {
  /** Name of the port on the switch. */
  name: Input<string>;
  /** VLANs on this port, 1 to 4094 each, in any order. On all interfaces of a gateway or on none; where on none, each connection names one. */
  segmentationIds?: Input<readonly Input<number>[]> | undefined;
}

/** A port of a switch, and the VLANs on it. */
export interface SwitchInterface {
  /** Name of the port on the switch. */
  name: string;
  /** VLANs on this port, 1 to 4094 each, in any order. On all interfaces of a gateway or on none; where on none, each connection names one. */
  segmentationIds?: number[] | undefined;
}

/** One switch of an upstream L2 gateway, and its ports. */
export interface SwitchDeviceArgs {
  /** Name of the switch. */
  deviceName: Input<string>;
  /** The switch's ports, in any order. */
  interfaces: Input<readonly Input<SwitchInterfaceArgs>[]>;
  deviceId?: never;
  segmentationId?: never;
}

/** One switch of an upstream L2 gateway, and its ports. */
export interface SwitchDevice {
  /** Name of the switch. */
  deviceName: string;
  /** The switch's ports, in any order. */
  interfaces: SwitchInterface[];
  deviceId?: never;
  segmentationId?: never;
}

/** What a program says of a {@link L2Gateway}. */
export interface L2GatewayArgs {
  /** The site that holds the object: a name in the stack configuration `border-gateway:sites`, else a cloud of clouds.yaml. Where absent: `border-gateway:cloud`, `OS_CLOUD`, the `OS_*` variables, or the only cloud that is configured. A change replaces the resource; in place where the new name leads to the same endpoint. */
  site?: Input<string> | undefined;
  /** Adopt an existing object instead of failing, provided its immutable properties match; mutable properties are then updated. A change of it does nothing by itself. */
  adopt?: Input<boolean> | undefined;
  /** Display name; need not be unique. Where absent: the resource's name in the program with 7 hexadecimal digits that tell whose it is, by which a gateway is found again after a run that was killed. Under a name that the program gives nothing tells whose it is, and the next run makes another: `adopt: true` takes over the one that is there. Changed in place; replaces a border gateway, and one of several switches where the site has connections. */
  name?: Input<string> | undefined;
  /** Border form: exactly one gateway device by id, with at most one segmentation id. Upstream form: one or more switches by name, with interfaces. Never both. A change replaces the resource; in place on an upstream gateway whose switch stays the same and has segmentation ids before and after, or neither, where the site has no connections of other gateways. */
  devices: Input<readonly [Input<BorderGatewayDeviceArgs>] | readonly Input<SwitchDeviceArgs>[]>;
  /** Id of the project that owns the gateway. Where absent: the project of the login. A change replaces the resource. */
  tenantId?: Input<string> | undefined;
}

/**
 * An L2 gateway: in the border form one gateway device with one global segmentation id, in the upstream form one or more switches with interfaces.
 *
 * @example
 * ```typescript
 * import * as pulumi from "@pulumi/pulumi";
 * import { L2Gateway } from "pulumi-border-gateway";
 *
 * const config = new pulumi.Config();
 *
 * // A border gateway with one gateway device and one segmentation ID. The segmentation ID is the same at every site.
 * const blue = new L2Gateway("blue", {
 *   site: "tokyo",
 *   devices: [{ deviceId: config.require("deviceId"), segmentationId: 10100 }],
 * });
 *
 * export const gatewayId = blue.id;
 * ```
 */
export class L2Gateway extends NamedResource {
  /** The site that holds the object: a name in the stack configuration `border-gateway:sites`, else a cloud of clouds.yaml. Where absent: `border-gateway:cloud`, `OS_CLOUD`, the `OS_*` variables, or the only cloud that is configured. */
  declare readonly site: Output<string>;
  /** Display name; need not be unique. Where absent: the resource's name in the program with 7 hexadecimal digits that tell whose it is, by which a gateway is found again after a run that was killed. Under a name that the program gives nothing tells whose it is, and the next run makes another: `adopt: true` takes over the one that is there. */
  declare readonly name: Output<string>;
  /** Border form: exactly one gateway device by id, with at most one segmentation id. Upstream form: one or more switches by name, with interfaces. Never both. */
  declare readonly devices: Output<[BorderGatewayDevice] | SwitchDevice[]>;
  /** Id of the project that owns the gateway. Where absent: the project of the login. */
  declare readonly tenantId: Output<string>;
  /** The network endpoint of the site, as recorded when the object was last seen: the site's identity, whatever its name. */
  declare readonly endpoint: Output<string>;

  constructor(name: string, args: L2GatewayArgs, opts?: CustomResourceOptions) {
    super({ kind: "L2Gateway", outputs: ["site", "name", "devices", "tenantId", "endpoint"] }, name, args, opts);
  }

  /** Looks up one that exists, by its id at the site. It is read, never changed or deleted. */
  static get(name: string, id: Input<ID>, state: { site?: Input<string> | undefined } = {}, opts?: CustomResourceOptions): L2Gateway {
    return new L2Gateway(name, state as L2GatewayArgs, { ...opts, id });
  }
}
