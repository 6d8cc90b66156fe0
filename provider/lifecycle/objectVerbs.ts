import { BorderGatewayError } from "../client/errors";
import type { Site } from "../client/site";
import type { Kind, Props } from "../kinds/definition";
import { Creation } from "./createObject";
import { canonicalProps } from "./diff";
import { exclusively, queueOf } from "./exclusive";
import type { ObjectKind, Place } from "./objectKind";
import { removeObject } from "./removeObject";
import { readAmongNamesakes } from "./surplus";
import { updateObject } from "./updateObject";

export function objectKind<I, Row extends { id: string }>(kind: ObjectKind<I, Row>): Kind<I> {
  return {
    definition: kind,
    verbs: (runtime) => ({
      create: async (inputs, site, owner) => {
        const refusal = await kind.refuseAlways?.(inputs, site);
        if (refusal !== undefined) throw new BorderGatewayError(`site ${site.name}: ${refusal}. No request was sent`);
        const place = placeOf(kind, site, parentIn(kind, inputs), { ...(inputs as object) });
        const creation = new Creation(kind, runtime, place, inputs, owner);
        return exclusively(
          kind,
          place,
          { ...(inputs as object) },
          undefined,
          () => creation.run(),
          ({ id }) => id,
        );
      },

      read: async (id, last, site) => {
        const { place, rowId } = locate(kind, site, id, last);
        const row = await (kind.recentCandidates === undefined
          ? place.collection.find(rowId)
          : readAmongNamesakes(kind, runtime, place, rowId, last));
        return row === undefined ? undefined : place.props(row);
      },

      update: async (id, inputs, last, site) => {
        const { place, rowId } = locate(kind, site, id, last);
        const update = () => updateObject(kind, runtime, place, rowId, inputs, last);
        return exclusively(kind, place, { ...(inputs as object) }, rowId, update, () => rowId);
      },

      delete: async (id, last, site) => {
        const { place, rowId } = locate(kind, site, id, last);
        await site.guards.inTurn(queueOf(kind, last), () => removeObject(kind, runtime, place, rowId, last));
      },
    }),
  };
}

function placeOf<I, Row extends { id: string }>(kind: ObjectKind<I, Row>, site: Site, parent: string, expected: Props): Place<Row> {
  return {
    site,
    collection: kind.collection(site, parent),
    id: (row) => (kind.parent === undefined ? row.id : `${parent}/${row.id}`),
    props: (row) =>
      canonicalProps(kind, { ...(kind.parent === undefined ? {} : { [kind.parent]: parent }), ...kind.fromRow(row, expected) }),
  };
}

const parentIn = <I, Row extends { id: string }>(kind: ObjectKind<I, Row>, inputs: I): string =>
  kind.parent === undefined ? "" : String(inputs[kind.parent]);

function locate<I, Row extends { id: string }>(
  kind: ObjectKind<I, Row>,
  site: Site,
  id: string,
  last: Props,
): { place: Place<Row>; rowId: string } {
  if (kind.parent === undefined) return { place: placeOf(kind, site, "", last), rowId: id };
  const [parent, rowId, ...rest] = id.split("/");
  if (!parent || !rowId || rest.length > 0)
    throw new BorderGatewayError(`"${id}" is no id of a ${kind.kind}: it has to be <${kind.parent}>/<id>`);
  return { place: placeOf(kind, site, parent, last), rowId };
}
