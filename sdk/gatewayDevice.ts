// SPDX-License-Identifier: Apache-2.0
// Written by `npm run generate` from provider/resources/gatewayDevice.ts and examples/gatewayDevice.ts. Change those.
import type { CustomResourceOptions, ID, Input, Output } from "@pulumi/pulumi";
import { NamedResource } from "./namedResource";

export type GatewayDeviceType = "hw_vtep" | "router_vtep" | "network_vlan";

/** What a program says of a {@link GatewayDevice}. */
export interface GatewayDeviceArgs {
  /** The site that holds the object: a name in the stack configuration `border-gateway:sites`, else a cloud of clouds.yaml. Where absent: `border-gateway:cloud`, `OS_CLOUD`, the `OS_*` variables, or the only cloud that is configured. A change replaces the resource; in place where the new name leads to the same endpoint. */
  site?: Input<string> | undefined;
  /** Adopt an existing object instead of failing, provided its immutable properties match; mutable properties are then updated. A change of it does nothing by itself. */
  adopt?: Input<boolean> | undefined;
  /** Display name; need not be unique. Where absent: the resource's name in the program with 7 hexadecimal digits that tell whose it is. Changed in place. */
  name?: Input<string> | undefined;
  /** `hw_vtep`: a switch that is managed by OVSDB. `router_vtep`: a Neutron router that ends the tunnel. `network_vlan`: a VLAN uplink network, without a tunnel. A change replaces the resource. Default: `hw_vtep`. */
  type?: Input<GatewayDeviceType> | undefined;
  /** Address of the switch's OVSDB server, unique in the whole Neutron. On `hw_vtep`, where it is required, and on nothing else. A change replaces the resource. */
  managementIp?: Input<string> | undefined;
  /** TCP port of the switch's OVSDB server, 1 to 65535. On `hw_vtep`, where it is required, and on nothing else. A change replaces the resource. */
  managementPort?: Input<number> | undefined;
  /** Protocol by which the switch is managed, `ovsdb` where absent. On `hw_vtep` only. A change replaces the resource. */
  managementProtocol?: Input<string> | undefined;
  /** Id of the router (`router_vtep`) or the uplink network (`network_vlan`) that the device stands on; one device for each. Not on `hw_vtep`. A change replaces the resource. */
  resourceId?: Input<string> | undefined;
  /** The device's own VTEP address: exactly one on `hw_vtep` and `router_vtep`, unique in the whole Neutron; none on `network_vlan`. Changed in place. */
  tunnelIps?: Input<readonly Input<string>[]> | undefined;
  /** Id of the project that owns the device. Where absent: the project of the login. A change replaces the resource. */
  tenantId?: Input<string> | undefined;
}

/**
 * A VTEP at the edge of a site, as the Border GW API of networking-midonet manages it.
 *
 * @example
 * ```typescript
 * import * as pulumi from "@pulumi/pulumi";
 * import { GatewayDevice } from "pulumi-border-gateway";
 *
 * const config = new pulumi.Config();
 *
 * // A router of this site that terminates the tunnels to the other sites.
 * const edge = new GatewayDevice("edge", {
 *   site: "tokyo",
 *   type: "router_vtep",
 *   resourceId: config.require("routerId"),
 *   tunnelIps: ["192.0.2.1"],
 * });
 *
 * export const deviceId = edge.id;
 * ```
 */
export class GatewayDevice extends NamedResource {
  /** The site that holds the object: a name in the stack configuration `border-gateway:sites`, else a cloud of clouds.yaml. Where absent: `border-gateway:cloud`, `OS_CLOUD`, the `OS_*` variables, or the only cloud that is configured. */
  declare readonly site: Output<string>;
  /** Display name; need not be unique. Where absent: the resource's name in the program with 7 hexadecimal digits that tell whose it is. */
  declare readonly name: Output<string>;
  /** `hw_vtep`: a switch that is managed by OVSDB. `router_vtep`: a Neutron router that ends the tunnel. `network_vlan`: a VLAN uplink network, without a tunnel. */
  declare readonly type: Output<GatewayDeviceType>;
  /** Address of the switch's OVSDB server, unique in the whole Neutron. On `hw_vtep`, where it is required, and on nothing else. */
  declare readonly managementIp: Output<string | undefined>;
  /** TCP port of the switch's OVSDB server, 1 to 65535. On `hw_vtep`, where it is required, and on nothing else. */
  declare readonly managementPort: Output<number | undefined>;
  /** Protocol by which the switch is managed, `ovsdb` where absent. On `hw_vtep` only. */
  declare readonly managementProtocol: Output<string | undefined>;
  /** Id of the router (`router_vtep`) or the uplink network (`network_vlan`) that the device stands on; one device for each. Not on `hw_vtep`. */
  declare readonly resourceId: Output<string | undefined>;
  /** The device's own VTEP address: exactly one on `hw_vtep` and `router_vtep`, unique in the whole Neutron; none on `network_vlan`. */
  declare readonly tunnelIps: Output<string[]>;
  /** Id of the project that owns the device. Where absent: the project of the login. */
  declare readonly tenantId: Output<string>;
  /** The network endpoint of the site, as recorded when the object was last seen: the site's identity, whatever its name. */
  declare readonly endpoint: Output<string>;

  constructor(name: string, args: GatewayDeviceArgs, opts?: CustomResourceOptions) {
    super(
      {
        kind: "GatewayDevice",
        outputs: [
          "site",
          "name",
          "type",
          "managementIp",
          "managementPort",
          "managementProtocol",
          "resourceId",
          "tunnelIps",
          "tenantId",
          "endpoint",
        ],
      },
      name,
      args,
      opts,
    );
  }

  /** Looks up one that exists, by its id at the site. It is read, never changed or deleted. */
  static get(name: string, id: Input<ID>, state: { site?: Input<string> | undefined } = {}, opts?: CustomResourceOptions): GatewayDevice {
    return new GatewayDevice(name, state as GatewayDeviceArgs, { ...opts, id });
  }
}
