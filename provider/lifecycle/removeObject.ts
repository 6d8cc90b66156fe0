// SPDX-License-Identifier: Apache-2.0
import { BorderGatewayError, isNeutronError } from "../client/errors";
import type { Props, Runtime } from "../kinds/definition";
import { settleDoubt } from "./ambiguousWrite";
import type { ObjectKind, Place } from "./objectKind";
import { ownerTokenOf } from "./ownerToken";

/** Milliseconds between attempts while something still uses the object: what uses it may be on its way out, in this deployment or another. */
const IN_USE_PAUSES = [500, 1_000, 2_000, 4_000];
/** DELETEs after an answer that proved nothing. */
const ATTEMPTS = 2;

/**
 * Deletes the object. Gone already is success, where the login would see it if it were there. An object that another resource has stays: a resource was
 * renamed, or an entry has moved into a table, and the new one has adopted the object in this run or in one before that failed.
 */
export async function removeObject<I, Row extends { id: string }>(
  kind: ObjectKind<I, Row>,
  runtime: Runtime,
  place: Place<Row>,
  rowId: string,
  last: Props,
): Promise<void> {
  await runtime.objects.deleteUnlessHeld(rowId, ownerTokenOf(last), async () => {
    for (const pause of [...IN_USE_PAUSES, undefined]) {
      try {
        const outcome = await settleDoubt(runtime, {
          attempts: ATTEMPTS,
          write: async () => ((await place.collection.remove(rowId)) ? "deleted" : "notFound"),
          // networking-midonet answers one of several DELETEs at once with 204 and the rest with 404 or 500, done all the same.
          look: async () => ((await place.collection.confirm(rowId)) === undefined ? "deleted" : undefined),
          failure: (doubt) => doubt,
        });
        if (outcome === "notFound" && !kind.adminOnly) await place.site.requireSightOf(last.tenantId);
        return;
      } catch (error) {
        if (!isNeutronError(error, ...(kind.inUseTypes ?? []))) throw error;
        if (pause === undefined) throw await inUse(kind, place, rowId, error);
        await runtime.pause(pause);
      }
    }
  });
}

async function inUse<I, Row extends { id: string }>(
  kind: ObjectKind<I, Row>,
  place: Place<Row>,
  rowId: string,
  refusal: BorderGatewayError,
): Promise<BorderGatewayError> {
  const holders = (await kind.holders?.(rowId, place.site)) ?? [];
  const names = holders.length === 0 ? "What uses it could not be found" : `It is used by ${holders.join(", ")}`;
  return new BorderGatewayError(`${refusal.message}. ${names}. Delete that first`);
}
