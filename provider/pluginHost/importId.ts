// SPDX-License-Identifier: Apache-2.0
// Ids by which users import resources or look them up. An import has no inputs, so that the id also names the site.
import { randomUUID } from "node:crypto";
import { BorderGatewayError } from "../client/errors";

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

interface Form {
  /** Names of the ids that identify an object at its site. */
  readonly ids: readonly string[];
  /** Makes the id that the state holds, if it is another one. */
  readonly canonical?: (id: string) => string;
}

const single: Form = { ids: ["id"] };
const forms: Readonly<Record<string, Form>> = {
  RemoteMacEntry: { ids: ["gatewayDeviceId", "id"] },
  // A table is no object of the server: the second part of its id only tells it from other tables of the device.
  RemoteMacTable: { ids: ["gatewayDeviceId"], canonical: (id) => `${id}/${randomUUID()}` },
};

export interface ImportId {
  /** The id that the state holds. */
  readonly id: string;
  /** The site that the id names. A name of a site may contain slashes. */
  readonly site?: string;
}

/** Reads `<id>` or `<site>/<id>`. @throws BorderGatewayError that shows the forms of the kind */
export function importId(kind: string, given: string): ImportId {
  const { ids, canonical } = forms[kind] ?? single;
  const parts = given.split("/");
  const known = parts.slice(-ids.length).map((part) => part.toLowerCase());
  const site = parts.slice(0, -ids.length).join("/");
  if (known.length < ids.length || !known.every((part) => UUID.test(part)) || (parts.length > ids.length && site === "")) {
    const form = ids.map((name) => `<${name}>`).join("/");
    throw new BorderGatewayError(
      `"${given}" is not an id of a ${kind}. Use ${form}, or <site>/${form} for a site other than the default site. Ids are UUIDs`,
    );
  }
  const id = known.join("/");
  // The second id of a table from a state or from a former import.
  if (canonical !== undefined && UUID.test(parts.at(-2) ?? "")) return { ...importIdOfTable(parts, known) };
  return { id: canonical?.(id) ?? id, ...(site === "" ? {} : { site }) };
}

function importIdOfTable(parts: readonly string[], known: readonly string[]): ImportId {
  const site = parts.slice(0, -2).join("/");
  return { id: `${parts.at(-2)?.toLowerCase()}/${known.at(-1)}`, ...(site === "" ? {} : { site }) };
}
