// SPDX-License-Identifier: Apache-2.0
// The objects that a mesh with `adopt: true` adopts. A resource finds them by name, so the mesh passes their names to its resources.
import type { GatewayDeviceRow, L2GatewayRow } from "../../../provider/client/rows";
import { segmentationIdsOf } from "../../../provider/client/rows";
import type { Runtime } from "../../../provider/kinds/definition";
import { canonicalIp } from "../../../provider/kinds/values";
import { logicalName } from "../../../provider/program/hints";
import type { Findings } from "../finding";
import { type Mesh, membersOf, type Site } from "../model/mesh";
import { textOf } from "../model/reading";
import { childName } from "../names";

/** Names of existing objects, by the names of sites and segments. */
export interface AdoptedNames {
  /** Names of gateway devices, by site. */
  readonly devices: ReadonlyMap<string, string>;
  /** Names of L2 gateways, by `segment/site`. */
  readonly gateways: ReadonlyMap<string, string>;
}

/**
 * Reads the devices and L2 gateways of the sites with `adopt: true`, at most two requests for each site. The names are the same in every run, because an adopted object
 * keeps its name, and an object that the mesh has created has the default name.
 */
export async function adoptedNames(mesh: string, { sites, segments }: Mesh, runtime: Runtime, findings: Findings): Promise<AdoptedNames> {
  const devices = new Map<string, string>();
  const gateways = new Map<string, string>();
  const adopting = [...sites.values()].filter(({ adopt }) => adopt);
  const deviceIds = new Map<string, string>();
  await Promise.all(
    adopting.map(async (site) => {
      const given = textOf(site.draft.device);
      if (given !== undefined) deviceIds.set(site.name, given);
      if (site.draft.device !== undefined) return;
      const at = await runtime.openSite(site.home);
      const found = (await at.devices.all()).filter((row) => isDeviceOf(site, row));
      const device = found.find(({ name }) => logicalName(name) === childName(mesh, site.name)) ?? found[0];
      if (device === undefined) return;
      deviceIds.set(site.name, device.id);
      devices.set(site.name, device.name);
    }),
  );
  await Promise.all(
    membersOf({ segments }).map(async ({ segment, member: { site, path } }) => {
      const device = deviceIds.get(site.name);
      if (!site.adopt || device === undefined || typeof segment.id !== "number") return;
      const at = await runtime.openSite(site.home);
      const found = (await at.gateways.all()).filter((row) => isGatewayOf(device, Number(segment.id), row));
      const own = found.find(({ name }) => logicalName(name) === childName(mesh, segment.name, site.name));
      const [gateway] = own === undefined ? found : [own];
      if (gateway !== undefined) gateways.set(childName(segment.name, site.name), gateway.name);
      if (own === undefined && found.length > 1)
        findings.error(
          "not-at-site",
          path,
          `site ${site.home} has ${found.length} L2 gateways with segmentation id ${segment.id} on gateway device ${device}: ${found.map(({ id, name }) => `${id} "${name}"`).join(", ")}. \`adopt: true\` adopts only a single one: delete the others, or set \`adopt: false\` for the site`,
        );
    }),
  );
  return { devices, gateways };
}

function isDeviceOf({ draft, type }: Site, row: GatewayDeviceRow): boolean {
  if (row.type !== type) return false;
  if (type !== "hw_vtep") {
    const carrier = textOf(type === "network_vlan" ? draft.network : draft.router);
    return carrier !== undefined && row.resource_id === carrier;
  }
  const managementIp = textOf(draft.managementIp);
  return managementIp !== undefined && row.management_ip !== undefined && canonicalIp(row.management_ip) === managementIp;
}

const isGatewayOf = (device: string, segmentationId: number, row: L2GatewayRow): boolean =>
  row.devices.length === 1 && row.devices[0]?.device_id === device && segmentationIdsOf(row).some((id) => Number(id) === segmentationId);
