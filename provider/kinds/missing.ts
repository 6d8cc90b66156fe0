// SPDX-License-Identifier: Apache-2.0
import type { Site } from "../client/site";
import { show } from "./values";

/** Why the id of an object of ours is refused: the site does not hold the object, although perhaps the state of the stack does. */
export function missingReason(site: Site, id: string, what: string, kind: string): string {
  if (site.guards.objects.isClaimed(id))
    return `${show(id)}: the state of this stack holds this ${what}, but site ${site.name} does not. An operation was interrupted while it deleted the ${what}, or the ${what} was deleted outside of Pulumi. Run \`pulumi up --refresh\`, which creates it again`;
  return `${show(id)}: site ${site.name} has no ${what} of this id. Give the id of ${kind} at that site`;
}
