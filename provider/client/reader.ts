// SPDX-License-Identifier: Apache-2.0
import DataLoader from "dataloader";
import { ApiError } from "./errors";

interface Source<Row> {
  /** Project to which a list of everything is cut; absent where it is not. */
  readonly tenant: string | undefined;
  list(query: ReadonlyArray<readonly [string, string]>): Promise<Row[]>;
}

interface Snapshot<Row> {
  readonly rows: Map<string, Row>;
  readonly takenAt: number;
  readonly tookMs: number;
  hits: number;
}

/** Values in one filtered request. Each `id=` takes 40 bytes and the server's URL limit is about 8 KB (networking-midonet on eventlet). */
const FILTER_LIMIT = 150;
const READS_BEFORE_LIST = 8;
/**
 * Milliseconds for which a row or list is valid at least. It is valid for as long as the process had run when it was read, if that is longer.
 * So a run that takes twice as long, as its server or its machine is slow, reads each list at most once more. An upper limit would make the number of
 * requests proportional to the duration.
 */
const SHORTEST_VALID_MS = 10_000;
/** A list that takes longer is dear, unless single reads take their time as well. */
const DEAR_LIST_MS = 5_000;

/**
 * Reads rows with as few and as cheap requests as the pattern of use allows. Reads that wait at the same time share one filtered request;
 * after eight reads one list serves all others for a while, kept true by our own writes. What this process has written is valid until something
 * casts doubt on it. A list costs the server 4 ms a row and a read 16 ms,
 * so a list is taken again only where the last one saved more than it cost.
 */
export class Reader<Row extends { id: string }> {
  private readonly loaders = new Map<string, DataLoader<string, Row[]>>();
  private snapshot: Snapshot<Row> | undefined;
  private listing: Promise<Snapshot<Row>> | undefined;
  /** Rows as our own writes left them; `undefined`: deleted. */
  private readonly written = new Map<string, Row | undefined>();
  private readonly learnt = new Map<string, { row: Row; at: number }>();
  private readonly learntDuringList = new Map<string, Row | undefined>();
  /** Settles with the filtered request under way: reads that come meanwhile wait for it and then share the next one. */
  private running: Promise<void> = Promise.resolve();
  private readonly startedAt: number;
  private reads = 0;
  private readMs = 0;
  private listIsDear = false;

  /** @param now a clock in milliseconds */
  constructor(
    private readonly source: Source<Row>,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.startedAt = now();
  }

  async byId(id: string): Promise<Row | undefined> {
    if (this.written.has(id)) return this.written.get(id);
    const learnt = this.learnt.get(id);
    if (learnt !== undefined && this.isValid(learnt.at)) return learnt.row;
    const snapshot = await this.usableSnapshot();
    if (snapshot !== undefined) return snapshot.rows.get(id);
    const [row] = await this.lookFor("id", id);
    // The answer may be older than a write of ours that ended meanwhile.
    if (this.written.has(id)) return this.written.get(id);
    if (row !== undefined) this.learn(id, row);
    return row;
  }

  async where(column: string & keyof Row, value: string, tenant?: string): Promise<Row[]> {
    const covered = this.source.tenant === undefined || this.source.tenant === tenant;
    const snapshot = covered ? await this.usableSnapshot() : undefined;
    if (snapshot === undefined) return this.lookFor(column, value);
    return [...snapshot.rows.values()].filter((row) => row[column] === value);
  }

  async all(): Promise<Row[]> {
    return [...(await (this.freshSnapshot() ?? this.takeList())).rows.values()];
  }

  /** Rows of a list that began after this call: one that is under way may have passed a row before it was written. */
  async allNow(): Promise<Row[]> {
    await this.listing?.catch(ignore);
    return [...(await this.takeList()).rows.values()];
  }

  /** Records a row as this process wrote it; `undefined`: deleted. */
  wrote(id: string, row: Row | undefined): void {
    this.written.set(id, row);
    this.learn(id, row);
  }

  /** Records a row that this process has read by itself, so that what is read later is not older than it; `undefined`: not found. */
  learn(id: string, row: Row | undefined): void {
    if (row === undefined) this.learnt.delete(id);
    else this.learnt.set(id, { row, at: this.now() });
    if (this.written.has(id)) this.written.set(id, row);
    if (this.listing !== undefined) this.learntDuringList.set(id, row);
    if (this.snapshot !== undefined) put(this.snapshot.rows, id, row);
  }

  /** Records that the row of this id may have changed: it is read anew before it is used again. */
  doubt(id: string): void {
    this.written.delete(id);
    this.learnt.delete(id);
    if (this.snapshot?.rows.has(id)) this.snapshot = { ...this.snapshot, takenAt: Number.NEGATIVE_INFINITY };
  }

  /** The list at hand, or a new one where it pays, else `undefined`. */
  private async usableSnapshot(): Promise<Snapshot<Row> | undefined> {
    const snapshot = this.freshSnapshot() ?? (this.listPays() ? await this.listOrNothing() : undefined);
    if (snapshot !== undefined) snapshot.hits++;
    return snapshot;
  }

  private freshSnapshot(): Snapshot<Row> | undefined {
    return this.snapshot !== undefined && this.isValid(this.snapshot.takenAt) ? this.snapshot : undefined;
  }

  private isValid(readAt: number): boolean {
    return this.now() - readAt < Math.max(SHORTEST_VALID_MS, readAt - this.startedAt);
  }

  private listPays(): boolean {
    if (this.listing !== undefined) return true;
    if (this.listIsDear || this.reads < READS_BEFORE_LIST) return false;
    return this.snapshot === undefined || this.snapshot.hits * (this.readMs / this.reads) >= this.snapshot.tookMs;
  }

  /** A list that the server cannot give (one row that it cannot show is enough for a 500) is not worth a failure: reads by filter go on without it. */
  private async listOrNothing(): Promise<Snapshot<Row> | undefined> {
    try {
      return await this.takeList();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.listIsDear = true;
      return undefined;
    }
  }

  private takeList(): Promise<Snapshot<Row>> {
    this.listing ??= this.newSnapshot().finally(() => {
      this.listing = undefined;
      this.learntDuringList.clear();
    });
    return this.listing;
  }

  private async newSnapshot(): Promise<Snapshot<Row>> {
    const takenAt = this.now();
    const rows = new Map(
      (await this.source.list(this.source.tenant === undefined ? [] : [["tenant_id", this.source.tenant]])).map((row) => [row.id, row]),
    );
    // The list is newer than what was written before it.
    for (const id of this.written.keys())
      if (!this.learntDuringList.has(id) && (rows.has(id) || this.source.tenant === undefined)) this.written.set(id, rows.get(id));
    for (const id of this.learnt.keys()) if (!this.learntDuringList.has(id) && rows.has(id)) this.learnt.delete(id);
    for (const [id, row] of this.learntDuringList) put(rows, id, row);
    const tookMs = this.now() - takenAt;
    this.listIsDear = tookMs > Math.max(DEAR_LIST_MS, READS_BEFORE_LIST * (this.readMs / Math.max(1, this.reads)));
    this.snapshot = { rows, takenAt, tookMs, hits: 0 };
    return this.snapshot;
  }

  /**
   * The rows of this value, by a request that begins after this call. Looks that wait at the same time share one.
   * `same`: which values count as equal. The server ignores a filter that it does not know, and letter case in those that it does, so its word is never taken.
   */
  async lookFor(column: string & keyof Row, value: string, same: (stored: string, value: string) => boolean = Object.is): Promise<Row[]> {
    this.reads++;
    const startedAt = this.now();
    const rows = await this.loader(column).load(value);
    this.readMs += this.now() - startedAt;
    return rows.filter((row) => same(String(row[column]), value));
  }

  private loader(column: string & keyof Row): DataLoader<string, Row[]> {
    let loader = this.loaders.get(column);
    if (loader === undefined) {
      loader = new DataLoader((values) => this.load(column, values), {
        cache: false,
        maxBatchSize: FILTER_LIMIT,
        batchScheduleFn: (run) => void this.running.then(run),
      });
      this.loaders.set(column, loader);
    }
    return loader;
  }

  private async load(column: string & keyof Row, values: readonly string[]): Promise<Row[][]> {
    const answer = this.source.list(values.map((value) => [column, value] as const));
    this.running = answer.then(ignore, ignore);
    const rows = await answer;
    return values.map(() => rows);
  }
}

function ignore(): void {}

function put<Row>(rows: Map<string, Row>, id: string, row: Row | undefined): void {
  if (row === undefined) rows.delete(id);
  else rows.set(id, row);
}
