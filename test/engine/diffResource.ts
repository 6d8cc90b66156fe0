// SPDX-License-Identifier: Apache-2.0
import type { DiffRequest, DiffResult, ResourceProvider } from "./resourceProvider";
import { equal, reveal } from "./values";

export interface Difference extends DiffResult {
  readonly changes: boolean;
}

/** Calls the provider's diff. If a provider leaves open whether anything changes, the inputs are compared (pulumi v3.260.0, step_generator.go, `diffResource`). */
export const diffResource = async (provider: ResourceProvider, request: DiffRequest): Promise<Difference> => {
  const diff = await provider.diff(request);
  return { ...diff, changes: diff.changes ?? !equal(reveal(request.oldInputs), reveal(request.newInputs)) };
};
