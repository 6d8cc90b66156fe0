// SPDX-License-Identifier: Apache-2.0
// The meshes that a program has declared so far, so that a pool of one keeps clear of the numbers that the others give away by themselves: the provider hears of those too late, with their gateways.
import { runtime } from "@pulumi/pulumi";
import type { Runtime } from "../../provider/definition";
import { neutronsOf } from "./live/neutrons";
import type { Mesh, Segment } from "./model/mesh";
import type { GivenElsewhere } from "./segmentationIdPool";

/** One mesh of the program. */
export interface Declaration {
  readonly name: string;
  readonly mesh: Mesh;
}

/** By the engine that a program speaks to: one process may run several programs. */
const declarations = new WeakMap<object, Set<Declaration>>();

function ofProgram(): Set<Declaration> {
  const engine: object | undefined = runtime.getMonitor();
  const known = (engine && declarations.get(engine)) ?? new Set<Declaration>();
  if (engine !== undefined) declarations.set(engine, known);
  return known;
}

export function declareMesh(name: string, mesh: Mesh): Declaration {
  const declaration = { name, mesh };
  ofProgram().add(declaration);
  return declaration;
}

/** What the other meshes give away at the Neutrons of this one, by its own names of their sites. Needed only if it takes numbers from a range. */
export async function givenElsewhere(own: Declaration, sites: Runtime): Promise<GivenElsewhere[]> {
  if ([...own.mesh.segments.values()].every(({ id }) => typeof id === "number")) return [];
  const others = [...ofProgram()].filter((declaration) => declaration !== own);
  const otherSites = others.flatMap(({ mesh }) => [...mesh.sites.values()]);
  // What cannot be opened is refused by its own mesh.
  if (sites.live) await Promise.allSettled(otherSites.map(({ home }) => sites.openSite(home)));
  const neutrons = neutronsOf([...own.mesh.sites.values(), ...otherSites], sites);
  const ownHomes = [...new Set([...own.mesh.sites.values()].map(({ home }) => home))].sort();
  return others.flatMap(({ name: mesh, mesh: { segments } }) =>
    [...segments.values()].flatMap(({ name, id, at }) => {
      const there = new Set(homesOf(at).map((home) => neutrons.get(home)));
      const sites = ownHomes.filter((home) => there.has(neutrons.get(home)));
      return typeof id === "number" && sites.length > 0 ? [{ mesh, name, id, sites }] : [];
    }),
  );
}

/** The configured names of the sites, each once. */
export const homesOf = (at: Segment["at"]): string[] => [...new Set([...at.values()].map(({ site }) => site.home))].sort();
