// SPDX-License-Identifier: Apache-2.0
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Row } from "./table";

/** A change of a table: the new row, or a deletion if `row` is omitted. */
export interface Change {
  readonly table: string;
  readonly id: string;
  readonly row?: Row;
}

/** The changes of a site, one JSON line each. A change is appended before the response is sent, so that acknowledged changes survive a kill -9 of the process. */
export class Journal {
  readonly #path: string;
  #file: number | undefined;

  constructor(directory: string, site: string) {
    mkdirSync(directory, { recursive: true });
    this.#path = join(directory, `${site}.jsonl`);
  }

  /** The changes of earlier runs. An incomplete last line is dropped, because it belongs to a change that was never acknowledged. */
  read(): Change[] {
    if (!existsSync(this.#path)) return [];
    const lines = readFileSync(this.#path, "utf8").split("\n");
    lines.pop();
    return lines.map((line) => JSON.parse(line) as Change);
  }

  /** Starts a new journal with only these rows. The old journal is kept until the new one is complete. */
  open(rows: Iterable<Change>): void {
    const next = `${this.#path}.next`;
    writeFileSync(next, [...rows].map((change) => `${JSON.stringify(change)}\n`).join(""));
    renameSync(next, this.#path);
    this.#file = openSync(this.#path, "a");
  }

  /** Appends a change. */
  write(change: Change): void {
    if (this.#file !== undefined) writeSync(this.#file, `${JSON.stringify(change)}\n`);
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
