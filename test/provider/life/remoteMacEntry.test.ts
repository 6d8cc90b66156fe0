// SPDX-License-Identifier: Apache-2.0
import test, { type ExecutionContext } from "ava";
import { kinds } from "../../../provider/kinds";
import type { Kind } from "../../../provider/kinds/definition";
import { lifecycleOf } from "../../../provider/lifecycle/lifecycle";
import { createRuntime } from "../../../provider/runtime";
import { asked, WRITES, withSites } from "../../helpers/sites";

const host = { macAddress: "02-00-5E-10-00-FF", vtepAddress: "10.1.1.1", segmentationId: "5" };

async function edge(t: ExecutionContext) {
  const { site, settings, life } = await withSites(t);
  const device = life("gatewayDevice");
  await device.up({ name: "edge", managementIp: "192.0.2.1", managementPort: 6632, tunnelIps: ["10.0.0.1"] });
  site.clearRequests();
  return { site, settings, life, gatewayDeviceId: device.state?.id ?? "" };
}

test("the life of an entry: canonical, quiet, replaced, destroyed", async (t) => {
  const { site, life, gatewayDeviceId } = await edge(t);
  const entry = life("remoteMacEntry");
  t.is(await entry.up({ gatewayDeviceId, ...host }), "create");
  t.like(entry.state?.outputs, { gatewayDeviceId, macAddress: "02:00:5e:10:00:ff", vtepAddress: "10.1.1.1", segmentationId: 5 });
  t.regex(entry.state?.id ?? "", new RegExp(`^${gatewayDeviceId}/[0-9a-f-]{36}$`));
  site.clearRequests();
  t.is(await entry.up({ gatewayDeviceId, ...host, macAddress: "0200.5e10.00ff" }), "same");
  t.deepEqual(asked(site), []);
  t.false(await entry.refresh());
  site.clearRequests();
  t.is(await entry.up({ gatewayDeviceId, ...host, vtepAddress: "10.1.1.2" }), "replace");
  t.deepEqual(
    asked(site, WRITES).map((line) => line.split(" ")[0]),
    ["DELETE", "POST"],
  );
  await entry.destroy();
  t.deepEqual(site.objects("gateway_devices")[0]?.remote_mac_entries, []);
});

test("refused by check, live: no such device, or one without a tunnel", async (t) => {
  const { site, life } = await edge(t);
  const vlan = life("gatewayDevice");
  await vlan.up({ name: "vlan", type: "network_vlan", resourceId: site.addNetwork() });
  const refusal = async (gatewayDeviceId?: string) => (await life("remoteMacEntry").refusals({ gatewayDeviceId, ...host })).join("\n");
  t.regex(await refusal(vlan.state?.id), /^gatewayDeviceId: .* is of type network_vlan, which has no tunnel/);
  t.regex(await refusal("5f3c9e2a-6a0b-4c55-9d1e-0d6f3f1c2b3a"), /^gatewayDeviceId: .* has no gateway device of this id/);
});

test("gone, gone with its device, and a MAC address that is taken", async (t) => {
  const { site, settings, life, gatewayDeviceId } = await edge(t);
  const entry = life("remoteMacEntry");
  await entry.up({ gatewayDeviceId, ...host });
  const equal = life("remoteMacEntry");
  await t.throwsAsync(equal.up({ gatewayDeviceId, ...host }), {
    message:
      /equals this resource, but may belong to another stack, because this stack does not manage gatewayDeviceId .*Set `adopt: true` .*add `aliases/,
  });
  await equal.up({ gatewayDeviceId, ...host, adopt: true });
  t.is(equal.state?.id, entry.state?.id);
  t.regex(equal.warnings.join(), /this update adopts the existing RemoteMacEntry .* of site tokyo, because `adopt` is true/);
  const other = { gatewayDeviceId, ...host, vtepAddress: "10.1.1.9" };
  t.regex(
    (await life("remoteMacEntry").refusals(other)).join(),
    /^macAddress: MAC address .* is already in use at site tokyo by remote MAC entry/,
  );
  const offline = {
    stackConfig: (key: string) => (key === "border-gateway:liveValidation" ? "false" : settings.stackConfig(key)),
  };
  await t.throwsAsync(life("remoteMacEntry", undefined, offline).up(other), {
    message: /DuplicateRemoteMacEntry.*In the way: RemoteMacEntry/,
  });
  const second = life("gatewayDevice");
  await second.up({ name: "second", managementIp: "192.0.2.2", managementPort: 6632, tunnelIps: ["10.0.0.2"] });
  await t.throwsAsync(life("remoteMacEntry", undefined, offline).up({ gatewayDeviceId: second.state?.id, ...host }), {
    message: new RegExp(
      `In the way: remote MAC entry .* \\(behind 10.1.1.1, segmentation id 5\\) of gateway device ${gatewayDeviceId} "edge"\\. Delete it$`,
    ),
  });
  site.remove("gateway_devices", gatewayDeviceId);
  const later = life("remoteMacEntry", entry.state);
  t.true(await later.refresh());
  t.is(later.state, undefined);
  await life("remoteMacEntry", entry.state).destroy();
});

test("lost answer: one entry", async (t) => {
  const { site, life, gatewayDeviceId } = await edge(t);
  site.fault({ match: { method: "POST", path: /remote_mac/, times: 1 }, action: { cut: "after" } });
  const entry = life("remoteMacEntry");
  await entry.up({ gatewayDeviceId, ...host });
  t.is(asked(site, ["POST"]).length, 1);
  t.deepEqual(entry.warnings, []);
});

test("an equal entry that was taken over before the one that has it was seen: the second is told of, before it could delete the object", async (t) => {
  const { settings, life } = await withSites(t);
  const device = life("gatewayDevice");
  await device.up({ name: "edge", managementIp: "192.0.2.1", managementPort: 6632, tunnelIps: ["10.0.0.1"] });
  const given = {
    site: "tokyo",
    gatewayDeviceId: device.state?.id ?? "",
    macAddress: "02:00:5e:10:00:01",
    vtepAddress: "10.1.1.1",
    segmentationId: 5,
  };
  const first = life("remoteMacEntry");
  await first.up(given);
  const process_ = lifecycleOf(kinds.remoteMacEntry as Kind<unknown>, { ...createRuntime(settings), warn: () => undefined });
  const { id } = await process_.create({ ...given, adopt: true });
  t.is(id, first.state?.id ?? "");
  await t.throwsAsync(process_.diff(id, first.state?.outputs ?? {}, given), {
    message:
      /^two resources of this program have the same object .* of site tokyo .*\. Remove one of them from the program and run `pulumi up` again/,
  });
});

test("an entry that a table deletes before the resource that keeps it is compared: that resource creates it again", async (t) => {
  const { site, settings, life } = await withSites(t);
  const device = life("gatewayDevice");
  await device.up({ name: "edge", managementIp: "192.0.2.1", managementPort: 6632, tunnelIps: ["10.0.0.1"] });
  const of = { site: "tokyo", gatewayDeviceId: device.state?.id ?? "" };
  const mac = { macAddress: "02:00:5e:10:00:01", vtepAddress: "10.1.1.1", segmentationId: 5 };
  const entry = life("remoteMacEntry");
  await entry.up({ ...of, ...mac });
  const table = life("remoteMacTable");
  await table.up({ ...of, entries: [mac], adopt: true });
  t.deepEqual(table.state?.outputs.entryIds, [entry.state?.id.split("/")[1]], "the state names it twice");

  const runtime = { ...createRuntime(settings), warn: () => undefined };
  const entries = lifecycleOf(kinds.remoteMacEntry as Kind<unknown>, runtime);
  const tables = lifecycleOf(kinds.remoteMacTable as Kind<unknown>, runtime);
  const last = entry.state?.outputs ?? {};
  await tables.update(table.state?.id ?? "", table.state?.outputs ?? {}, { ...of, entries: [] });
  t.deepEqual((await entries.diff(entry.state?.id ?? "", last, { ...of, ...mac })).replaces, ["id"]);
  await entries.delete(entry.state?.id ?? "", last);
  const { id } = await entries.create({ ...of, ...mac });
  t.not(id, entry.state?.id);
  t.is(site.objects("remote_mac_entries").length, 1);
});
