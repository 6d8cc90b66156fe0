// SPDX-License-Identifier: Apache-2.0
import { covers, ignoreChanges, parsePath } from "./propertyPath";
import type { DiffRequest, ResourceProvider } from "./resourceProvider";
import { changedKeys, equal, reveal } from "./values";

export interface Difference {
  readonly changes: boolean;
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/**
 * Asks the provider what a change costs. One that does not know whether anything changes is answered by comparing inputs; keys that the
 * program marks `replaceOnChanges` are added (pulumi v3.260.0, step_generator.go, `diffResource` and `applyReplaceOnChanges`).
 */
export const diffResource = async (
  provider: ResourceProvider,
  request: DiffRequest,
  replaceOnChanges: readonly string[],
): Promise<Difference> => {
  const { changes, replaces, deleteBeforeReplace } = await provider.diff(request);
  if (changes !== undefined) return { changes, replaces, deleteBeforeReplace };
  const news = ignoreChanges(request.oldInputs, request.newInputs, request.ignoreChanges);
  if (equal(reveal(request.oldInputs), reveal(news))) return { changes: false, replaces, deleteBeforeReplace };
  const paths = replaceOnChanges.map(parsePath);
  const changed = changedKeys(request.oldInputs, news).filter((key) => paths.some((path) => covers(path, [key])));
  return { changes: true, replaces: [...new Set([...replaces, ...changed])], deleteBeforeReplace };
};
