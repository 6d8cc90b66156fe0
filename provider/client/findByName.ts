// SPDX-License-Identifier: Apache-2.0
import type { Collection } from "./collection";
import { suggestion } from "./didYouMean";
import { BorderGatewayError } from "./errors";
import type { Site } from "./site";

/** What can be looked up by name. */
interface NamedObject {
  readonly id: string;
  readonly name: string;
  readonly tenant_id?: string | undefined;
}

/** The one object of this name that the login can see. @throws BorderGatewayError if there is none, with a name that is similar, or several, which it lists */
export async function findByName<Row extends NamedObject>(
  collection: Collection<Row>,
  name: string,
  site: Pick<Site, "name" | "viewer">,
  what: string,
): Promise<Row> {
  const atHand = await collection.where("name", name);
  // A list at hand may be older than the object.
  const rows = atHand.length > 0 ? atHand : await collection.lookFor("name", name);
  const [row] = rows;
  if (row === undefined) {
    const names = await namesIn(collection);
    throw new BorderGatewayError(`no ${what} named "${name}" is visible at site ${site.name} to ${site.viewer}${suggestion(name, names)}`);
  }
  if (rows.length === 1) return row;
  const listed = rows.slice(0, 5).map(({ id, tenant_id: project }) => `${id} of project ${project ?? "(none)"}`);
  throw new BorderGatewayError(
    `site ${site.name} has ${rows.length} ${what}s named "${name}": ${listed.join(", ")}${rows.length > 5 ? ", …" : ""}. Give the id of the one you mean`,
  );
}

/** The names that a suggestion can come from. A list that the server cannot give costs the suggestion only. */
async function namesIn<Row extends NamedObject>(collection: Collection<Row>): Promise<string[]> {
  try {
    return (await collection.allNow()).map(({ name }) => name);
  } catch (error) {
    if (error instanceof BorderGatewayError) return [];
    throw error;
  }
}
