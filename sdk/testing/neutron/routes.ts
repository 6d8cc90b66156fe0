// SPDX-License-Identifier: Apache-2.0
import { borderConnections } from "../kinds/borderConnections";
import { borderGateways } from "../kinds/borderGateways";
import type { Collection } from "../kinds/collection";
import { gatewayDevices } from "../kinds/gatewayDevices";
import { networks } from "../kinds/networks";
import { ports } from "../kinds/ports";
import { remoteMacEntries } from "../kinds/remoteMacEntries";
import { routers } from "../kinds/routers";
import { subnets } from "../kinds/subnets";
import { upstreamConnections } from "../kinds/upstreamConnections";
import { upstreamGateways } from "../kinds/upstreamGateways";
import type { SiteKind } from "../options";

/** What a path below `/v2.0` names. */
export interface Target {
  readonly collection: Collection;
  readonly id?: string;
  readonly parent?: string;
  /** Last part of a path below an object if it is not a collection: `add_router_interface`. */
  readonly action?: string;
}

const core: Record<string, Collection> = { networks, routers, subnets, ports };

const byKind: Record<SiteKind, Record<string, Collection>> = {
  border: { ...core, l2_gateways: borderGateways, l2_gateway_connections: borderConnections },
  upstream: { ...core, l2_gateways: upstreamGateways, l2_gateway_connections: upstreamConnections },
};

/** Reads a path below `/v2.0`. Dashes and underscores are the same in a collection's name, `.json` and a trailing slash do nothing. */
export function targetOf(kind: SiteKind, path: string): Target | undefined {
  const parts = path
    .replace(/\.json$/, "")
    .split("/")
    .filter((part) => part !== "")
    .map(decodeURIComponent);
  if (parts[0] === "gw") return kind === "border" ? deviceTarget(parts.slice(1)) : undefined;
  const [name = "", id, action, ...more] = parts;
  const collection = byKind[kind][name.replaceAll("-", "_")];
  if (collection === undefined || more.length > 0 || (action !== undefined && collection !== routers)) return undefined;
  return { collection, ...(id === undefined ? {} : { id }), ...(action === undefined ? {} : { action }) };
}

function deviceTarget([name = "", parent, below, id, ...more]: string[]): Target | undefined {
  if (name.replaceAll("-", "_") !== "gateway_devices" || more.length > 0) return undefined;
  if (parent === undefined) return { collection: gatewayDevices };
  if (below === undefined) return { collection: gatewayDevices, id: parent };
  if (below.replaceAll("-", "_") !== "remote_mac_entries") return undefined;
  return { collection: remoteMacEntries, parent, ...(id === undefined ? {} : { id }) };
}
