// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { DeletionLog } from "../client/guards";

/** Milliseconds after which a note is removed. */
const KEPT_MS = 7 * 24 * 3_600_000;
/** Milliseconds after the end of an engine in which its provider process may still wait for the response to a request. */
const LAST_REQUEST_MS = 60_000;
const PAUSE_MS = 200;

const ids = z.array(z.string()).transform((list) => new Set(list));
const noteFormat = z.object({
  /** Ids of objects that the site no longer has. */
  deleted: ids,
  /** Ids of objects whose deletion was sent and not answered. */
  unanswered: ids,
  /** Ids of the entries that an operation on a table has created, by the id of the table. */
  written: z.record(z.string(), ids),
});
type Note = z.output<typeof noteFormat>;

interface EarlierNote extends Note {
  readonly path: string;
  /** True if the provider process that wrote the note may still have a request in progress. */
  readonly inProgress: boolean;
}

/**
 * The writes that the state of a stack may lack because its engine was killed. The provider process outlives its engine, and then keeps a note of
 * its writes in a file. The provider processes of later operations read the notes. A note contains only ids of Neutron, which are unique. An operation
 * whose engine ends normally leaves no file, and a folder that cannot be written is not an error.
 */
export class InterruptedWrites implements DeletionLog {
  readonly #own: Note = { deleted: new Set(), unanswered: new Set(), written: {} };
  readonly #file = `${process.pid}-${crypto.randomUUID()}.json`;
  #engineEnded = false;
  #earlier: EarlierNote[] | undefined;

  /** @param folder the folder of the notes; without one, nothing is read or written */
  constructor(private readonly folder?: string) {}

  /** Writes the note. From here on each further write updates it. */
  engineEnded(): void {
    this.#engineEnded = true;
    this.#record();
  }

  recordSent(id: string): void {
    this.#own.unanswered.add(id);
    this.#record();
  }

  recordDeleted(id: string): void {
    this.#own.unanswered.delete(id);
    this.#own.deleted.add(id);
    this.#record();
  }

  recordRefused(id: string): void {
    this.#own.unanswered.delete(id);
    this.#record();
  }

  /** Records an entry that an operation on a table has created. */
  recordWritten(table: string, entry: string): void {
    this.#own.written[table] = (this.#own.written[table] ?? new Set()).add(entry);
    this.#record();
  }

  isDeleted(id: string): boolean {
    return this.#notes().some(({ deleted }) => deleted.has(id));
  }

  /** True if an earlier operation sent a deletion of one of these objects and did not learn its outcome. */
  isUnanswered(objects: readonly string[]): boolean {
    return objects.some((id) => this.#notes().some(({ deleted, unanswered }) => unanswered.has(id) && !deleted.has(id)));
  }

  /** Waits until the provider processes that sent these deletions have ended, because the deletions may still take effect. */
  async outcomeOf(objects: readonly string[], pause: (ms: number) => Promise<void>): Promise<void> {
    for (let waited = 0; waited < LAST_REQUEST_MS && this.#inProgress(objects); waited += PAUSE_MS) {
      await pause(PAUSE_MS);
      this.#earlier = undefined;
    }
  }

  /** Records what a read found out about a deletion that was not answered. */
  settle(id: string, exists: boolean): void {
    for (const note of this.#notes().filter(({ unanswered }) => unanswered.has(id))) {
      note.unanswered.delete(id);
      if (!exists) note.deleted.add(id);
      save(note.path, note);
    }
  }

  /** Ids of the entries that earlier operations on a table have created, and that its state may lack. */
  writtenOf(table: string): string[] {
    return this.#notes().flatMap(({ written, deleted }) => [...(written[table] ?? [])].filter((id) => !deleted.has(id)));
  }

  /** Removes the notes about the entries of a table. */
  forgetWritten(table: string): void {
    for (const note of this.#notes().filter(({ written }) => table in written)) {
      delete note.written[table];
      save(note.path, note);
    }
  }

  #inProgress(objects: readonly string[]): boolean {
    return this.#notes().some(({ inProgress, unanswered }) => inProgress && objects.some((id) => unanswered.has(id)));
  }

  #record(): void {
    if (this.#engineEnded && this.folder !== undefined) save(join(this.folder, this.#file), this.#own);
  }

  #notes(): EarlierNote[] {
    this.#earlier ??= this.folder === undefined ? [] : notesIn(this.folder, this.#file);
    return this.#earlier;
  }
}

function notesIn(folder: string, except: string): EarlierNote[] {
  try {
    return readdirSync(folder).flatMap((name) => (name === except || !name.endsWith(".json") ? [] : noteAt(join(folder, name), name)));
  } catch {
    return [];
  }
}

/** The note in a file. Another process may remove the file at any time. */
function noteAt(path: string, name: string): EarlierNote[] {
  try {
    const age = Date.now() - statSync(path).mtimeMs;
    if (age > KEPT_MS) {
      rmSync(path, { force: true });
      return [];
    }
    return [{ ...noteFormat.parse(JSON.parse(readFileSync(path, "utf8"))), path, inProgress: age < LAST_REQUEST_MS && isAlive(name) }];
  } catch {
    return [];
  }
}

function isAlive(file: string): boolean {
  const pid = Number.parseInt(file, 10);
  if (!(pid > 0) || pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Replaces the file as a whole, because another process may read it at any time. An empty note has no file. */
function save(path: string, { deleted, unanswered, written }: Note): void {
  try {
    if (deleted.size + unanswered.size + Object.keys(written).length === 0) {
      rmSync(path, { force: true });
      return;
    }
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const entries = Object.entries(written).map(([table, list]) => [table, [...list]]);
    writeFileSync(
      `${path}.new`,
      JSON.stringify({ deleted: [...deleted], unanswered: [...unanswered], written: Object.fromEntries(entries) }),
    );
    renameSync(`${path}.new`, path);
  } catch {
    // Without the note, the error of the next `pulumi up` recommends a refresh.
  }
}
