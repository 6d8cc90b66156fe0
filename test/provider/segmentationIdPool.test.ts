// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import type { Settings } from "../../provider/client/settings";
import type { Props } from "../../provider/kinds/definition";
import { segmentationIdPool } from "../../provider/program/segmentationIdPool";
import { createRuntime } from "../../provider/runtime";
import { withSites } from "../helpers/sites";

const taker = (name: string, from = 10, to = 13, sites = ["tokyo"]) => ({ name, from, to, sites });
const wanted = (segments: object[], taken: Record<string, number> = {}, mesh = "mesh"): Props => ({
  mesh,
  segments,
  taken: Object.entries(taken).map(([name, id]) => ({ name, id })),
});

/** One deployment: a process of its own, and the pool's numbers as its check writes them. */
async function ids(settings: Settings, program: Props, old: Props = {}): Promise<unknown> {
  const { inputs, failures } = await segmentationIdPool(createRuntime(settings)).check(old, program);
  return failures.length > 0 ? failures.map(({ path, reason }) => `${path.join(".")}: ${reason}`).join("\n") : inputs.ids;
}

test("numbers are the lowest that are free, in the order of the segments' names", async (t) => {
  const { settings } = await withSites(t);
  t.deepEqual(await ids(settings, wanted([taker("b"), taker("a")], { explicit: 10 })), { a: 11, b: 12 });
});

test("a segment gives way to one that has less choice, and what is held stays", async (t) => {
  const { settings, site } = await withSites(t, { sites: ["tokyo", "osaka"], auth: "keystone" });
  t.deepEqual(await ids(settings, wanted([taker("a", 100, 101), taker("b", 100, 100)])), { a: 101, b: 100 });
  t.regex(
    String(await ids(settings, wanted([taker("a", 100, 101), taker("b", 100, 100)]), { ...wanted([]), ids: { a: 100 } })),
    /^segments: the range 100 to 100 has no free number for segment b \(100: segment a\)/,
  );
  // Here both ranges are one, and only the sites tell the two apart.
  const device = site.insert("gateway_devices", { name: "edge", type: "hw_vtep", tenant_id: "other", tunnel_ips: [] });
  site.insert("l2_gateways", { name: "g", tenant_id: "other", devices: [{ device_id: device, segmentation_id: 101 }] });
  t.deepEqual(await ids(settings, wanted([taker("a", 100, 101, ["osaka"]), taker("b", 100, 101, ["tokyo"])])), { a: 101, b: 100 });
});

test("a segment may be named like a member that every object has", async (t) => {
  const { settings } = await withSites(t);
  t.deepEqual(await ids(settings, wanted([taker("constructor"), taker("toString")])), { constructor: 10, toString: 11 });
});

test("a segment keeps its id if segments are added or removed or the range changes", async (t) => {
  const { settings, site } = await withSites(t);
  const old = wanted([]);
  old.ids = { b: 12 };
  t.deepEqual(await ids(settings, wanted([taker("a"), taker("b")]), old), { a: 10, b: 12 });
  t.deepEqual(await ids(settings, wanted([taker("b", 500, 600)]), old), { b: 12 });
  site.clearRequests();
  t.deepEqual(await ids(settings, wanted([taker("b")], { explicit: 10 }), old), { b: 12 });
  t.deepEqual(site.requests(), [], "no site is asked where nothing new is needed");
});

test("a number that goes is not given again in the same update", async (t) => {
  const { settings } = await withSites(t);
  t.deepEqual(await ids(settings, wanted([taker("new")]), { ...wanted([]), ids: { old: 10 } }), { new: 11 });
  t.deepEqual(await ids(settings, wanted([taker("new")]), { ...wanted([]), ids: {} }), { new: 10 });
});

test("numbers at the sites are taken, of any project, on gateways and on connections", async (t) => {
  // A login that has a project: without one no list is cut to it.
  const { settings, site } = await withSites(t, { auth: "keystone" });
  const device = site.insert("gateway_devices", { name: "edge", type: "hw_vtep", tenant_id: "other", tunnel_ips: [] });
  const gateway = (id: number) =>
    site.insert("l2_gateways", { name: "g", tenant_id: "other", devices: [{ device_id: device, segmentation_id: id }] });
  gateway(10);
  const bare = gateway(0);
  site.insert("l2_gateway_connections", { l2_gateway_id: bare, network_id: site.addNetwork(), tenant_id: "other", segmentation_id: 12 });
  t.deepEqual(await ids(settings, wanted([taker("a"), taker("b")])), { a: 11, b: 13 });
  t.deepEqual(
    await ids(
      { ...settings, stackConfig: (key) => (key === "border-gateway:liveValidation" ? "false" : settings.stackConfig(key)) },
      wanted([taker("a")]),
    ),
    { a: 10 },
  );
});

test("the error for a full range lists its ids", async (t) => {
  const { settings } = await withSites(t);
  t.is(
    await ids(settings, wanted([taker("a", 10, 11), taker("b", 10, 11), taker("c", 10, 11)])),
    "segments: the range 10 to 11 has no free number for segment c (10: segment a; 11: segment b). Widen it, or remove a segment",
  );
});

test("a number that the topology now gives to another segment is refused, not moved", async (t) => {
  const { settings } = await withSites(t);
  t.is(
    await ids(settings, wanted([taker("a")], { b: 10 }), { ...wanted([]), ids: { a: 10 } }),
    "segments: segment a has held 10 since it was made, and now it is that of segment b, by its own number. Give that one another number",
  );
});

test("pools of one process that meet at a site never clash, however they are asked", async (t) => {
  const { settings } = await withSites(t, { sites: ["tokyo", "osaka"] });
  const pool = segmentationIdPool(createRuntime(settings));
  const answers = await Promise.all(
    ["east", "west", "north"].map((mesh) => pool.check({}, wanted([taker("a", 10, 20, ["tokyo", "osaka"]), taker("b", 10, 20)], {}, mesh))),
  );
  const numbers = answers.flatMap(({ inputs }) => Object.values(inputs.ids as object));
  t.is(new Set(numbers).size, 6);
  const repeated = await pool.check({}, wanted([taker("a", 10, 20, ["tokyo", "osaka"]), taker("b", 10, 20)], {}, "west"));
  t.deepEqual(repeated.inputs.ids, answers[1]?.inputs.ids, "asked again, the same pool answers the same");
  const { failures } = await pool.check(
    { ids: { z: Number(Object.values(answers[0]?.inputs.ids ?? {})[0]) } },
    wanted([taker("z", 10, 20, ["osaka"])], {}, "south"),
  );
  t.regex(
    failures[0]?.reason ?? "",
    /^segment z of mesh south has held \d+ at site osaka since it was made, but in this deployment segment a of mesh east was asked for first/,
  );
});

test("two meshes of one name, below two components, are two", async (t) => {
  const { settings } = await withSites(t);
  const pool = segmentationIdPool(createRuntime(settings));
  const of = (nameHint: string) => pool.check({}, { ...wanted([taker("web")]), nameHint });
  const [one, other] = [await of("net/segmentation ids-0000001"), await of("net/segmentation ids-0000002")];
  t.deepEqual([one.inputs.ids, other.inputs.ids], [{ web: 10 }, { web: 11 }]);
  t.false("nameHint" in one.inputs, "the state keeps no name that a renamed stack would change");
  t.deepEqual((await of("net/segmentation ids-0000002")).inputs.ids, { web: 11 });
});

test("a number that another mesh gives away by itself is taken at the sites that both have", async (t) => {
  const { settings } = await withSites(t, { sites: ["tokyo", "osaka"] });
  const elsewhere = [{ mesh: "aa", name: "db", id: 10, sites: ["osaka"] }];
  t.deepEqual(await ids(settings, { ...wanted([taker("web", 10, 13, ["osaka", "tokyo"])]), elsewhere }), { web: 11 });
  t.deepEqual(await ids(settings, { ...wanted([taker("web", 10, 13, ["tokyo"])]), elsewhere }), { web: 10 });
  t.is(
    await ids(settings, { ...wanted([taker("web", 10, 13, ["osaka"])]), elsewhere }, { ...wanted([]), ids: { web: 10 } }),
    "segments: segment web has held 10 since it was made, and now it is that of segment db of mesh aa, by its own number. Give that one another number",
  );
});

test("offline, a number that another pool turns out to hold is not kept, and the next deployment can do without it", async (t) => {
  const { settings } = await withSites(t, { stack: { "border-gateway:liveValidation": "false" } });
  const [aa, bb] = [
    { ...wanted([]), ids: { web: 10 } },
    { ...wanted([]), ids: { web: 11 } },
  ];
  const grown = wanted([taker("web"), taker("more")], {}, "aa");

  const pool = segmentationIdPool(createRuntime(settings));
  const given = await pool.check(aa, grown);
  t.deepEqual(given.inputs.ids, { web: 10, more: 11 });
  const way = "Give segment more of mesh aa a segmentationId of its own, or deploy once without border-gateway:liveValidation false";
  const { failures } = await pool.check(bb, wanted([taker("web")], {}, "bb"));
  t.true(failures[0]?.reason.startsWith("segment web of mesh bb has held 11 at site tokyo since it was made, but"), failures[0]?.reason);
  t.true(failures[0]?.reason.includes(way));
  const kept = await t.throwsAsync(pool.update("id", aa, given.inputs));
  t.true(kept?.message.startsWith(`segment more was given 11, which segment web of mesh bb holds at site tokyo. ${way}`), kept?.message);
  await t.throwsAsync(pool.create(given.inputs));

  // Kept all the same, by an update that came before the other check: the way out that is told leads out of that, too.
  const next = segmentationIdPool(createRuntime(settings));
  const freed = await next.check(given.inputs, wanted([taker("web")], { more: 12 }, "aa"));
  t.deepEqual(freed.inputs.ids, { web: 10 });
  t.deepEqual((await next.check(bb, wanted([taker("web")], {}, "bb"))).inputs.ids, { web: 11 });
  const both = await next.check(given.inputs, grown);
  t.true(
    both.failures[0]?.reason.startsWith(
      "segment web of mesh bb and segment more of mesh aa both hold 11 at site tokyo. Give the newer of them",
    ),
    both.failures[0]?.reason,
  );
});

test("a site that cannot be asked is a failure of the check", async (t) => {
  const { settings } = await withSites(t);
  t.regex(
    String(await ids(settings, wanted([taker("a", 1, 9, ["nowhere"])]))),
    /^segments: which numbers are free at site nowhere cannot be seen: /,
  );
});

test("the verbs keep what the check chose, and nothing replaces a pool", async (t) => {
  const { settings } = await withSites(t);
  const pool = segmentationIdPool(createRuntime(settings));
  const { inputs } = await pool.check({}, wanted([taker("a")]));
  const { id, props } = await pool.create(inputs);
  t.deepEqual(props.ids, { a: 10 });
  const grown = await pool.check(inputs, wanted([taker("a"), taker("b")]));
  t.deepEqual(await pool.diff(id, props, grown.inputs), { changes: true, updates: ["ids"], replaces: [] });
  t.deepEqual((await pool.update(id, props, grown.inputs)).ids, { a: 10, b: 11 });
  t.deepEqual(await pool.diff(id, props, { ...inputs, taken: [{ name: "x", id: 500 }] }), { changes: false, updates: [], replaces: [] });
  t.deepEqual(await pool.read(id, props), { props });
});

test("two names of sites that lead to one Neutron: pools of one program keep clear of each other, live and offline", async (t) => {
  const { settings, site } = await withSites(t);
  const sites = { tokyo: site.cloud, admin: { auth_type: "admin_token", token: "admin", endpoint: `${site.url}//v2.0` } };
  for (const validate of ["true", "false"]) {
    const values: Record<string, string> = { "border-gateway:sites": JSON.stringify(sites), "border-gateway:liveValidation": validate };
    const pool = segmentationIdPool(createRuntime({ ...settings, stackConfig: (key) => values[key] }));
    const numbers = async (mesh: string, at: string, elsewhere: object[] = []) =>
      (await pool.check({}, { ...wanted([taker("a", 10, 13, [at])], {}, mesh), elsewhere })).inputs.ids;
    t.deepEqual(await numbers("one", "tokyo"), { a: 10 });
    t.deepEqual(await numbers("two", "admin", [{ mesh: "far", name: "x", id: 11, sites: ["tokyo"] }]), { a: 12 });
  }
});
