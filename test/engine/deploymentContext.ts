// SPDX-License-Identifier: Apache-2.0
import type { Checkpoint } from "./checkpoint";
import { DependencyGraph } from "./dependencyGraph";
import type { DeploymentEvents } from "./events";
import type { ProviderRegistry } from "./providerRegistry";
import type { ResourceState } from "./resourceState";
import type { Place, Urn } from "./urn";

/** What all parts of one deployment share. */
export class DeploymentContext {
  #olds: ReadonlyMap<Urn, ResourceState> = new Map();
  #graph = new DependencyGraph([]);

  constructor(
    readonly checkpoint: Checkpoint,
    readonly providers: ProviderRegistry,
    readonly events: DeploymentEvents,
    readonly place: Place,
    readonly preview: boolean,
    /** URNs that the user wants replaced. */
    readonly replaceTargets: ReadonlySet<Urn>,
  ) {
    this.rebase(checkpoint.base);
  }

  /** The resources of the last state without those that wait for their deletion. */
  get olds(): ReadonlyMap<Urn, ResourceState> {
    return this.#olds;
  }

  get graph(): DependencyGraph {
    return this.#graph;
  }

  /** Takes a list of resources as the last state, after a refresh. */
  rebase(resources: ResourceState[]): void {
    this.checkpoint.base = resources;
    this.#graph = new DependencyGraph(resources);
    this.#olds = new Map(resources.filter((state) => !state.delete).map((state) => [state.urn, state]));
  }
}

/** The deployment ends here. The error has been reported already. */
export class Bail extends Error {}
