// SPDX-License-Identifier: Apache-2.0
// The current contents of sites, whoever created them, for diagrams without a topology.
import * as rows from "../../../provider/client/rows";
import type { Session } from "../../../provider/client/session";
import { Site } from "../../../provider/client/site";
import { canonicalIp, canonicalMac } from "../../../provider/kinds/values";

export interface SurveyedSite {
  readonly name: string;
  readonly devices: readonly SurveyedDevice[];
}

/** A gateway device, or a switch at a networking-l2gw site. */
export interface SurveyedDevice {
  readonly id: string;
  /** Name of the device. It may be empty, and several devices may have the same name. */
  readonly name: string;
  /** Type of the gateway device, or `switch`. The segmentation ids of a switch are local VLANs without a meaning at other sites. */
  readonly type: string;
  readonly tunnelIp?: string | undefined;
  readonly joins: readonly SurveyedJoin[];
  readonly remoteMacs: readonly SurveyedMac[];
}

/** A segmentation id on a device, and the networks that are attached with it. */
export interface SurveyedJoin {
  readonly segmentationId: number;
  readonly networks: readonly string[];
}

export interface SurveyedMac {
  readonly macAddress: string;
  readonly vtepAddress: string;
  readonly segmentationId: number;
}

type OnDevice = (device: rows.L2GatewayRow["devices"][number]) => boolean;

/** Reads the gateway devices and connections of all projects that the credentials can see. @throws SiteError, ApiError */
export async function survey(session: Session): Promise<SurveyedSite> {
  const site = new Site(session);
  const [isBorder, gateways, connections] = await Promise.all([
    site.has("gateway-device"),
    site.everyProjects(rows.l2Gateways),
    site.everyProjects(rows.connections),
  ]);
  const networkIds = [...new Set(connections.map(({ network_id: id }) => id))];
  const found = await Promise.all(networkIds.map(async (id) => [id, (await site.networks.find(id))?.name || id] as const));
  const names = new Map(found);
  const joinsOn = (isOn: OnDevice): SurveyedJoin[] => {
    const joined = new Map<number, Set<string>>();
    for (const gateway of gateways) {
      const devices = gateway.devices.filter(isOn);
      if (devices.length === 0) continue;
      const own = rows.segmentationIdsOf({ ...gateway, devices });
      const here = connections.filter(({ l2_gateway_id: id }) => id === gateway.id);
      for (const id of own) add(joined, Number(id));
      // The id is on the gateway, or else on each of its connections.
      for (const { network_id: network, segmentation_id: id } of here)
        for (const one of own.length > 0 ? own : [id ?? 0]) add(joined, Number(one), names.get(network));
    }
    return [...joined].map(([segmentationId, networks]) => ({ segmentationId, networks: [...networks].sort() }));
  };
  return { name: site.name, devices: isBorder ? await borderDevices(site, joinsOn) : switches(gateways, joinsOn) };
}

async function borderDevices(site: Site, joinsOn: (isOn: OnDevice) => SurveyedJoin[]): Promise<SurveyedDevice[]> {
  const [devices, holders] = await Promise.all([site.devices.all(), site.hostsOfDevices.all()]);
  const entries = new Map(holders.map((holder) => [holder.id, holder.remote_mac_entries]));
  return devices.map((device) => ({
    id: device.id,
    name: device.name,
    type: device.type,
    tunnelIp: device.tunnel_ips[0] === undefined ? undefined : addressOf(device.tunnel_ips[0]),
    joins: joinsOn(({ device_id: id }) => id === device.id),
    remoteMacs: (entries.get(device.id) ?? []).map((entry) => ({
      macAddress: canonicalMac(entry.mac_address) ?? entry.mac_address,
      vtepAddress: addressOf(entry.vtep_address),
      segmentationId: Number(entry.segmentation_id),
    })),
  }));
}

function switches(gateways: readonly rows.L2GatewayRow[], joinsOn: (isOn: OnDevice) => SurveyedJoin[]): SurveyedDevice[] {
  const names = new Set(gateways.flatMap(({ devices }) => devices.flatMap(({ device_name: name }) => name ?? [])));
  return [...names].map((name) => ({
    id: name,
    name,
    type: "switch",
    joins: joinsOn(({ device_name: one }) => one === name),
    remoteMacs: [],
  }));
}

function add(joined: Map<number, Set<string>>, id: number, network?: string): void {
  const networks = joined.get(id) ?? new Set();
  if (network !== undefined) networks.add(network);
  joined.set(id, networks);
}

const addressOf = (text: string): string => canonicalIp(text) ?? text;
