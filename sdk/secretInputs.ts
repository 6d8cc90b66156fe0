// SPDX-License-Identifier: Apache-2.0
import { isSecret, Output, output, Resource } from "@pulumi/pulumi";
import { hidden, SECRET_INPUTS } from "../provider/program/hints";

/**
 * The hint to the provider with the names of the arguments that are secret or contain a secret. The engine does not pass this to a dynamic provider.
 * Plain values cannot be secret, so most resources need no hint.
 */
export function secretHint(args: Readonly<Record<string, unknown>>): Record<string, Promise<string[] | undefined>> {
  const later = Object.entries(args).filter(([, value]) => holdsLaterValue(value));
  return later.length === 0 ? {} : { [hidden(SECRET_INPUTS)]: namesOfSecrets(later) };
}

async function namesOfSecrets(entries: ReadonlyArray<[string, unknown]>): Promise<string[] | undefined> {
  const names = await Promise.all(entries.map(async ([name, value]) => ((await containsSecret(value)) ? [name] : [])));
  const found = names.flat();
  return found.length === 0 ? undefined : found;
}

/** True if a value contains a secret. A failed value counts as none, because the SDK reports its error when it registers the resource. */
const containsSecret = (value: unknown): Promise<boolean> => isSecret(output(value)).catch(() => false);

function holdsLaterValue(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Resource.isInstance(value)) return false;
  return Output.isInstance(value) || value instanceof Promise || Object.values(value).some(holdsLaterValue);
}
