// SPDX-License-Identifier: Apache-2.0
// Rules for gateway devices, of each site and across sites.
import { gatewayDevice } from "../../../provider/kinds/gatewayDevice";
import { UNKNOWN } from "../../../provider/kinds/unknown";
import { show } from "../../../provider/kinds/values";
import type { Finding, Findings, Path } from "../finding";
import { pathText } from "../finding";
import { type Mesh, type Site, sameNeutron } from "../model/mesh";
import { isId, textOf } from "../model/reading";
import { noTunnelEnd, plainIp } from "./addresses";

const NEW_DEVICE = ["type", "router", "network", "managementIp", "managementPort"] as const;

/** The properties that determine the type of a device. */
const TELLING = ["device", "type", "router", "network"] as const;

export function deviceRules(mesh: Mesh, findings: Findings): void {
  for (const site of mesh.sites.values()) {
    if (site.draft.device === undefined) newDevice(site, findings);
    else existingDevice(site, findings);
    const tunnelIp = textOf(site.draft.tunnelIp);
    const wrong = tunnelIp === undefined ? undefined : noTunnelEnd(tunnelIp);
    if (wrong !== undefined) findings.error("address", [...site.path, "tunnelIp"], wrong);
  }
  takenTwice(mesh, findings);
}

/** What a type needs and refuses is the resource's own knowledge, in the words of the topology. */
function newDevice({ draft, path, type }: Site, findings: Findings): void {
  // What a misspelt key was meant to say is not known, nor what was meant where it is no site at all, nor of what type a device is whose resource cannot be read.
  if (findings.all.some((one) => isAbout(one, path)) || TELLING.some((key) => key in draft && draft[key] === undefined)) return;
  if (Object.keys(draft).length === 0) {
    findings.error(
      "device",
      path,
      'the site has no gateway device. Name an existing one with "device", or set "router", "network" or "managementIp" to create one.',
    );
    return;
  }
  const both = draft.router !== undefined && draft.network !== undefined;
  const { router, network, tunnelIp, managementIp, managementPort } = draft;
  const resource = type === "router_vtep" ? router : type === "network_vlan" ? network : (router ?? network);
  const failures = gatewayDevice.definition.rules({
    ...(type === undefined ? {} : { type }),
    ...(resource === undefined ? {} : { resourceId: UNKNOWN }),
    ...(tunnelIp === undefined ? {} : { tunnelIps: UNKNOWN }),
    ...(managementIp === undefined ? {} : { managementIp: UNKNOWN }),
    ...(managementPort === undefined ? {} : { managementPort }),
  });
  for (const { path: at, reason } of failures) {
    const key =
      at[0] === "resourceId" ? (type === "network_vlan" ? "network" : "router") : at[0] === "tunnelIps" ? "tunnelIp" : String(at[0]);
    // An invalid value already has its own finding.
    if (!findings.all.some((one) => pathText(one.path) === pathText([...path, key]))) findings.error("device", [...path, key], reason);
  }
  if (both) findings.error("device", path, 'a gateway device uses either a router or a network. Remove "router" or "network".');
}

const isAbout = ({ rule, path }: Finding, site: Path): boolean =>
  path[0] === site[0] && path[1] === site[1] && (rule === "unknown-key" || (rule === "shape" && path.length === site.length));

function existingDevice({ draft, path, type }: Site, findings: Findings): void {
  for (const key of NEW_DEVICE)
    if (draft[key] !== undefined && key !== "type")
      findings.error(
        "device",
        [...path, key],
        `${key} is for a new device, but "device" names an existing one (${show(textOf(draft.device) ?? "an Output")}). Remove one of the two.`,
      );
  const tunnelIp = [...path, "tunnelIp"];
  if (type === "network_vlan" && draft.tunnelIp !== undefined && !findings.all.some((one) => pathText(one.path) === pathText(tunnelIp)))
    findings.error("no-tunnel", tunnelIp, 'a device of type network_vlan has no tunnel. Remove "tunnelIp".');
}

/** networking-midonet@1dcb2d2 midonet/neutron/db/gateway_device.py: one device for each router and network, management and tunnel addresses unique in the whole Neutron. */
function takenTwice({ sites }: Mesh, findings: Findings): void {
  const holders = new Map<string, { readonly path: Path; readonly site: Site }>();
  const take = (site: Site, what: string, value: string | undefined, scope: string, at: Path, advice: string) => {
    if (value === undefined) return;
    const key = JSON.stringify([what, isId(value) ? value.toLowerCase() : plainIp(value), scope]);
    const holder = holders.get(key);
    if (holder === undefined) holders.set(key, { path: at, site });
    else
      findings.error(
        "taken-twice",
        at,
        `${show(value)} is also the ${what} at ${pathText(holder.path)}${sameNeutron(holder.site, site)}. ${advice}`,
      );
  };
  for (const site of sites.values()) {
    const { draft, path, neutron } = site;
    // An id is of one object anywhere; a name is of one object at a site.
    const at = (value: string | undefined) => (value !== undefined && isId(value) ? "" : neutron);
    const [device, router, network, managementIp] = [draft.device, draft.router, draft.network, draft.managementIp].map(textOf);
    take(
      site,
      "device",
      device,
      at(device),
      [...path, "device"],
      "Each site needs a gateway device of its own: name another device, or merge the two sites.",
    );
    take(site, "router", router, at(router), [...path, "router"], "A router can carry only one gateway device: name another router.");
    take(
      site,
      "uplink network",
      network,
      at(network),
      [...path, "network"],
      "A network can carry only one gateway device: name another network.",
    );
    take(
      site,
      "management address",
      managementIp,
      neutron,
      [...path, "managementIp"],
      "Each switch needs a management address of its own.",
    );
    take(
      site,
      "tunnel address",
      textOf(draft.tunnelIp),
      "",
      [...path, "tunnelIp"],
      "Remote MAC entries cannot tell the two devices apart: give each device its own address. If the two are a pair of switches with one anycast address, declare the pair as one site.",
    );
  }
}
