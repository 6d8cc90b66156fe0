// SPDX-License-Identifier: Apache-2.0
import type { ExecutionContext } from "ava";
import type { Answer, Site } from "./site";

export type Server = "networking-midonet" | "networking-l2gw";

export type Database = "MariaDB" | "SQLite";

/** One thing that a server does. It is a test on every target that it holds on, under this name, and a line of docs/servers.md. */
export interface Rule {
  /** A sentence. */
  readonly name: string;
  /** The place in the server's source: a file (see `sources.ts`) and the line. */
  readonly source: string;
  /** The server to which the rule applies. Defaults to both. */
  readonly on?: Server;
  /** The only database with which the rule holds. Defaults to both. Emulated sites behave as with MariaDB. */
  readonly database?: Database;
  /** The real server takes minutes, so the rule runs concurrently with the others. */
  readonly slow?: true;
  /** It leaves the site unusable, so that it needs one of its own. */
  readonly spoils?: true;
  holds(t: ExecutionContext, site: Site): Promise<void>;
}

export const holdsOn = (rule: Rule, server: Server, database: Database): boolean =>
  (rule.on ?? server) === server && (rule.database ?? database) === database;

/** The exact error response of the server. The message can be a pattern if a part of it is random. */
export function refused(t: ExecutionContext, answer: Answer, status: number, type: string, message?: string | RegExp): void {
  const said = { status: answer.status, type: answer.error?.type, message: answer.error?.message };
  if (message instanceof RegExp) {
    t.like(said, { status, type }, JSON.stringify(answer.data));
    t.regex(said.message ?? "", message);
  } else t.deepEqual(said, { status, type, message: message ?? said.message }, JSON.stringify(answer.data));
}

/** What Neutron answers where its own code fails. */
export function crashed(t: ExecutionContext, answer: Answer): void {
  refused(t, answer, 500, "HTTPInternalServerError", "Request Failed: internal server error while processing your request.");
}

/** A refusal whose test is only: send this, read that. */
export interface Refusal {
  /** What is wrong, as the end of the rule's name. */
  readonly when: string;
  readonly source: string;
  readonly send: (site: Site) => Promise<Answer>;
  readonly status: number;
  readonly type: string;
  readonly message?: string | RegExp | ((site: Site) => string);
}

/** Makes rules of a table of refusals. */
export function refusals(on: Server | undefined, table: readonly Refusal[]): Rule[] {
  return table.map(({ when, source, send, status, type, message }) => ({
    name: `${when} is ${status} ${type}`,
    source,
    ...(on === undefined ? {} : { on }),
    async holds(t, site) {
      const answer = await send(site);
      refused(t, answer, status, type, typeof message === "function" ? message(site) : message);
    },
  }));
}
