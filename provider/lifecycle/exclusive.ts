// SPDX-License-Identifier: Apache-2.0
import { BorderGatewayError } from "../client/errors";
import type { Props } from "../kinds/definition";
import type { ObjectKind, Place } from "./objectKind";
import { nameOf } from "./report";

/**
 * Writes an object while no other write of this process needs what this one needs for itself alone, and not at all where an object of this process has it.
 * `check` cannot see that: it runs before the other object exists.
 * @param own id of the object where it exists already
 */
export async function exclusively<I, Row extends { id: string }, T>(
  kind: ObjectKind<I, Row>,
  place: Place<Row>,
  wanted: Props,
  own: string | undefined,
  write: () => Promise<T>,
  idOf: (written: T) => string,
): Promise<T> {
  const { site } = place;
  const keys = (await kind.alone?.(wanted, site)) ?? [];
  return site.guards.inTurn([...keys, ...queueOf(kind, wanted)], async () => {
    for (const key of keys) await refuseHeld(kind, place, key, own);
    const written = await write();
    for (const key of keys) site.guards.holders.set(key, idOf(written));
    return written;
  });
}

/** What writes of these properties wait for. */
export const queueOf = <I, Row extends { id: string }>(kind: ObjectKind<I, Row>, props: Props): string[] =>
  kind.oneByOne === undefined ? [] : [kind.oneByOne(props)];

async function refuseHeld<I, Row extends { id: string }>(
  kind: ObjectKind<I, Row>,
  { site, collection, props }: Place<Row>,
  key: string,
  own: string | undefined,
): Promise<void> {
  const holder = site.guards.holders.get(key);
  if (holder === undefined || holder === own) return;
  const row = await collection.confirm(holder);
  if (row === undefined || !(await kind.alone?.(props(row), site))?.includes(key)) return;
  throw new BorderGatewayError(
    `site ${site.name}: ${key} is already used by ${nameOf(kind.kind, holder, props(row))}, written earlier in this update. Only one resource can have it: remove or change one of the two. No request was sent for this one`,
  );
}
