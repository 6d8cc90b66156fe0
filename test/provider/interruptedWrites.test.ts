// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { kinds } from "../../provider/kinds";
import { InterruptedWrites } from "../../provider/process/interruptedWrites";
import { Life } from "../helpers/life";
import { asked, withSites } from "../helpers/sites";

function folderOf(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), "interrupted-writes-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("an operation whose engine does not end early writes no file", (t) => {
  const folder = folderOf(t);
  const writes = new InterruptedWrites(folder);
  writes.recordSent("a");
  writes.recordDeleted("a");
  writes.recordWritten("table", "entry");
  t.deepEqual(readdirSync(folder), []);
});

test("a note is written when the engine ends, updated by later responses, and read by later operations", (t) => {
  const folder = folderOf(t);
  const writes = new InterruptedWrites(folder);
  for (const id of ["done", "late", "refused", "lost"]) writes.recordSent(id);
  writes.recordDeleted("done");
  writes.engineEnded();
  t.true(new InterruptedWrites(folder).isUnanswered(["late"]));
  writes.recordDeleted("late");
  writes.recordRefused("refused");
  const later = new InterruptedWrites(folder);
  t.deepEqual(
    ["done", "late", "refused", "lost"].map((id) => [later.isDeleted(id), later.isUnanswered([id])]),
    [
      [true, false],
      [true, false],
      [false, false],
      [false, true],
    ],
  );
  later.settle("lost", true);
  t.false(new InterruptedWrites(folder).isUnanswered(["lost"]));
});

test("a note without content has no file; damaged, old and missing notes are ignored", (t) => {
  const folder = folderOf(t);
  const writes = new InterruptedWrites(folder);
  writes.engineEnded();
  t.deepEqual(readdirSync(folder), []);
  writes.recordDeleted("old");
  const [name = ""] = readdirSync(folder);
  const eightDaysAgo = Date.now() / 1000 - 8 * 24 * 3600;
  utimesSync(join(folder, name), eightDaysAgo, eightDaysAgo);
  writeFileSync(join(folder, "1-damaged.json"), '{"deleted":["');
  t.false(new InterruptedWrites(folder).isDeleted("old"));
  t.deepEqual(readdirSync(folder), ["1-damaged.json"]);
  t.false(new InterruptedWrites(join(folder, "missing")).isDeleted("old"));
});

test("a deletion is awaited while the provider process that sent it lives", async (t) => {
  const folder = folderOf(t);
  const orphan = spawn(process.execPath, ["-e", "setTimeout(() => undefined, 600_000)"]);
  t.teardown(() => orphan.kill("SIGKILL"));
  const note = (deleted: string[], unanswered: string[]) =>
    writeFileSync(join(folder, `${orphan.pid}-note.json`), JSON.stringify({ deleted, unanswered, written: {} }));
  note([], ["a", "b"]);
  const writes = new InterruptedWrites(folder);
  let pauses = 0;
  await writes.outcomeOf(["a"], async () => {
    pauses += 1;
    if (pauses === 3) note(["a"], ["b"]);
  });
  t.is(pauses, 3);
  t.true(writes.isDeleted("a"));
  await writes.outcomeOf(["c"], async () => t.fail("no deletion of it was sent"));
});

const entry = (n: number) => ({ macAddress: `02:00:5e:00:00:0${n}`, vtepAddress: "203.0.113.9", segmentationId: 100 });

/** A table with one entry on a device that no stack manages, and an update by three entries whose engine is killed. */
async function killedUpdate(t: ExecutionContext) {
  const { site, settings, life } = await withSites(t);
  const device = life("gatewayDevice");
  await device.up({ name: "edge", managementIp: "192.0.2.1", managementPort: 6632, tunnelIps: ["10.0.0.1"] });
  const gatewayDeviceId = device.state?.id ?? "";
  const folder = folderOf(t);
  const table = (state?: Life["state"], writes = new InterruptedWrites(folder)) =>
    new Life(kinds.remoteMacTable as never, settings, state, writes);
  const first = table();
  await first.up({ gatewayDeviceId, entries: [entry(1)] });
  const writes = new InterruptedWrites(folder);
  await table(first.state && { ...first.state }, writes).up({ gatewayDeviceId, entries: [2, 3, 4].map(entry) });
  writes.engineEnded();
  const held = () =>
    ((site.objects("gateway_devices")[0]?.remote_mac_entries ?? []) as Array<{ mac_address: string }>).map((row) => row.mac_address).sort();
  t.is(held().length, 3);
  t.false(
    readdirSync(folder).some((name) => readFileSync(join(folder, name), "utf8").includes("02:00:5e")),
    "no MAC address is in a note",
  );
  site.clearRequests();
  return { site, gatewayDeviceId, folder, held, later: table(first.state), table };
}

test("kill -9 during an update of a table, then destroy: no entry remains at the site", async (t) => {
  const { held, later, folder } = await killedUpdate(t);
  await later.destroy();
  t.deepEqual(held(), []);
  t.false(
    readdirSync(folder).some((name) => readFileSync(join(folder, name), "utf8").includes('"written":{"')),
    "the note is removed",
  );
});

test("kill -9 during an update of a table, then an up of the former program: its entry is created, the others are removed", async (t) => {
  const { site, held, later, gatewayDeviceId, table } = await killedUpdate(t);
  t.is(await later.up({ gatewayDeviceId, entries: [entry(1)] }), "update");
  t.deepEqual(held(), [entry(1).macAddress]);
  site.clearRequests();
  t.is(await table(later.state).up({ gatewayDeviceId, entries: [entry(1)] }), "same");
  t.deepEqual(asked(site), []);
});

test("kill -9 during an update of a table, then an up of the same program: nothing is written", async (t) => {
  const { site, held, later, gatewayDeviceId } = await killedUpdate(t);
  t.is(await later.up({ gatewayDeviceId, entries: [2, 3, 4].map(entry) }), "update");
  t.is(held().length, 3);
  t.deepEqual(asked(site, ["POST", "PUT", "DELETE"]), []);
});
