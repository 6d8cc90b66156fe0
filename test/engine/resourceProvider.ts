// SPDX-License-Identifier: Apache-2.0
import type { Urn } from "../wire/urn";
import type { PropertyMap } from "../wire/values";

export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

export interface DiffResult {
  readonly changes: boolean;
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

export interface DiffRequest {
  readonly urn: Urn;
  readonly id: string;
  readonly oldInputs: PropertyMap;
  readonly oldOutputs: PropertyMap;
  readonly newInputs: PropertyMap;
  readonly ignoreChanges: readonly string[];
}

/** The calls that the engine makes, whoever answers them: a provider's process, or the engine for its own provider resources. */
export interface ResourceProvider {
  check(urn: Urn, olds: PropertyMap, news: PropertyMap): Promise<{ inputs: PropertyMap; failures: readonly CheckFailure[] }>;
  diff(request: DiffRequest): Promise<DiffResult>;
  create(urn: Urn, inputs: PropertyMap): Promise<{ id: string; outputs: PropertyMap }>;
  update(request: DiffRequest): Promise<{ outputs: PropertyMap }>;
  delete(urn: Urn, id: string, inputs: PropertyMap, outputs: PropertyMap): Promise<void>;
  /** An empty id means that the object was deleted. */
  read(
    urn: Urn,
    id: string,
    inputs: PropertyMap,
    outputs: PropertyMap,
  ): Promise<{ id: string; inputs?: PropertyMap; outputs: PropertyMap }>;
}

/** The object exists but is not in order: it stays in the state, with the reasons. */
export class PartialFailure extends Error {
  constructor(
    readonly reasons: readonly string[],
    readonly id: string,
    readonly outputs: PropertyMap,
    readonly inputs: PropertyMap | undefined,
  ) {
    super(reasons.length === 0 ? "resource init failed" : reasons.join("\n"));
  }
}
