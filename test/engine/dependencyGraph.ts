// SPDX-License-Identifier: Apache-2.0
import { providerUrnOf, type Urn } from "../wire/urn";
import { dependenciesOf, type ResourceState } from "./resourceState";

/**
 * The dependencies between resources, in an order where dependencies come first.
 * The rules are those of pulumi v3.260.0, pkg/resource/graph/dependency_graph.go.
 */
export class DependencyGraph {
  constructor(readonly resources: readonly ResourceState[]) {}

  /** Everything that depends on the resource, directly or not, in order. A child does not depend on its parent here. */
  dependingOn(state: ResourceState, ignore: ReadonlySet<Urn>): ResourceState[] {
    const urns = new Set([state.urn]);
    return this.resources.slice(this.resources.indexOf(state) + 1).filter((candidate) => {
      if (ignore.has(candidate.urn) || ![...needsOf(candidate)].some((urn) => urns.has(urn))) return false;
      urns.add(candidate.urn);
      return true;
    });
  }

  /** What the resource depends on directly, including its parent and its provider. A component stands for all its descendants. */
  dependenciesOf(state: ResourceState): Set<ResourceState> {
    const urns = needsOf(state);
    const before = this.resources.slice(0, this.resources.indexOf(state));
    const found = new Set<ResourceState>();
    for (const candidate of before) {
      if (candidate.urn === state.parent) found.add(candidate);
      if (!urns.has(candidate.urn)) continue;
      found.add(candidate);
      if (!candidate.custom) for (const child of below(candidate.urn, before)) found.add(child);
    }
    return found;
  }
}

const needsOf = (state: ResourceState): ReadonlySet<Urn> =>
  new Set([...dependenciesOf(state), ...(state.provider === "" ? [] : [providerUrnOf(state.provider)])]);

const below = (parent: Urn, among: readonly ResourceState[]): ResourceState[] => {
  const parents = new Set([parent]);
  return among.filter((state) => {
    if (!parents.has(state.parent)) return false;
    parents.add(state.urn);
    return true;
  });
};
