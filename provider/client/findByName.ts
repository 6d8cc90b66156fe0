// SPDX-License-Identifier: Apache-2.0
import type { Collection } from "./collection";
import { BorderGatewayError } from "./errors";

/** What can be looked up by name. */
interface NamedObject {
  readonly id: string;
  readonly name: string;
  readonly tenant_id?: string | undefined;
}

/** The one object of this name that the login can see. @throws BorderGatewayError where there is none, or several, which it lists */
export async function findByName<Row extends NamedObject>(
  collection: Collection<Row>,
  name: string,
  site: string,
  what: string,
): Promise<Row> {
  const atHand = await collection.where("name", name);
  // A list at hand may be older than the object.
  const rows = atHand.length > 0 ? atHand : await collection.lookFor("name", name);
  const [row] = rows;
  if (row === undefined) throw new BorderGatewayError(`site ${site} has no ${what} named "${name}", or none that this login may see`);
  if (rows.length === 1) return row;
  const listed = rows.slice(0, 5).map(({ id, tenant_id: project }) => `${id} of project ${project ?? "(none)"}`);
  throw new BorderGatewayError(
    `site ${site} has ${rows.length} ${what}s named "${name}": ${listed.join(", ")}${rows.length > 5 ? ", …" : ""}. Give the id of the one you mean`,
  );
}
