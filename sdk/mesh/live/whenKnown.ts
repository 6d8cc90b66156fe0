// SPDX-License-Identifier: Apache-2.0
// Resolution of Outputs in a topology: once they are known, names become ids and the hosts of networks are read. In a preview their results are unknown.
import { type Output, output } from "@pulumi/pulumi";
import { BorderGatewayError } from "../../../provider/client/errors";
import { findByName } from "../../../provider/client/findByName";
import type { Site as OpenSite } from "../../../provider/client/site";
import { show } from "../../../provider/kinds/values";
import { orRefuse } from "../../orRefuse";
import { programSites } from "../../programSites";
import { type Path, pathText } from "../finding";
import type { DraftSite } from "../model/fields";
import { type Member, type Mesh, membersOf, meshWith, type Site } from "../model/mesh";
import { isId, isLater, type Ref } from "../model/reading";
import { hostsOf } from "./ports";

/** The keys of a topology that accept an id or a name, with the lookup for a name. */
const BY_NAME = {
  router: (at: OpenSite, name: string) => findByName(at.routers, name, at, "router"),
  network: (at: OpenSite, name: string) => findByName(at.networks, name, at, "network"),
  device: (at: OpenSite, name: string) => findByName(at.devices, name, at, "gateway device"),
};
type Key = keyof typeof BY_NAME;
const KEYS = Object.keys(BY_NAME) as Key[];

/** Replaces each Output of an id or a name by an Output of the id. Plain values stay plain. */
export function idsWhenKnown(name: string, mesh: Mesh): Mesh {
  const known = <Draft extends Pick<DraftSite, Key>>(draft: Draft, path: Path, site: Site): Draft => {
    const later = KEYS.flatMap((key) => {
      const given = draft[key];
      return isLater(given) ? [[key, idWhenKnown(given, key, site.home, sayAt(name, [...path, key]))] as const] : [];
    });
    return { ...draft, ...Object.fromEntries(later) };
  };
  const sites = new Map([...mesh.sites.values()].map((site) => [site.name, known(site.draft, site.path, site)]));
  const members = membersOf(mesh).map((one) => ({ ...one, draft: known(one.member.draft, one.member.path, one.member.site) }));
  return meshWith(mesh, sites, members);
}

/** The hosts on the ports of a network whose id is an Output. */
export function hostsWhenKnown(name: string, { site, path, draft }: Member): Output<string[]> {
  const say = sayAt(name, [...path, "hosts"]);
  return output(draft.network ?? "").apply((network) =>
    // A separate request is needed, because a cached list may be older than ports that the program waited for.
    orRefuse(async () => hostsOf(await (await openSite(site.home)).ports.lookFor("network_id", network)), say),
  );
}

/** The prefix of an error message, with mesh and path as in findings. */
export const sayAt = (name: string, path: Path): string => `mesh ${name}: ${pathText(path)}: `;

const openSite = async (home: string): Promise<OpenSite> => (await programSites()).openSite(home);

function idWhenKnown(given: Ref, key: Key, home: string, say: string): Output<string> {
  return output(given).apply((value: unknown) =>
    orRefuse(async () => {
      if (typeof value !== "string" || value === "") throw new BorderGatewayError(`${show(value)} is not the id or name of a ${key}`);
      return isId(value) ? value.toLowerCase() : (await BY_NAME[key](await openSite(home), value)).id;
    }, say),
  );
}
