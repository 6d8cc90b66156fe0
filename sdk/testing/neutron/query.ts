// SPDX-License-Identifier: Apache-2.0

import { collated } from "../database";
import type { Json, JsonObject } from "../json";
import type { Collection, Scope } from "../kinds/collection";
import type { Row } from "../table";
import { badRequest, crash } from "./errors";
import { repr } from "./python";

const CONTROL = ["fields", "limit", "marker", "page_reverse", "sort_key", "sort_dir"];

/**
 * Answers a list as Neutron does: filters on columns, the rest ignored; pages; fields.
 * @param url address of the collection as the client wrote it, for the links
 * @throws Refusal 400 for a limit that is none and for every sort key
 */
export function answerList(collection: Collection, scope: Scope, url: string, query: URLSearchParams): JsonObject {
  const name = collection.names.collection;
  const pages = collection.pages !== false;
  const limit = pages ? readLimit(query) : 0;
  if (pages) refuseSort(query);
  const found = filtered(collection, collection.rows(scope), query);
  const page = limit > 0 ? pageOf(found, query, limit) : { rows: found, marked: true };
  const shown = page.rows.map((row) => showFields(collection, scope, row, query));
  if (limit === 0) return { [name]: shown };
  const links = linksOf(page.rows, found, query, limit, url);
  return { [name]: shown, ...(links.length > 0 ? { [`${name}_links`]: links } : {}) };
}

/** A row with only the requested fields. A field that does not exist is silently omitted. */
export function showFields(collection: Collection, scope: Scope, row: Row, query: URLSearchParams): JsonObject {
  const fields = query.getAll("fields");
  const shown = collection.show(scope, row, fields);
  return fields.length === 0 ? shown : Object.fromEntries(Object.entries(shown).filter(([name]) => fields.includes(name)));
}

function readLimit(query: URLSearchParams): number {
  const limit = query.get("limit") ?? "0";
  if (!/^\d+$/.test(limit)) throw badRequest(`Bad limit request: Limit must be an integer 0 or greater and not '${limit}'.`, "BadRequest");
  return Number(limit);
}

function refuseSort(query: URLSearchParams): void {
  const keys = query.getAll("sort_key");
  if (keys.length !== query.getAll("sort_dir").length) throw badRequest("The number of sort_keys and sort_dirs must be same");
  if (keys.length > 0) throw badRequest(`${repr(keys)} is invalid attribute for sort_keys`);
}

/**
 * Rows that the filters leave. An object with standard attributes has their columns too, although it does not show them:
 * no row has a description, and a time is not taken as text.
 */
function filtered(collection: Collection, rows: Row[], query: URLSearchParams): Row[] {
  if (collection.standardAttributes) {
    if (query.has("created_at") || query.has("updated_at")) throw crash();
    if (query.has("description") || query.has("standard_attr_id")) return [];
  }
  const names = [...new Set(query.keys())].filter((name) => !CONTROL.includes(name) && collection.columns.includes(name));
  return names.reduce((left, name) => {
    const wanted = new Set(query.getAll(name).map(collated));
    return left.filter((row) => wanted.has(collated(columnOf(row, name))));
  }, rows);
}

function columnOf(row: Row, name: string): Json | undefined {
  const value = row[name === "project_id" ? "tenant_id" : name];
  return typeof value === "boolean" ? (value ? "True" : "False") : value;
}

/** The page after (or before) the marker. If the marker was deleted, the page is empty, so that an incomplete list looks complete. */
function pageOf(rows: Row[], query: URLSearchParams, limit: number): { rows: Row[] } {
  const marker = query.get("marker");
  const reverse = isReverse(query);
  const at = marker === null ? undefined : rows.findIndex((row) => row.id === marker);
  if (at === -1) return { rows: [] };
  if (!reverse) return { rows: rows.slice(at === undefined ? 0 : at + 1).slice(0, limit) };
  return { rows: rows.slice(0, at).slice(-limit) };
}

const isReverse = (query: URLSearchParams): boolean => query.get("page_reverse")?.toLowerCase() === "true";

/** neutron `api/api_common.py` `get_pagination_links`: a full page has a link onwards, also where nothing follows. */
function linksOf(page: Row[], _found: Row[], query: URLSearchParams, limit: number, url: string): JsonObject[] {
  const link = (rel: string, marker: string | undefined, reverse: boolean): JsonObject => {
    const next = new URLSearchParams([...query].filter(([name]) => name !== "marker" && name !== "page_reverse"));
    if (marker !== undefined) next.append("marker", marker);
    if (reverse) next.append("page_reverse", "True");
    return { rel, href: `${url}?${next}` };
  };
  const first = page[0]?.id;
  const last = page.at(-1)?.id;
  const full = page.length >= limit;
  const reverse = isReverse(query);
  const marked = query.has("marker");
  const links: JsonObject[] = [];
  if (full || reverse) links.push(link("next", last, false));
  if (marked || full || !reverse) links.push(link("previous", first, true));
  return links;
}
