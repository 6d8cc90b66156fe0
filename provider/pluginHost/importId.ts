// SPDX-License-Identifier: Apache-2.0
// Ids by which users import resources or look them up. An import has no inputs, so that the id also names the site.
import { randomUUID } from "node:crypto";
import { BorderGatewayError } from "../client/errors";

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Names of the ids that identify an object at its site, by kind. */
const idsOf: Readonly<Record<string, readonly string[]>> = {
  RemoteMacEntry: ["gatewayDeviceId", "id"],
  RemoteMacTable: ["gatewayDeviceId"],
};

export interface ImportId {
  /** The id that the state holds. */
  readonly id: string;
  /** The site that the id names. A name of a site may contain slashes. */
  readonly site?: string;
}

/** Reads `<id>` or `<site>/<id>`. @throws BorderGatewayError that shows the forms of the kind */
export function importId(kind: string, given: string): ImportId {
  const names = idsOf[kind] ?? ["id"];
  const steps = given.split("/");
  const ids: string[] = [];
  // A table is no object of the server. The second part of its id in a state only tells it from other tables of the device.
  const longest = kind === "RemoteMacTable" ? 2 : names.length;
  while (ids.length < longest && UUID.test(steps.at(-1) ?? "")) ids.unshift(String(steps.pop()).toLowerCase());
  const site = steps.join("/");
  if (ids.length < names.length || (site === "" && steps.length > 0)) {
    const form = names.map((name) => `<${name}>`).join("/");
    throw new BorderGatewayError(
      `"${given}" is not an id of a ${kind}. Use ${form}, or <site>/${form} for a site other than the default site. Ids are UUIDs`,
    );
  }
  if (kind === "RemoteMacTable" && ids.length === 1) ids.push(randomUUID());
  return { id: ids.join("/"), ...(site === "" ? {} : { site }) };
}
