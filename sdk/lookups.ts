// SPDX-License-Identifier: Apache-2.0
// Lookups by name of objects that the program does not manage.
import type { Input, Output } from "@pulumi/pulumi";
import { output } from "@pulumi/pulumi";
import type { GatewayDeviceRow, L2GatewayRow, NamedRow } from "../provider/client/rows";
import { programSites } from "./programSites";

/** Arguments of a lookup. */
export interface LookUpArgs {
  /** Site of the object, as in resources. Defaults to the default site of resources. */
  site?: Input<string> | undefined;
  /** Exact name of the object. The lookup fails if no object or more than one object has this name. */
  name: Input<string>;
}

/** Result of a lookup. */
export interface FoundObject {
  /** Id of the object. */
  readonly id: string;
  /** Name of the object. */
  readonly name: string;
  /** Id of the project that owns the object. */
  readonly tenantId?: string;
}

/** Result of a lookup of a gateway device. */
export interface FoundGatewayDevice extends FoundObject {
  /** Type of the device: `hw_vtep`, `router_vtep` or `network_vlan`. */
  readonly type: string;
  /** Tunnel addresses of the device. */
  readonly tunnelIps: readonly string[];
  /** Id of the router or network that carries the device. */
  readonly resourceId?: string;
}

/**
 * Looks up a network by its name.
 *
 * The Output fails with a RunError if no network or more than one network has this name, or if the site cannot be used.
 * @example
 * ```typescript
 * import { L2GatewayConnection, lookUpL2Gateway, lookUpNetwork } from "pulumi-border-gateway";
 *
 * const site = "tokyo";
 * new L2GatewayConnection("blue", {
 *   site,
 *   l2GatewayId: lookUpL2Gateway({ site, name: "blue" }).id,
 *   networkId: lookUpNetwork({ site, name: "blue" }).id,
 * });
 * ```
 */
export const lookUpNetwork = (args: LookUpArgs): Output<FoundObject> => lookUp(args, "networks", "network", found);

/** Looks up a router by its name. It fails as {@link lookUpNetwork} does. */
export const lookUpRouter = (args: LookUpArgs): Output<FoundObject> => lookUp(args, "routers", "router", found);

/** Looks up a gateway device by its name. It fails as {@link lookUpNetwork} does. */
export const lookUpGatewayDevice = (args: LookUpArgs): Output<FoundGatewayDevice> =>
  lookUp(args, "devices", "gateway device", (row: GatewayDeviceRow) => ({
    ...found(row),
    type: row.type,
    tunnelIps: row.tunnel_ips,
    ...(row.resource_id === undefined ? {} : { resourceId: row.resource_id }),
  }));

/** Looks up an L2 gateway by its name. It fails as {@link lookUpNetwork} does. */
export const lookUpL2Gateway = (args: LookUpArgs): Output<FoundObject> => lookUp(args, "gateways", "L2 gateway", found);

const found = ({
  id,
  name,
  tenant_id: tenantId,
}: Pick<NamedRow, keyof FoundObject & keyof NamedRow> & { tenant_id?: string | undefined }): FoundObject => ({
  id,
  name,
  ...(tenantId === undefined ? {} : { tenantId }),
});

interface Rows {
  networks: NamedRow;
  routers: NamedRow;
  devices: GatewayDeviceRow;
  gateways: L2GatewayRow;
}

function lookUp<Kind extends keyof Rows, T>(args: LookUpArgs, kind: Kind, what: string, result: (row: Rows[Kind]) => T): Output<T> {
  const found = output({ site: args.site, name: args.name }).apply(async ({ site: siteName, name }) => {
    const { orRefuse } = await import("./orRefuse.js");
    return orRefuse(async () => {
      const [sites, { findByName }] = await Promise.all([programSites(), import("../provider/client/findByName.js")]);
      const site = await sites.openSite(siteName);
      // Each kind has its own row type, which TypeScript cannot derive here.
      const collection = site[kind] as import("../provider/client/collection").Collection<Rows[Kind]>;
      return result(await findByName(collection, name, site, what));
    });
  });
  return found as Output<T>;
}
