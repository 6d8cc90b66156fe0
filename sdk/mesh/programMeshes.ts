// SPDX-License-Identifier: Apache-2.0
// The meshes that a program has declared so far. Their explicit segmentation ids are passed to the pools of other meshes, because the provider would learn of them too late, with their gateways.
import { runtime } from "@pulumi/pulumi";
import type { Runtime } from "../../provider/kinds/definition";
import { neutronsOf } from "./live/neutrons";
import type { Mesh, Segment } from "./model/mesh";
import type { GivenElsewhere } from "./segmentationIdPool";

/** A mesh that the program declares. */
export interface Declaration {
  readonly name: string;
  readonly mesh: Mesh;
}

/** Declarations by the engine connection of the program, because one process may run several programs. */
const declarations = new WeakMap<object, Set<Declaration>>();

function ofProgram(): Set<Declaration> {
  const engine: object | undefined = runtime.getMonitor();
  const known = (engine && declarations.get(engine)) ?? new Set<Declaration>();
  if (engine !== undefined) declarations.set(engine, known);
  return known;
}

/** Records a mesh of the program. */
export function declareMesh(name: string, mesh: Mesh): Declaration {
  const declaration = { name, mesh };
  ofProgram().add(declaration);
  return declaration;
}

/** Explicit segmentation ids of the other meshes at the Neutrons of this mesh, with this mesh's site names. Empty if this mesh does not use a range. */
export async function givenElsewhere(own: Declaration, sites: Runtime): Promise<GivenElsewhere[]> {
  if ([...own.mesh.segments.values()].every(({ id }) => typeof id === "number")) return [];
  const others = [...ofProgram()].filter((declaration) => declaration !== own);
  const otherSites = others.flatMap(({ mesh }) => [...mesh.sites.values()]);
  // A site that cannot be opened is reported by its own mesh.
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

/** The configured names of the sites, sorted and without duplicates. */
export const homesOf = (at: Segment["at"]): string[] => [...new Set([...at.values()].map(({ site }) => site.home))].sort();
