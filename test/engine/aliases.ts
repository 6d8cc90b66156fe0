// SPDX-License-Identifier: Apache-2.0
import type { Alias, Goal } from "./goal";
import { isStackUrn, makeUrn, nameOf, type Place, qualifiedType, typeOf, type Urn } from "./urn";

/** Former URNs of a resource (pulumi v3.260.0, step_generator.go, `generateAliases`). `renamed` tells the old URN of a parent. */
export const formerUrns = (goal: Goal, place: Place, renamed: ReadonlyMap<Urn, Urn>): Urn[] => {
  const own = goal.aliases.map((alias) => resolveAlias(goal, alias, place, renamed));
  const parentWas = renamed.get(goal.parent);
  if (parentWas === undefined) return [...new Set(own)];
  const inherited = [
    inherit(goal.type, goal.name, goal.parent, parentWas, place),
    ...own.map((urn) => inherit(typeOf(urn), nameOf(urn), goal.parent, parentWas, place)),
  ];
  return [...new Set([...own, ...inherited])];
};

const resolveAlias = (goal: Goal, alias: Alias, place: Place, renamed: ReadonlyMap<Urn, Urn>): Urn => {
  if ("urn" in alias) return alias.urn;
  const parent = alias.parent === undefined ? goal.parent : (renamed.get(alias.parent) ?? alias.parent);
  return makeUrn(
    { project: alias.project ?? place.project, stack: alias.stack ?? place.stack },
    alias.noParent || isStackUrn(parent) ? "" : parent,
    alias.type ?? goal.type,
    alias.name ?? goal.name,
  );
};

/** A child named after its parent has followed the parent's name. */
const inherit = (type: string, name: string, parent: Urn, parentWas: Urn, place: Place): Urn => {
  const parentName = nameOf(parent);
  const was = name.startsWith(parentName) ? nameOf(parentWas) + name.slice(parentName.length) : name;
  return `urn:pulumi:${place.stack}::${place.project}::${qualifiedType(parentWas)}$${type}::${was}`;
};
