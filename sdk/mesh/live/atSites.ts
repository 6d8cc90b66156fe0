// SPDX-License-Identifier: Apache-2.0
// Data of the sites for a topology: ids of names, hosts of networks, and facts that only a site contains.
import type { Collection } from "../../../provider/client/collection";
import { BorderGatewayError } from "../../../provider/client/errors";
import { findByName } from "../../../provider/client/findByName";
import type { GatewayDeviceRow } from "../../../provider/client/rows";
import type { Site as OpenSite } from "../../../provider/client/site";
import type { Runtime } from "../../../provider/kinds/definition";
import { canonicalIp, show } from "../../../provider/kinds/values";
import { Findings, type Path } from "../finding";
import type { DraftSite } from "../model/fields";
import { type DeviceType, type Member, type Mesh, membersOf, meshWith, type Site } from "../model/mesh";
import { isId, textOf } from "../model/reading";
import { crossRules } from "../validateTopology";
import { neutronsOf } from "./neutrons";
import { hostsOf } from "./ports";
import { subnetRules } from "./subnetRules";

/**
 * Merges data of the sites into a mesh: ids replace names, MAC addresses replace `ports`, and existing devices get their type and tunnel address. Outputs stay as they
 * are (see whenKnown.ts). All errors are reported together. Offline, it only reads what the deployment needs: names and ports.
 */
export async function meshAtSites(mesh: Mesh, runtime: Runtime, findings: Findings): Promise<Mesh> {
  const homes = new Map<string, Promise<OpenSite | undefined>>();
  for (const site of mesh.sites.values())
    if (!homes.has(site.home) && (runtime.live || asksSomething(site, mesh))) homes.set(site.home, openSite(site, runtime, findings));
  const of = async ({ home }: Site) => homes.get(home);
  const [sites, members] = await Promise.all([
    Promise.all(
      [...mesh.sites.values()].map(async (site) => [site.name, await siteAt(site, await of(site), runtime.live, findings)] as const),
    ),
    Promise.all(
      membersOf(mesh).map(async ({ segment, member }) => ({
        segment,
        member,
        draft: await memberAt(member, await of(member.site), runtime.live, findings),
      })),
    ),
  ]);
  const found = meshWith(mesh, new Map(sites), members, neutronsOf(mesh.sites.values(), runtime));
  if (runtime.live) await subnetRules(found, of, findings);
  const again = new Findings();
  crossRules(found, again);
  findings.add(again.all);
  return found;
}

const isName = (value: string | undefined): boolean => value !== undefined && !isId(value);

/** True if the mesh needs data of a site even offline. */
function asksSomething({ draft, home }: Site, mesh: Mesh): boolean {
  if ([draft.router, draft.network].map(textOf).some(isName)) return true;
  if (textOf(draft.device) !== undefined && (isName(textOf(draft.device)) || draft.tunnelIp === undefined)) return true;
  return membersOf(mesh).some(
    ({ member }) => member.site.home === home && (isName(textOf(member.draft.network)) || member.draft.hosts === "ports"),
  );
}

async function openSite({ home, path }: Site, runtime: Runtime, findings: Findings): Promise<OpenSite | undefined> {
  return reporting(findings, "login", path, async () => {
    const site = await runtime.openSite(home);
    if (!runtime.live) return site;
    await site.require(["gateway-device", "l2-gateway", "l2-gateway-connection"]);
    await site.requireAdmin();
    return site;
  });
}

async function siteAt(site: Site, at: OpenSite | undefined, live: boolean, findings: Findings): Promise<DraftSite> {
  const { draft, path } = site;
  if (at === undefined) return draft;
  const [router, network, device] = await Promise.all([
    find(at.routers, draft.router, at, "router", [...path, "router"], live, findings),
    find(at.networks, draft.network, at, "network", [...path, "network"], live, findings),
    deviceAt(site, at, live, findings),
  ]);
  return { ...draft, ...(router === undefined ? {} : { router }), ...(network === undefined ? {} : { network }), ...device };
}

/** Resolves a name to an id, or checks that the object with an id exists. `undefined` if there is nothing to resolve or the result is a finding. */
async function find<Row extends { id: string; name: string }>(
  collection: Collection<Row>,
  given: DraftSite["router"],
  site: OpenSite,
  what: string,
  path: Path,
  live: boolean,
  findings: Findings,
): Promise<string | undefined> {
  const value = textOf(given);
  if (value === undefined) return undefined;
  if (!isId(value)) return reporting(findings, "not-at-site", path, async () => (await findByName(collection, value, site, what)).id);
  if (live && (await collection.find(value.toLowerCase())) === undefined)
    findings.error(
      "not-at-site",
      path,
      `${show(value)}: site ${site.name} has no ${what} of this id. Give the id or the name of a ${what} at that site`,
    );
  return value.toLowerCase();
}

/** Reads an existing device and compares it with the topology. */
async function deviceAt({ draft, path }: Site, at: OpenSite, live: boolean, findings: Findings): Promise<DraftSite> {
  const device = textOf(draft.device);
  if (device === undefined || (!live && isId(device) && draft.tunnelIp !== undefined)) return {};
  const row = await reporting(findings, "not-at-site", [...path, "device"], async () => {
    const found = isId(device) ? await at.devices.find(device.toLowerCase()) : await findByName(at.devices, device, at, "gateway device");
    if (found === undefined)
      throw new BorderGatewayError(`site ${at.name} has no gateway device of the id ${device}. Give the id or the name of one`);
    return found;
  });
  if (row === undefined) return {};
  const tunnelIp = row.tunnel_ips[0];
  const known = tunnelIp === undefined ? undefined : (canonicalIp(tunnelIp) ?? tunnelIp);
  contradiction(textOf(draft.tunnelIp), known, "tunnelIp", "tunnel address", row, path, findings);
  contradiction(draft.type, row.type, "type", "type", row, path, findings);
  return { device: row.id, ...(known === undefined ? {} : { tunnelIp: known }), ...(isDeviceType(row.type) ? { type: row.type } : {}) };
}

function contradiction(
  said: string | undefined,
  is: string | undefined,
  key: string,
  what: string,
  row: GatewayDeviceRow,
  path: Path,
  findings: Findings,
): void {
  if (said === undefined || said === is) return;
  findings.error(
    "contradiction",
    [...path, key],
    `${show(said)} is not the ${what} of gateway device ${row.id} "${row.name}", which is ${show(is)}. Leave it out, or name another device`,
  );
}

const isDeviceType = (type: string): type is DeviceType => ["hw_vtep", "router_vtep", "network_vlan"].includes(type);

async function memberAt({ draft, path }: Member, at: OpenSite | undefined, live: boolean, findings: Findings): Promise<Member["draft"]> {
  if (at === undefined) return draft;
  const network = await find(at.networks, draft.network, at, "network", [...path, "network"], live, findings);
  if (network === undefined) return draft;
  if (draft.hosts !== "ports") return { ...draft, network };
  const hosts = await reporting(findings, "login", [...path, "hosts"], async () => hostsOf(await at.ports.where("network_id", network)));
  return { ...draft, network, hosts: hosts ?? [] };
}

async function reporting<T>(
  findings: Findings,
  rule: "login" | "not-at-site",
  path: Path,
  attempt: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof BorderGatewayError)) throw error;
    findings.error(rule, path, error.message);
    return undefined;
  }
}
