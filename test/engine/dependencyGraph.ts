// SPDX-License-Identifier: Apache-2.0
import { dependenciesOf, type ResourceState } from "./resourceState";
import { providerUrnOf, type Urn } from "./urn";

/**
 * Who hangs on whom, over resources in an order where dependencies come first.
 * The rules are those of pulumi v3.260.0, pkg/resource/graph/dependency_graph.go.
 */
export class DependencyGraph {
  readonly #index = new Map<ResourceState, number>();

  constructor(readonly resources: readonly ResourceState[]) {
    resources.forEach((state, index) => {
      this.#index.set(state, index);
    });
  }

  contains(state: ResourceState): boolean {
    return this.#index.has(state);
  }

  /** Everything that depends on the resource, directly or not, in order; being its child is no dependence here. */
  dependingOn(state: ResourceState, ignore: ReadonlySet<Urn>): ResourceState[] {
    const found: ResourceState[] = [];
    const urns = new Set([state.urn]);
    for (const candidate of this.resources.slice(this.#position(state) + 1)) {
      if (ignore.has(candidate.urn)) continue;
      const depends =
        dependenciesOf(candidate).some(({ kind, urn }) => kind !== "parent" && urns.has(urn)) ||
        (candidate.provider !== "" && urns.has(providerUrnOf(candidate.provider)));
      if (depends) {
        found.push(candidate);
        urns.add(candidate.urn);
      }
    }
    return found;
  }

  /** What the resource hangs on directly, its parent and provider among it; a component stands for all below it. */
  dependenciesOf(state: ResourceState): Set<ResourceState> {
    const urns = new Set(
      dependenciesOf(state)
        .filter(({ kind }) => kind !== "parent")
        .map(({ urn }) => urn),
    );
    if (state.provider !== "") urns.add(providerUrnOf(state.provider));
    const before = this.resources.slice(0, this.#position(state));
    const found = new Set<ResourceState>();
    for (const candidate of before) {
      if (urns.has(candidate.urn)) {
        found.add(candidate);
        if (!candidate.custom) for (const child of this.#below(candidate.urn, before)) found.add(child);
      }
      if (candidate.urn === state.parent) found.add(candidate);
    }
    return found;
  }

  transitiveDependenciesOf(state: ResourceState): Set<ResourceState> {
    const found = new Set<ResourceState>();
    const pending = [state];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      for (const dependency of this.dependenciesOf(next)) {
        if (!found.has(dependency)) {
          found.add(dependency);
          pending.push(dependency);
        }
      }
    }
    return found;
  }

  #below(parent: Urn, among: readonly ResourceState[]): ResourceState[] {
    const parents = new Set([parent]);
    return among.filter((state) => {
      if (!parents.has(state.parent)) return false;
      parents.add(state.urn);
      return true;
    });
  }

  #position(state: ResourceState): number {
    const index = this.#index.get(state);
    if (index === undefined) throw new Error(`${state.urn} is not in the graph`);
    return index;
  }
}
