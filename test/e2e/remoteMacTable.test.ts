// SPDX-License-Identifier: Apache-2.0
// A table of remote MAC entries through the engine.
import test, { type ExecutionContext } from "ava";
import { startSites } from "../../sdk/testing/index";
import type { Declared } from "../helpers/inProcess/declaredProgram";
import { did, drift } from "../helpers/inProcess/emulatedSegment";
import { InProcessStack } from "../helpers/inProcess/inProcessStack";
import { asked, WRITES } from "../helpers/sites";

async function start(t: ExecutionContext) {
  const [site] = await startSites({ sites: ["tokyo"] });
  const stack = new InProcessStack(t, { "border-gateway:sites": { tokyo: site.cloud } });
  t.teardown(() => site.stop());
  const up = async (...resources: Declared[]) => {
    stack.resources = resources;
    site.clearRequests();
    const result = await stack.up();
    t.true(result.ok, result.diagnostics);
    return did(result).sort();
  };
  const quiet = async () => {
    t.deepEqual(drift(await stack.refresh()), []);
    t.deepEqual(did(await stack.up()), []);
  };
  return { site, stack, up, quiet };
}

test("a table of 50: half done and failed, gone on with, changed by hand, repaired, killed, taken down", async (t) => {
  const { site, stack, up, quiet } = await start(t);
  const device: Declared = {
    kind: "GatewayDevice",
    name: "edge",
    args: { managementIp: "192.0.2.1", managementPort: 6632, tunnelIps: ["10.0.0.1"] },
  };
  const entries = (count: number, vtepAddress = "10.1.1.1") =>
    Array.from({ length: count }, (_, index) => ({
      macAddress: `02:00:5e:00:00:${(16 + index).toString(16)}`,
      vtepAddress,
      segmentationId: 100,
    }));
  const table = (list: ReturnType<typeof entries>): Declared => ({
    kind: "RemoteMacTable",
    name: "hosts",
    args: { gatewayDeviceId: `\${${"edge"}.id}`, entries: list },
  });
  const held = () => (site.objects("gateway_devices")[0]?.remote_mac_entries ?? []) as Array<{ id: string; vtep_address: string }>;
  const inState = () => {
    const { entryIds = [] } = stack.kept().find(({ urn }) => urn.endsWith("::hosts"))?.outputs ?? {};
    return [...(entryIds as string[])].sort();
  };
  const assertSame = () =>
    t.deepEqual(
      inState(),
      held()
        .map(({ id }) => id)
        .sort(),
    );

  site.fault({
    match: { method: "POST", path: /remote_mac/, nth: 25, times: Number.POSITIVE_INFINITY },
    action: { status: 403, body: {} },
  });
  stack.resources = [device, table(entries(50))];
  const failed = await stack.up();
  t.false(failed.ok);
  t.true(held().length >= 24 && held().length < 50, String(held().length));
  assertSame();
  site.clearFaults();
  const reached = held().length;
  await up(device, table(entries(50)));
  t.is(asked(site, ["POST"]).length, 50 - reached);
  assertSame();
  await quiet();

  const [first, second] = held();
  site.remove("remote_mac_entries", first?.id ?? "");
  site.edit("remote_mac_entries", second?.id ?? "", { vtep_address: "10.9.9.9" });
  t.deepEqual(drift(await stack.refresh()), ["hosts update"]);
  t.deepEqual(await up(device, table(entries(50))), ["update hosts"]);
  t.deepEqual(
    asked(site, WRITES)
      .map((line) => line.split(" ")[0])
      .sort(),
    ["DELETE", "POST", "POST"],
  );
  assertSame();
  await quiet();

  // kill -9 in the middle of a change of all of them: what the dead run did is found again.
  site.fault({
    match: { method: "POST", path: /remote_mac/, nth: 20, times: Number.POSITIVE_INFINITY },
    action: { hang: true, done: true },
  });
  site.clearRequests();
  stack.resources = [device, table(entries(50, "10.1.1.2"))];
  const posts = () => asked(site, ["POST"]).length;
  await stack.killed(
    "up",
    (async () => {
      while (posts() < 22) await new Promise((resolve) => setTimeout(resolve, 2));
    })(),
  );
  site.clearFaults();
  const resumed = await stack.up();
  t.true(resumed.ok, resumed.diagnostics);
  t.is(held().length, 50);
  t.deepEqual([...new Set(held().map(({ vtep_address }) => vtep_address))], ["10.1.1.2"]);
  assertSame();
  await quiet();

  t.true((await stack.destroy()).ok);
  t.deepEqual(site.objects("gateway_devices"), []);
});
