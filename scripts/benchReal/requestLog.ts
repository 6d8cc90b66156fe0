// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Neutron writes the line of a request after its answer has left. */
const SETTLING_MS = 200;
const LINE = /"(GET|POST|PUT|DELETE) (\S+) HTTP\/[\d.]+" status: (\d+)/g;
const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

export interface Asked {
  readonly method: string;
  /** The path with `{id}` for each id, and the names in its query. */
  readonly path: string;
  readonly status: number;
}

/** The requests that a real networking-midonet has answered, by its own log: nothing stands between it and who asks. */
export class RequestLog {
  #read = 0;

  constructor(private readonly file: string) {}

  /** What was asked since the last call. */
  async next(): Promise<Asked[]> {
    await sleep(SETTLING_MS);
    const text = readFileSync(this.file, "utf8");
    const fresh = text.slice(this.#read);
    this.#read = text.length;
    return [...fresh.matchAll(LINE)].map(([, method = "", path = "", status]) => ({ method, path: shapeOf(path), status: Number(status) }));
  }
}

function shapeOf(path: string): string {
  const { pathname, searchParams } = new URL(path, "http://site");
  const names = [...new Set(searchParams.keys())];
  return `${pathname.replace(ID, "{id}")}${names.length === 0 ? "" : `?${names.join("&")}`}`;
}
