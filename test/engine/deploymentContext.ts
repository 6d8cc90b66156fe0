// SPDX-License-Identifier: Apache-2.0
import type { Place, Urn } from "../wire/urn";
import type { Checkpoint } from "./checkpoint";
import { DependencyGraph } from "./dependencyGraph";
import type { ProviderRegistry } from "./providerRegistry";
import type { ResourceState } from "./resourceState";
import type { Step } from "./steps";

export type Severity = "info" | "warning" | "error";

/** The events of a running deployment, for the display and for tests. */
export interface DeploymentEvents {
  /** A step begins. */
  stepStarted(step: Step): void;
  stepEnded(step: Step): void;
  stepFailed(step: Step): void;
  /** A message about a resource, or about the whole where `urn` is empty. */
  message(severity: Severity, urn: string, text: string): void;
  /** What the program or the provider wrote to its standard streams. */
  output(text: string): void;
}

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
