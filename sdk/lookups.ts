// SPDX-License-Identifier: Apache-2.0
// Objects at a site that the program did not make, by their names.
import type { Input, Output } from "@pulumi/pulumi";
import { output } from "@pulumi/pulumi";
import type { GatewayDeviceRow, L2GatewayRow, NamedRow } from "../provider/client/rows";
import { programSites } from "./programSites";

export interface LookUpArgs {
  /** The site, as resources name it; the default site where absent. */
  site?: Input<string> | undefined;
  /** The exact name. The lookup fails where no object has it, and where several have. */
  name: Input<string>;
}

/** What every lookup finds. */
export interface FoundObject {
  readonly id: string;
  readonly name: string;
  /** Id of the project that owns it. */
  readonly tenantId?: string;
}

export interface FoundGatewayDevice extends FoundObject {
  /** `hw_vtep`, `router_vtep` or `network_vlan`. */
  readonly type: string;
  readonly tunnelIps: readonly string[];
  /** Id of the router or the network that it stands on. */
  readonly resourceId?: string;
}

/**
 * Looks up a network by its name.
 *
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

/** Looks up a router by its name. */
export const lookUpRouter = (args: LookUpArgs): Output<FoundObject> => lookUp(args, "routers", "router", found);

/** Looks up a gateway device by its name. */
export const lookUpGatewayDevice = (args: LookUpArgs): Output<FoundGatewayDevice> =>
  lookUp(args, "devices", "gateway device", (row: GatewayDeviceRow) => ({
    ...found(row),
    type: row.type,
    tunnelIps: row.tunnel_ips,
    ...(row.resource_id === undefined ? {} : { resourceId: row.resource_id }),
  }));

/** Looks up an L2 gateway by its name. */
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
      // The table of collections is typed by kind: each holds rows of its own.
      const collection = site[kind] as import("../provider/client/collection").Collection<Rows[Kind]>;
      return result(await findByName(collection, name, site, what));
    });
  });
  return found as Output<T>;
}
