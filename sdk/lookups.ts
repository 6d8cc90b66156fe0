// SPDX-License-Identifier: Apache-2.0
// Lookups by name of objects that the program does not manage.
import type { Input, Output } from "@pulumi/pulumi";
import { output } from "@pulumi/pulumi";
import type { GatewayDeviceRow, L2GatewayRow, NamedRow } from "../provider/client/rows";
import { programSites } from "./programSites";

/** Arguments of a lookup that returns a Promise. */
export interface GetByNameArgs {
  /** Site of the object, as in resources. Defaults to the default site of resources. */
  site?: string | undefined;
  /** Exact name of the object. The lookup fails if no object or more than one object has this name. */
  name: string;
}

/** Arguments of a lookup that returns an Output. */
export interface GetByNameOutputArgs {
  /** Site of the object, as in resources. Defaults to the default site of resources. */
  site?: Input<string> | undefined;
  /** Exact name of the object. The lookup fails if no object or more than one object has this name. */
  name: Input<string>;
}

/** Result of a lookup. */
export interface GetByNameResult {
  /** Id of the object. */
  readonly id: string;
  /** Name of the object. */
  readonly name: string;
  /** Id of the project that owns the object. */
  readonly tenantId?: string;
}

/** Result of a lookup of a gateway device. */
export interface GetGatewayDeviceResult extends GetByNameResult {
  /** Type of the device: `hw_vtep`, `router_vtep` or `network_vlan`. */
  readonly type: string;
  /** Tunnel addresses of the device. */
  readonly tunnelIps: readonly string[];
  /** Id of the router or network that carries the device. */
  readonly resourceId?: string;
}

/**
 * Looks up a network by its name, for programs that need the value itself, for example to decide which resources to create.
 *
 * @throws RunError if no network or more than one network has this name, or if the site cannot be used
 * @example
 * ```typescript
 * import { getNetwork } from "pulumi-border-gateway";
 *
 * export const owner = getNetwork({ site: "tokyo", name: "blue" }).then(({ tenantId }) => tenantId);
 * ```
 */
export const getNetwork = (args: GetByNameArgs): Promise<GetByNameResult> => lookUp(args, network);

/**
 * Looks up a network by its name. The arguments can be outputs of other resources.
 *
 * The Output fails with a RunError if no network or more than one network has this name, or if the site cannot be used.
 * @example
 * ```typescript
 * import { getL2GatewayOutput, getNetworkOutput, L2GatewayConnection } from "pulumi-border-gateway";
 *
 * const site = "tokyo";
 * new L2GatewayConnection("blue", {
 *   site,
 *   l2GatewayId: getL2GatewayOutput({ site, name: "blue" }).id,
 *   networkId: getNetworkOutput({ site, name: "blue" }).id,
 * });
 * ```
 */
export const getNetworkOutput = (args: GetByNameOutputArgs): Output<GetByNameResult> => lookUpOutput(args, network);

/** Looks up a router by its name. It fails as {@link getNetwork} does. */
export const getRouter = (args: GetByNameArgs): Promise<GetByNameResult> => lookUp(args, router);

/** Looks up a router by its name. It fails as {@link getNetworkOutput} does. */
export const getRouterOutput = (args: GetByNameOutputArgs): Output<GetByNameResult> => lookUpOutput(args, router);

/** Looks up a gateway device by its name. It fails as {@link getNetwork} does. */
export const getGatewayDevice = (args: GetByNameArgs): Promise<GetGatewayDeviceResult> => lookUp(args, gatewayDevice);

/** Looks up a gateway device by its name. It fails as {@link getNetworkOutput} does. */
export const getGatewayDeviceOutput = (args: GetByNameOutputArgs): Output<GetGatewayDeviceResult> => lookUpOutput(args, gatewayDevice);

/** Looks up an L2 gateway by its name. It fails as {@link getNetwork} does. */
export const getL2Gateway = (args: GetByNameArgs): Promise<GetByNameResult> => lookUp(args, l2Gateway);

/** Looks up an L2 gateway by its name. It fails as {@link getNetworkOutput} does. */
export const getL2GatewayOutput = (args: GetByNameOutputArgs): Output<GetByNameResult> => lookUpOutput(args, l2Gateway);

interface Rows {
  networks: NamedRow;
  routers: NamedRow;
  devices: GatewayDeviceRow;
  gateways: L2GatewayRow;
}

/** What a lookup searches, how messages call it, and what it returns of a row. */
interface Lookup<Kind extends keyof Rows, Result> {
  readonly collection: Kind;
  readonly what: string;
  result(row: Rows[Kind]): Result;
}

const named = ({
  id,
  name,
  tenant_id: tenantId,
}: Pick<NamedRow, keyof GetByNameResult & keyof NamedRow> & { tenant_id?: string | undefined }): GetByNameResult => ({
  id,
  name,
  ...(tenantId === undefined ? {} : { tenantId }),
});

const network: Lookup<"networks", GetByNameResult> = { collection: "networks", what: "network", result: named };
const router: Lookup<"routers", GetByNameResult> = { collection: "routers", what: "router", result: named };
const l2Gateway: Lookup<"gateways", GetByNameResult> = { collection: "gateways", what: "L2 gateway", result: named };
const gatewayDevice: Lookup<"devices", GetGatewayDeviceResult> = {
  collection: "devices",
  what: "gateway device",
  result: (row) => ({
    ...named(row),
    type: row.type,
    tunnelIps: row.tunnel_ips,
    ...(row.resource_id === undefined ? {} : { resourceId: row.resource_id }),
  }),
};

async function lookUp<Kind extends keyof Rows, Result>({ site, name }: GetByNameArgs, lookup: Lookup<Kind, Result>): Promise<Result> {
  const { orRefuse } = await import("./orRefuse.js");
  return orRefuse(async () => {
    const [sites, { findByName }] = await Promise.all([programSites(), import("../provider/client/findByName.js")]);
    const opened = await sites.openSite(site);
    // Each kind has its own row type, which TypeScript cannot derive here.
    const collection = opened[lookup.collection] as import("../provider/client/collection").Collection<Rows[Kind]>;
    return lookup.result(await findByName(collection, name, opened, lookup.what));
  });
}

function lookUpOutput<Kind extends keyof Rows, Result>(args: GetByNameOutputArgs, lookup: Lookup<Kind, Result>): Output<Result> {
  const found = output({ site: args.site, name: args.name }).apply((plain) => lookUp(plain, lookup));
  return found as Output<Result>;
}
