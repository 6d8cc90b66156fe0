// SPDX-License-Identifier: Apache-2.0
import test, { type ExecutionContext } from "ava";
import { asked, WRITES, withSites } from "../../helpers/sites";

const mac = (n: number) =>
  `02:00:00:00:${Math.floor(n / 256)
    .toString(16)
    .padStart(2, "0")}:${(n % 256).toString(16).padStart(2, "0")}`;
const entry = (n: number, vtepAddress = "10.1.1.1") => ({ macAddress: mac(n), vtepAddress, segmentationId: 100 });
const entries = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => entry(from + n));

async function edge(t: ExecutionContext) {
  const { site, life } = await withSites(t);
  const device = life("gatewayDevice");
  await device.up({ name: "edge", managementIp: "192.0.2.1", managementPort: 6632, tunnelIps: ["10.0.0.1"] });
  site.clearRequests();
  const held = () =>
    ((site.objects("gateway_devices")[0]?.remote_mac_entries ?? []) as Array<{ id: string; mac_address: string; vtep_address: string }>)
      .map((row) => `${row.mac_address}>${row.vtep_address}`)
      .sort();
  return { site, life, held, gatewayDeviceId: device.state?.id ?? "" };
}
const shown = (list: ReturnType<typeof entry>[]) => list.map((one) => `${one.macAddress}>${one.vtepAddress}`).sort();

test("one POST for each entry, one request for each difference, one GET to refresh, one DELETE for each", async (t) => {
  const { site, life, held, gatewayDeviceId } = await edge(t);
  const table = life("remoteMacTable");
  await table.up({ gatewayDeviceId, entries: entries(1, 40) });
  t.deepEqual(held(), shown(entries(1, 40)));
  t.is(asked(site, ["POST"]).length, 40);
  t.true(asked(site, ["GET"]).length <= 4, asked(site, ["GET"]).join());

  site.clearRequests();
  t.is(await table.up({ gatewayDeviceId, entries: entries(1, 40).reverse() }), "same");
  t.deepEqual(asked(site), []);

  t.is(await table.up({ gatewayDeviceId, entries: [...entries(1, 39), entry(40, "10.1.1.2")] }), "update");
  t.deepEqual(
    asked(site).map((line) => line.split(" ")[0]),
    ["DELETE", "POST"],
    "the MAC address is freed before it is taken anew",
  );

  const later = life("remoteMacTable", table.state);
  site.clearRequests();
  t.false(await later.refresh());
  t.deepEqual(
    asked(site).filter((line) => !line.includes("extensions")),
    [`GET /v2.0/gw/gateway_devices/${gatewayDeviceId}/remote_mac_entries`],
  );

  site.clearRequests();
  await later.destroy();
  t.is(asked(site).length, 40);
  t.deepEqual(held(), []);
});

test("equal entries on a device of another hand: a new table adopts them only with adopt: true, by one list, and says so once", async (t) => {
  const { site, life, held, gatewayDeviceId } = await edge(t);
  await life("remoteMacTable").up({ gatewayDeviceId, entries: entries(1, 30) });
  site.clearRequests();
  const next = life("remoteMacTable");
  await t.throwsAsync(next.up({ gatewayDeviceId, entries: entries(11, 50) }), {
    message: /gateway device .* already has 20 of the 40 entries, and they may belong to another stack.*Set `adopt: true`/,
  });
  await next.up({ gatewayDeviceId, entries: entries(11, 50), adopt: true });
  t.is(asked(site, ["POST"]).length, 20);
  t.deepEqual(next.warnings.length, 1);
  t.regex(next.warnings[0] ?? "", /^this update adopts the existing entries of gateway device .* \(20 of 40\) of site tokyo/);
  t.deepEqual(held(), shown(entries(1, 50)));
});

test("an update adds and removes only what differs", async (t) => {
  const { site, life, held, gatewayDeviceId } = await edge(t);
  const table = life("remoteMacTable");
  await table.up({ gatewayDeviceId, entries: entries(1, 10) });
  site.clearRequests();
  await table.up({ gatewayDeviceId, entries: entries(3, 12) });
  t.deepEqual(
    asked(site, WRITES)
      .map((line) => line.split(" ")[0])
      .sort(),
    ["DELETE", "DELETE", "POST", "POST"],
  );
  t.deepEqual(held(), shown(entries(3, 12)));

  site.clearRequests();
  await table.up({ gatewayDeviceId, entries: [...entries(3, 11), { ...entry(12), segmentationId: 101 }] });
  t.is(asked(site, WRITES).length, 2, "another segmentation id alone is a difference");
});

test("two tables and a foreign entry on one device: each owns its own", async (t) => {
  const { life, held, gatewayDeviceId } = await edge(t);
  const [one, two, foreign] = [life("remoteMacTable"), life("remoteMacTable"), life("remoteMacEntry")];
  await one.up({ gatewayDeviceId, entries: entries(1, 3) });
  await two.up({ gatewayDeviceId, entries: entries(11, 13) });
  await foreign.up({ gatewayDeviceId, ...entry(99) });
  t.not(one.state?.id, two.state?.id);
  t.false(await one.refresh());
  await one.destroy();
  t.deepEqual(held(), shown([...entries(11, 13), entry(99)]));
});

test("drift: what is missing or changed is found, what is foreign is not", async (t) => {
  const { site, life, held, gatewayDeviceId } = await edge(t);
  const table = life("remoteMacTable");
  await table.up({ gatewayDeviceId, entries: entries(1, 4) });
  const ids = table.state?.outputs.entryIds as string[];
  site.remove("remote_mac_entries", ids[0] ?? "");
  site.edit("remote_mac_entries", ids[1] ?? "", { vtep_address: "10.9.9.9" });
  await life("remoteMacEntry").up({ gatewayDeviceId, ...entry(50) });

  const later = life("remoteMacTable", table.state);
  t.true(await later.refresh());
  t.deepEqual(later.state?.inputs.entries, [entry(2, "10.9.9.9"), entry(3), entry(4)]);
  site.clearRequests();
  t.is(await later.up({ gatewayDeviceId, entries: entries(1, 4) }), "update");
  t.deepEqual(
    asked(site, WRITES)
      .map((line) => line.split(" ")[0])
      .sort(),
    ["DELETE", "POST", "POST"],
  );
  t.deepEqual(held(), shown([...entries(1, 4), entry(50)]));
});

test("drift: a table whose entries are all gone is empty, not gone, while its device is there", async (t) => {
  const { site, life, held, gatewayDeviceId } = await edge(t);
  const table = life("remoteMacTable");
  await table.up({ gatewayDeviceId, entries: entries(1, 2) });
  for (const id of (table.state?.outputs.entryIds ?? []) as string[]) site.remove("remote_mac_entries", id);
  const later = life("remoteMacTable", table.state);
  t.true(await later.refresh());
  t.is(later.state?.id, table.state?.id);
  t.is(await later.up({ gatewayDeviceId, entries: entries(1, 2) }), "update");
  t.deepEqual(held(), shown(entries(1, 2)));
});

test("a failure half-way keeps what was done, and the next up goes on from there", async (t) => {
  const { site, life, held, gatewayDeviceId } = await edge(t);
  const table = life("remoteMacTable");
  const refusal = { status: 403, body: { NeutronError: { type: "PolicyNotAuthorized", message: "no more", detail: "" } } };
  site.fault({ match: { method: "POST", path: /remote_mac/, nth: 20, times: 1000 }, action: refusal });
  await t.throwsAsync(table.up({ gatewayDeviceId, entries: entries(1, 60) }), { message: /PolicyNotAuthorized: no more/ });
  const done = held().length;
  t.true(done > 0 && done < 60, String(done));
  t.is(((table.state?.outputs.entries ?? []) as unknown[]).length, done, "the state holds what the site holds");
  t.is(((table.state?.outputs.entryIds ?? []) as string[]).length, done);
  t.truthy(table.state?.outputs.__provider, "or nobody could ever delete it");

  site.clearFaults();
  site.clearRequests();
  t.is(await table.up({ gatewayDeviceId, entries: entries(1, 60) }), "update");
  t.is(asked(site, ["POST"]).length, 60 - done);
  t.deepEqual(held(), shown(entries(1, 60)));

  site.fault({ match: { method: "DELETE", path: /remote_mac/, nth: 5, times: 1000 }, action: refusal });
  await t.throwsAsync(table.up({ gatewayDeviceId, entries: [] }), { message: /answered 403/ });
  t.is(((table.state?.outputs.entries ?? []) as unknown[]).length, held().length);
  site.clearFaults();
  await table.up({ gatewayDeviceId, entries: [] });
  t.deepEqual(held(), []);
});

test("lost answers: no entry twice, none lost", async (t) => {
  const { site, life, held, gatewayDeviceId } = await edge(t);
  for (const nth of [2, 4, 6, 8])
    site.fault({ match: { method: "POST", path: /remote_mac/, nth, times: 1 }, action: { cut: nth % 4 === 0 ? "after" : "before" } });
  const table = life("remoteMacTable");
  await table.up({ gatewayDeviceId, entries: entries(1, 12) });
  t.deepEqual(held(), shown(entries(1, 12)));
  t.deepEqual(table.warnings, []);
});

test("refused by check: a MAC address with two meanings, a device without a tunnel, an entry that is none", async (t) => {
  const { life, gatewayDeviceId } = await edge(t);
  const refusal = async (list: unknown) => (await life("remoteMacTable").refusals({ gatewayDeviceId, entries: list })).join("\n");
  t.regex(
    await refusal([entry(1), { ...entry(1, "10.1.1.2"), macAddress: mac(1).toUpperCase().replaceAll(":", "-") }]),
    /^entries: the table lists 02:00:00:00:00:01 more than once, with different VTEP addresses/,
  );
  t.is(await refusal([entry(1), entry(1)]), "", "the same twice is once");
  t.regex(
    await refusal([entry(1), { ...entry(2), segmentationId: 0 }]),
    /^entries\[1\]\.segmentationId: segmentationId must be an integer from 1 to 16777214; got 0$/,
  );
  t.regex(
    await refusal([{ macAddress: mac(1) }]),
    /^entries\[0\]\.vtepAddress: vtepAddress is required.*\nentries\[0\]\.segmentationId: segmentationId is required/,
  );
});

test("gone with its device", async (t) => {
  const { site, life, gatewayDeviceId } = await edge(t);
  const table = life("remoteMacTable");
  await table.up({ gatewayDeviceId, entries: entries(1, 3) });
  site.remove("gateway_devices", gatewayDeviceId);
  const later = life("remoteMacTable", table.state);
  t.true(await later.refresh());
  t.is(later.state, undefined);
});

test("a lookup by id shows all entries of the device", async (t) => {
  const { life, gatewayDeviceId } = await edge(t);
  await life("remoteMacTable").up({ gatewayDeviceId, entries: entries(1, 3) });
  const lookup = life("remoteMacTable", { id: `${gatewayDeviceId}/any`, inputs: {}, outputs: { site: "tokyo" } });
  await lookup.refresh();
  t.deepEqual(lookup.state?.outputs.entries, entries(1, 3));
});
