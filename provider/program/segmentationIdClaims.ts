// SPDX-License-Identifier: Apache-2.0
// What the pools of one provider process know of each other: two meshes of one program may meet at a site. A process is asked for one deployment, so nothing is ever taken back.
import { neutronKeys } from "../client/config/neutronAddress";
import { BorderGatewayError } from "../client/errors";
import type { Props, Runtime } from "../kinds/definition";

/** A pool, and the mesh that messages name it by: two meshes may have one name below different components. */
export interface Claimant {
  readonly pool: string;
  readonly mesh: string;
}

interface Claim extends Claimant {
  readonly segment: string;
  /** True where the number was given in this deployment, and its segment has nothing at the site yet. */
  readonly isNew: boolean;
  /** Who turned out to have held it before, in words: the pool of that one was asked later. */
  contestedBy?: string;
}

/** By the Neutron and the number. */
class Claims {
  private readonly held = new Map<string, Claim>();

  constructor(private readonly runtime: Runtime) {}

  get(site: string, id: number): Claim | undefined {
    return placesOf(this.runtime, site, id)
      .map((place) => this.held.get(place))
      .find((claim) => claim !== undefined);
  }

  set(site: string, id: number, claim: Claim): void {
    for (const place of placesOf(this.runtime, site, id)) this.held.set(place, claim);
  }
}

interface Wanted {
  readonly name: string;
  readonly sites: readonly string[];
}

const ofProcess = new WeakMap<Runtime, Claims>();

export function claimsOf(runtime: Runtime): Claims {
  const known = ofProcess.get(runtime) ?? new Claims(runtime);
  ofProcess.set(runtime, known);
  return known;
}

/** A number at the Neutron of a site, in every way that the Neutron is known by: two names of sites may lead to one. */
export function placesOf(runtime: Runtime, site: string, id: number): string[] {
  return neutronKeys(site, runtime.neutronAddress(site)).map((neutron) => `${neutron} ${id}`);
}

/** Who else has claimed the number at a site of the segment, in words. */
export function claimedByOther(claims: Claims, { pool }: Claimant, { name, sites }: Wanted, id: number): string | undefined {
  for (const site of sites) {
    const claim = claims.get(site, id);
    if (claim !== undefined && (claim.pool !== pool || claim.segment !== name)) return `in use at site ${site}, by ${textOf(claim)}`;
  }
  return undefined;
}

export function claimNew(claims: Claims, claimant: Claimant, { name, sites }: Wanted, id: number): void {
  for (const site of sites) claims.set(site, id, { ...claimant, segment: name, isNew: true });
}

/** @throws BorderGatewayError where another has it, with what the next deployment can do about it */
export function claimHeld(claims: Claims, claimant: Claimant, { name, sites }: Wanted, id: number): void {
  const own: Claim = { ...claimant, segment: name, isNew: false };
  for (const site of sites) {
    const claim = claims.get(site, id);
    if (claim === undefined || (claim.pool === own.pool && claim.segment === name)) {
      claims.set(site, id, own);
      continue;
    }
    if (!claim.isNew)
      throw new BorderGatewayError(
        `${textOf(claim)} and ${textOf(own)} both hold ${id} at site ${site}. Give the newer of them a segmentationId of its own, or remove it`,
      );
    claim.contestedBy = textOf(own);
    throw new BorderGatewayError(
      `${textOf(own)} has held ${id} at site ${site} since it was made, but in this deployment ${textOf(claim)} was asked for first and given it. ${wayOut(claim)}`,
    );
  }
}

/** What was given is not kept where its holder has come up since. @throws BorderGatewayError */
export function refuseContested(claims: Claims, { mesh, segments, ids }: Props): void {
  const given = new Map(Object.entries(ids as Readonly<Record<string, number>>));
  for (const { name, sites } of segments as readonly Wanted[])
    for (const site of sites) {
      const claim = claims.get(site, given.get(name) ?? 0);
      if (claim?.contestedBy !== undefined && claim.mesh === mesh && claim.segment === name)
        throw new BorderGatewayError(
          `segment ${name} was given ${given.get(name)}, which ${claim.contestedBy} holds at site ${site}. ${wayOut(claim)}`,
        );
    }
}

const textOf = ({ segment, mesh }: Claim): string => `segment ${segment} of mesh ${mesh}`;

/** Asked in the same order, the pools would choose the same again. */
const wayOut = (claim: Claim): string =>
  `Give ${textOf(claim)} a segmentationId of its own, or deploy once without border-gateway:liveValidation false, so that the sites are read`;
