// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import type { Topology } from "../../../sdk/mesh/index";
import { type EmulatedSite, startSites } from "../../../sdk/testing/index";
import { newStack } from "../../stack/newStack";
import type { StackDriver } from "../../stack/stack";

export interface MeshStack {
  readonly stack: StackDriver;
  readonly sites: ReadonlyMap<string, EmulatedSite>;
  /** Sets what the program declares from now on. */
  declare(topology: Topology): Promise<void>;
}

/** A stack of one mesh over emulated sites of its own. */
export async function meshStack(t: ExecutionContext, names: readonly string[], program = "program.js"): Promise<MeshStack> {
  const started = await startSites({ sites: names });
  t.teardown(() => Promise.all(started.map((site) => site.stop())).then(() => undefined));
  const config = {
    "border-gateway:sites": JSON.stringify(Object.fromEntries(started.map((site) => [site.name, site.cloud]))),
    "standIn:clouds": JSON.stringify(Object.fromEntries(started.map(({ name, url }) => [name, { endpoint: url, token: "admin" }]))),
  };
  const stack = await newStack(t, { program: join(__dirname, "fixtures", program), config });
  return {
    stack,
    sites: new Map(started.map((site) => [site.name, site])),
    declare: (topology) => stack.setConfig("mesh:topology", JSON.stringify(topology)),
  };
}

/** The operations on the mesh's children that are not `same`: `create GatewayDevice mesh/tokyo`. */
export const changesOf = (steps: ReadonlyArray<{ op: string; type: string; name: string }>): string[] =>
  steps
    .filter(({ op, type }) => op !== "same" && type.includes("dynamic/border-gateway:"))
    .map(({ op, type, name }) => `${op} ${type.split(":").at(-1)} ${name}`)
    .sort();

type Row = Readonly<Record<string, unknown>>;

/** What a site holds for border gateways, in the words of the plan. */
export function holds(site: EmulatedSite): { devices: string[]; joins: string[]; macs: string[] } {
  const rows = (kind: Parameters<EmulatedSite["objects"]>[0]): readonly Row[] => site.objects(kind);
  const tunnels = new Map(rows("gateway_devices").map((row) => [row.id, row.tunnel_ips]));
  const gateways = new Map(rows("l2_gateways").map((row) => [row.id, row.devices]));
  return {
    devices: rows("gateway_devices")
      .map((row) => `${row.type} ${row.resource_id} ${row.tunnel_ips}`)
      .sort(),
    joins: rows("l2_gateway_connections")
      .map((row) => {
        const [device] = gateways.get(row.l2_gateway_id) as ReadonlyArray<{ device_id: string; segmentation_id: string }>;
        return `${row.network_id} ${device?.segmentation_id} ${tunnels.get(device?.device_id)}`;
      })
      .sort(),
    macs: rows("remote_mac_entries")
      .map((row) => `${tunnels.get(row.device_id)} ${row.mac_address} ${row.vtep_address} ${row.segmentation_id}`)
      .sort(),
  };
}
