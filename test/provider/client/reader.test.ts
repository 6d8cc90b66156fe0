// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { ApiError } from "../../../provider/client/errors";
import { Reader } from "../../../provider/client/reader";

interface Row {
  id: string;
  name: string;
}

/** A server of 20 rows that records what it was asked. `id` filters work; all others are ignored, as Neutron ignores unsupported ones. */
function server(options: { tenant?: string; fail?: boolean } = {}) {
  const clock = { now: 0 };
  const rows = new Map<string, Row>(Array.from({ length: 20 }, (_, n) => [`id${n}`, { id: `id${n}`, name: `name${n % 10}` }]));
  const asked: string[] = [];
  const list = async (query: ReadonlyArray<readonly [string, string]>): Promise<Row[]> => {
    asked.push(query.map(([key, value]) => `${key}=${value}`).join("&"));
    // What is written while the answer is under way is not in it.
    const held = [...rows.values()];
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (options.fail && !query.some(([key]) => key === "id"))
      throw new ApiError({ site: "s", method: "GET", path: "/", status: 500, reason: "poison" });
    const ids = query.filter(([key]) => key === "id").map(([, value]) => value);
    return held.filter((row) => ids.length === 0 || ids.includes(row.id));
  };
  return { rows, asked, clock, reader: new Reader<Row>({ tenant: options.tenant, list }, () => clock.now) };
}

test("reads at the same time share requests", async (t) => {
  const { asked, reader } = server();
  const found = await Promise.all(["id1", "id2", "id3", "nope"].map((id) => reader.byId(id)));
  t.deepEqual(
    found.map((row) => row?.id),
    ["id1", "id2", "id3", undefined],
  );
  t.true(asked.length <= 2, asked.join("; "));
});

test("after eight reads one list serves all others", async (t) => {
  const { asked, reader } = server();
  for (let n = 0; n < 20; n++) t.is((await reader.byId(`id${n}`))?.id, `id${n}`);
  t.deepEqual(asked, ["id=id0", "id=id1", "id=id2", "id=id3", "id=id4", "id=id5", "id=id6", "id=id7", ""]);
});

test("a list is cut to our project, and does not answer for others", async (t) => {
  const { asked, reader } = server({ tenant: "p" });
  for (let n = 0; n < 9; n++) await reader.byId(`id${n}`);
  t.is(asked.at(-1), "tenant_id=p");
  asked.length = 0;
  await reader.where("name", "name1", "p");
  t.deepEqual(asked, [], "the list at hand answers for the project it was cut to");
  await reader.where("name", "name1", "other");
  t.deepEqual(asked, ["name=name1"]);
});

test("a filter that the server ignores does not let foreign rows through", async (t) => {
  const { reader } = server();
  t.deepEqual(
    (await reader.where("name", "name3")).map((row) => row.id),
    ["id3", "id13"],
  );
  t.deepEqual(await reader.where("name", "NAME3"), []);
});

test("what we write ourselves is seen in the list at hand, also while it is being taken", async (t) => {
  const { reader } = server();
  for (let n = 0; n < 9; n++) await reader.byId(`id${n}`);
  reader.learn("new", { id: "new", name: "n" });
  reader.learn("id1", undefined);
  t.is((await reader.byId("new"))?.name, "n");
  t.is(await reader.byId("id1"), undefined);

  const listing = reader.allNow();
  await new Promise(setImmediate);
  reader.learn("late", { id: "late", name: "l" });
  reader.learn("id2", undefined);
  await listing;
  t.is((await reader.byId("late"))?.name, "l");
  t.is(await reader.byId("id2"), undefined);
});

test("a fresh list is never one that was already under way", async (t) => {
  const { rows, reader } = server();
  const old = reader.all();
  rows.set("made", { id: "made", name: "m" });
  t.true((await reader.allNow()).some((row) => row.id === "made"));
  await old;
});

test("a site whose list fails is read by filters", async (t) => {
  const { asked, reader } = server({ fail: true });
  for (let n = 0; n < 12; n++) t.is((await reader.byId(`id${n}`))?.id, `id${n}`);
  t.is(asked.filter((query) => query === "").length, 1, "and is not asked for the list again");
});

test("what we have written is valid for the whole run", async (t) => {
  const { asked, clock, reader } = server();
  reader.wrote("new", { id: "new", name: "n" });
  reader.wrote("id3", undefined);
  clock.now += 3_600_000;
  t.is((await reader.byId("new"))?.name, "n");
  t.is(await reader.byId("id3"), undefined);
  t.deepEqual(asked, []);
});

test("doubt: a row is read again, and so is a list that contains it", async (t) => {
  const { asked, rows, reader } = server();
  reader.wrote("id1", { id: "id1", name: "as written" });
  reader.doubt("id1");
  t.is((await reader.byId("id1"))?.name, "name1");
  t.deepEqual(asked, ["id=id1"]);

  await reader.all();
  rows.set("id2", { id: "id2", name: "renamed" });
  asked.length = 0;
  await reader.all();
  t.deepEqual(asked, [], "the list at hand");
  reader.doubt("another");
  await reader.all();
  t.deepEqual(asked, [], "it does not hold what is in doubt");
  reader.doubt("id2");
  t.is((await reader.all()).find(({ id }) => id === "id2")?.name, "renamed");
  t.deepEqual(asked, [""]);
});

test("a list that began after a write is newer than it, unless the list does not hold rows of its project", async (t) => {
  for (const [tenant, expected] of [
    [undefined, undefined],
    ["p", "foreign"],
  ] as const) {
    const { rows, reader } = server(tenant === undefined ? {} : { tenant });
    reader.wrote("id1", { id: "id1", name: "as written" });
    reader.wrote("foreign", { id: "foreign", name: "f" });
    rows.set("id1", { id: "id1", name: "changed by another" });
    await reader.allNow();
    t.is((await reader.byId("id1"))?.name, "changed by another");
    t.is((await reader.byId("foreign"))?.id, expected);
  }
});

test("an answer that is older than a write that ended meanwhile does not count", async (t) => {
  const { reader } = server();
  const reading = reader.byId("id1");
  await new Promise(setImmediate);
  reader.wrote("id1", { id: "id1", name: "as written" });
  t.is((await reading)?.name, "as written");
  t.is((await reader.byId("id1"))?.name, "as written");
});

test("what was read is valid for 10 s at first, and for as long as the run has lasted after that", async (t) => {
  const { asked, clock, reader } = server();
  const validFor = async (): Promise<number> => {
    await reader.allNow();
    asked.length = 0;
    const start = clock.now;
    while (asked.length === 0) {
      clock.now += 1_000;
      await reader.all();
    }
    return clock.now - start;
  };
  const valid = [await validFor(), await validFor(), await validFor(), await validFor(), await validFor(), await validFor()];
  t.deepEqual(valid, [10_000, 10_000, 20_000, 40_000, 80_000, 160_000]);
});

test("a run that takes 64 times as long reads a list at most 6 times more often", async (t) => {
  const lists = async (readEveryMs: number): Promise<number> => {
    const { asked, clock, reader } = server();
    for (let n = 0; n < 1_000; n++) {
      await reader.all();
      clock.now += readEveryMs;
    }
    return asked.length;
  };
  t.true((await lists(6_400)) <= (await lists(100)) + 6);
});

test("one row is asked for once as long as it is valid", async (t) => {
  const { asked, clock, reader } = server();
  for (let n = 0; n < 20; n++) await reader.byId("id1");
  t.deepEqual(asked, ["id=id1"]);
  clock.now += 10_000;
  await reader.byId("id1");
  t.is(asked.length, 2);
});

test("a list of 6 s is dear where one read takes 16 ms, and not where one takes 2 s", async (t) => {
  for (const [readMs, lists] of [
    [16, 1],
    [2_000, 2],
  ] as const) {
    let now = 0;
    const asked: string[] = [];
    const list = async (query: ReadonlyArray<readonly [string, string]>): Promise<Row[]> => {
      asked.push(query.length === 0 ? "list" : "read");
      now += query.length === 0 ? 6_000 : readMs;
      return [];
    };
    const reader = new Reader<Row>({ tenant: undefined, list }, () => now);
    for (let n = 0; n < 12; n++) await reader.byId(`id${n}`);
    now += 60_000;
    await reader.byId("another");
    t.is(asked.filter((what) => what === "list").length, lists);
  }
});
