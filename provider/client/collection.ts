// SPDX-License-Identifier: Apache-2.0
import { z } from "zod";
import { ApiError, type Exchange, isNeutronError, UncertainError } from "./errors";
import { ReaderGroup } from "./neutron";
import { Reader } from "./reader";
import type { Request, Session } from "./session";

/** Where a kind of object lives in the API, and what its rows look like. */
export interface CollectionSpec<Row extends { id: string }> {
  /** Path of the collection: `/v2.0/l2-gateways`. */
  readonly path: string;
  /** Envelope of one object in requests and answers: `l2_gateway`. */
  readonly one: string;
  /** Envelope of a list. */
  readonly many: string;
  readonly row: z.ZodType<Row>;
  /** Neutron's error type by which the server itself says that an object of this kind is not there. */
  readonly notFound: string;
  /** `all`: lists hold the rows of every project, because other projects' rows matter too. `project`: lists are cut to our own project; a row of another one is read by itself. */
  readonly lists: "all" | "project";
  /** The only columns to ask for, where a row carries more than is needed. */
  readonly columns?: readonly string[];
}

export type Body = Readonly<Record<string, unknown>>;

export interface WriteOptions {
  /** The server may take minutes over it. */
  readonly slow?: boolean;
}

/** Milliseconds: an update or creation that runs into Neutron's own retries answers after 153 to 163 s; the client must outlast it, or it never learns the answer. */
const SLOW_WRITE_MS = 200_000;

/** One REST collection of a site. The only place that builds its URLs and opens its envelopes. */
export class Collection<Row extends { id: string }> {
  private readonly reader: Reader<Row>;

  constructor(
    private readonly session: Session,
    readonly spec: CollectionSpec<Row>,
    private readonly readers = new ReaderGroup<Row>(),
  ) {
    const tenant = spec.lists === "project" ? session.projectId : undefined;
    this.reader = new Reader({ tenant, list: (query) => this.list(query) }, () => session.now());
    readers.add(this.reader);
  }

  /** The object, or `undefined` where the server itself says that there is none. Served from what is known of it where that is valid: see {@link Reader}. */
  async find(id: string): Promise<Row | undefined> {
    return (await this.reader.byId(id)) ?? (await this.confirm(id));
  }

  /** As {@link find}, always by a request of its own. */
  async confirm(id: string): Promise<Row | undefined> {
    try {
      const request = { method: "GET", path: this.pathOf(id), ...this.columnsOnly() } as const;
      const answer = await this.session.send(request);
      const row = this.parse(envelope(answer, this.spec.one)) ?? fail(new ApiError(this.otherShape(request)));
      this.reader.learn(id, row);
      return row;
    } catch (error) {
      if (!isNeutronError(error, this.spec.notFound)) throw error;
      this.reader.learn(id, undefined);
      return undefined;
    }
  }

  /** The rows whose column has exactly this value. `tenant`: the project that the rows are known to belong to, which lets a list of that project serve. */
  where(column: string & keyof Row, value: string, tenant?: string): Promise<Row[]> {
    return this.reader.where(column, value, tenant);
  }

  /** As {@link where}, always by a request that begins after this call: for a look before or after a write. */
  lookFor(column: string & keyof Row, value: string, same?: (stored: string, value: string) => boolean): Promise<Row[]> {
    return this.reader.lookFor(column, value, same);
  }

  /** Every row that lists of this collection hold, from a list that is valid or a new one. */
  all(): Promise<Row[]> {
    return this.reader.all();
  }

  /** As {@link all}, always by a request that begins after this call. */
  allNow(): Promise<Row[]> {
    return this.reader.allNow();
  }

  async create(body: Body, options: WriteOptions = {}): Promise<Row> {
    const row = await this.write({ method: "POST", path: this.spec.path, body: { [this.spec.one]: body } }, options.slow);
    this.readers.wrote(row.id, row);
    return row;
  }

  async update(id: string, body: Body, options: WriteOptions = {}): Promise<Row> {
    const row = await this.write({ method: "PUT", path: this.pathOf(id), body: { [this.spec.one]: body } }, options.slow);
    this.readers.wrote(id, row);
    return row;
  }

  /** False where the server itself says that there was none; every other refusal throws. */
  async remove(id: string): Promise<boolean> {
    const there = await this.session.send({ method: "DELETE", path: this.pathOf(id) }).then(
      () => true,
      (error) => {
        if (!isNeutronError(error, this.spec.notFound)) throw error;
        return false;
      },
    );
    this.readers.wrote(id, undefined);
    return there;
  }

  private pathOf(id: string): string {
    return `${this.spec.path}/${encodeURIComponent(id)}`;
  }

  private columnsOnly(): Pick<Request, "query"> {
    return this.spec.columns === undefined ? {} : { query: this.spec.columns.map((column) => ["fields", column] as const) };
  }

  private async list(filter: Query): Promise<Row[]> {
    const rows: Row[] = [];
    // A server with `pagination_max_limit` cuts a list that asked for everything, and says so by a link only.
    for (let query: Query | undefined = [...filter, ...(this.columnsOnly().query ?? [])]; query !== undefined; ) {
      const exchange = { method: "GET", path: this.spec.path, query } as const;
      const answer = await this.session.send(exchange);
      const page = envelope(answer, this.spec.many);
      if (!Array.isArray(page)) throw new ApiError(this.otherShape(exchange));
      for (const row of page) rows.push(this.parse(row) ?? fail(new ApiError(this.otherShape(exchange))));
      query = page.length === 0 ? undefined : nextPage(envelope(answer, `${this.spec.many}_links`));
    }
    return rows;
  }

  /** After a write that the server has accepted an unreadable answer does not mean that nothing was done. */
  private async write(request: Request, slow = false): Promise<Row> {
    const answer = await this.session.send(slow ? { ...request, timeoutMs: SLOW_WRITE_MS } : request);
    return this.parse(envelope(answer, this.spec.one)) ?? fail(new UncertainError(this.otherShape(request), "report"));
  }

  private parse(row: unknown): Row | undefined {
    const result = this.spec.row.safeParse(row);
    return result.success ? result.data : undefined;
  }

  private otherShape({ method, path }: Request): Exchange {
    return {
      site: this.session.site,
      method,
      path,
      reason: `the answer holds no ${this.spec.one} as Neutron writes it; is something else answering at ${this.session.endpoint}?`,
    };
  }
}

type Query = ReadonlyArray<readonly [string, string]>;

function fail(error: Error): never {
  throw error;
}

function envelope(answer: unknown, key: string): unknown {
  return typeof answer === "object" && answer !== null ? Object.entries(answer).find(([name]) => name === key)?.[1] : undefined;
}

function nextPage(links: unknown): Query | undefined {
  const result = z.array(z.object({ rel: z.string(), href: z.string() })).safeParse(links);
  const next = result.success ? result.data.find((link) => link.rel === "next") : undefined;
  return next === undefined ? undefined : [...new URL(next.href, "http://site").searchParams];
}
