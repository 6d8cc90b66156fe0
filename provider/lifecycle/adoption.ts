// SPDX-License-Identifier: Apache-2.0
// Objects that exist before their resource: whether the stack can be told to own them, and what the user is told when they become its own.
import type { Site } from "../client/site";
import type { Definition, LiveCheck, Props, Runtime } from "../kinds/definition";
import { nameOf } from "./report";

/** Milliseconds to wait until the rest of the program has been compared with the state. */
const PAUSES = [250, 750];

/** Why an object becomes a resource's own. */
export type Reason = "ownName" | "adopt" | "equal";

/**
 * True if this stack is known to own an object: a resource of this run manages what it stands on, or gives it up in this run.
 * @param parent id of the device or gateway that the object stands on
 */
export async function isOfThisStack(runtime: Runtime, id: string, parent: string): Promise<boolean> {
  const isKnown = () => runtime.objects.isClaimed(parent) || runtime.objects.isLeaving(id);
  for (const pause of PAUSES) {
    if (isKnown()) return true;
    await runtime.pause(pause);
  }
  return isKnown();
}

const because: Readonly<Record<Reason, string>> = {
  ownName: "its name is the one that identifies this resource",
  adopt: "`adopt` is true",
  equal: "its values are those of this resource",
};

/**
 * What the user has to know of an object that becomes part of the stack without being created by this run.
 * @param unless a clause for the case in which it does not
 */
export function adoptionWarning(what: string, { name }: Site, reason: Reason, unless = ""): string {
  const others =
    reason === "ownName"
      ? "If a stack of the same name in another backend manages it too, remove it from one of the two with `pulumi state delete`, as a destroy of either deletes it"
      : "If a resource of this stack had it under another name and this update fails or uses `--target`, run `pulumi up` again before you delete anything";
  return `this update adopts the existing ${what} of site ${name}, because ${because[reason]}${unless}. ${others}`;
}

/**
 * Warns in a preview, and once more in the update, of the object that a new resource will adopt. `check` cannot tell a new resource from one that
 * `--replace` names: neither has old inputs.
 */
export async function announceAdoption<I>(definition: Definition<I>, runtime: Runtime, live: LiveCheck<I>, inputs: Props): Promise<void> {
  const reason = (props: Props): Reason | undefined => {
    if (inputs.adopt === true) return "adopt";
    if (!("name" in definition.inputs)) return "equal";
    return runtime.ownNames.has(String(props.name)) ? "ownName" : undefined;
  };
  const { objects } = runtime;
  const existing = (await definition.existing?.(live)) ?? [];
  const own = existing.filter(({ id, props }) => live.isOwn(props) && !objects.isClaimed(id) && !objects.isLeaving(id));
  for (const { id, props } of own) {
    const because = reason(props);
    if (because === undefined) continue;
    objects.announce(id);
    runtime.warn(adoptionWarning(nameOf(definition.kind, id, props), live.site, because, ", unless it replaces that"));
  }
}
