// SPDX-License-Identifier: Apache-2.0
import { BorderGatewayError, isNeutronError, type UncertainError } from "../client/errors";
import type { Props, Runtime } from "../kinds/definition";
import { settleDoubt } from "./ambiguousWrite";
import { difference } from "./diff";
import type { ObjectKind, Place } from "./objectKind";
import { nameOf } from "./report";
import { slowly } from "./slowWrite";

/** PUTs of one object, where each time a look has shown that the one before did nothing. The body names full values, so a repeat does no harm. */
const ATTEMPTS = 4;

/** Sends what differs, and nothing where nothing does (a site that was only renamed). Answers the state afterwards. */
export async function updateObject<I, Row extends { id: string }>(
  kind: ObjectKind<I, Row>,
  runtime: Runtime,
  place: Place<Row>,
  rowId: string,
  inputs: I,
  last: Props,
): Promise<Props> {
  const { site: _, ...wanted }: Props = { ...(inputs as object) };
  const { updates } = difference(kind, last, wanted);
  if (kind.toUpdate === undefined || updates.length === 0) return last;
  const reason = await kind.reasonToReplace?.(rowId, updates, last, place.site);
  if (reason !== undefined)
    throw new BorderGatewayError(
      `${nameOf(kind.kind, rowId, last)} at site ${place.site.name} cannot be updated in place: ${reason}. Nothing was sent. Run \`pulumi up\` again, with validation live: it replaces the ${kind.kind}`,
    );
  const body = kind.toUpdate(inputs, last);
  return settleDoubt(runtime, {
    attempts: ATTEMPTS,
    write: async () => {
      try {
        return place.props(await slowly(runtime, kind, (options) => place.collection.update(rowId, body, options)));
      } catch (error) {
        if (!isNeutronError(error, place.collection.spec.notFound)) throw error;
        throw new BorderGatewayError(
          `${nameOf(kind.kind, rowId, last)} no longer exists at site ${place.site.name}. Run \`pulumi refresh\`, then \`pulumi up\` to create it again`,
        );
      }
    },
    look: async () => {
      const row = await place.collection.confirm(rowId);
      return row !== undefined && difference(kind, place.props(row), wanted).updates.length === 0 ? place.props(row) : undefined;
    },
    failure: (doubt) => explained(kind, inputs, doubt),
  });
}

export function explained<I, Row extends { id: string }>(kind: ObjectKind<I, Row>, inputs: I, error: UncertainError): BorderGatewayError {
  const meaning = kind.explain?.(inputs, error);
  return meaning === undefined ? error : new BorderGatewayError(`${error.message}. ${meaning}`);
}
