// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { settingsOf } from "../../helpers/settings";
import { asked, WRITES, withSites } from "../../helpers/sites";

const hwVtep = { managementIp: "192.0.2.1", managementPort: 6632, tunnelIps: ["10.0.0.1"], nameHint: "edge-0123abc" };
const DEVICES = "/v2.0/gw/gateway_devices";

test("minimal: created, unchanged, refreshed, destroyed, with one write each way", async (t) => {
  const { site, life } = await withSites(t);
  const device = life("gatewayDevice");
  t.is(await device.up(hwVtep), "create");
  t.like(site.objects("gateway_devices")[0], { name: "edge-0123abc", type: "hw_vtep", management_protocol: "ovsdb" });
  site.clearRequests();
  t.is(await device.up(hwVtep), "same");
  t.deepEqual(asked(site), [], "a second up asks nothing");
  t.false(await device.refresh());
  await device.destroy();
  t.deepEqual(asked(site, WRITES), [`DELETE ${DEVICES}/${site.requests().at(-1)?.path.split("/").at(-1)}`]);
  t.deepEqual(site.objects("gateway_devices"), []);
});

test("full: each type keeps all of its properties, in canonical form", async (t) => {
  const { site, life } = await withSites(t);
  const [router, network] = [site.addRouter(), site.addNetwork()];
  const full = life("gatewayDevice");
  await full.up({
    site: "tokyo",
    name: "hw",
    type: "hw_vtep",
    managementIp: "2001:DB8::0:1",
    managementPort: "6640",
    managementProtocol: "ovsdb",
    tunnelIps: ["2001:DB8::2"],
    tenantId: "b".repeat(32),
  });
  t.like(full.state?.outputs, {
    name: "hw",
    managementIp: "2001:db8::1",
    managementPort: 6640,
    tunnelIps: ["2001:db8::2"],
    tenantId: "b".repeat(32),
    site: "tokyo",
    endpoint: site.url,
  });
  for (const given of [
    { name: "r", type: "router_vtep", resourceId: router, tunnelIps: ["10.0.0.7"] },
    { name: "n", type: "network_vlan", resourceId: network },
  ]) {
    const one = life("gatewayDevice");
    t.is(await one.up(given), "create");
    t.like(one.state?.outputs, given);
    t.is(await one.up(given), "same");
    t.false(await one.refresh());
  }
});

test("refused by check, live: what is taken is said with its holder, and nothing is sent", async (t) => {
  const { site, life } = await withSites(t);
  const router = site.addRouter();
  const holder = life("gatewayDevice");
  await holder.up({ ...hwVtep, name: "first" });
  await life("gatewayDevice").up({ name: "second", type: "router_vtep", resourceId: router, tunnelIps: ["10.0.0.2"] });
  site.clearRequests();
  const [management, tunnel, ...none] = await life("gatewayDevice").refusals(hwVtep);
  t.regex(
    management ?? "",
    new RegExp(
      `^managementIp: management address 192.0.2.1 is already used at site tokyo by gateway device ${holder.state?.id} "first" of project`,
    ),
  );
  t.regex(tunnel ?? "", /^tunnelIps\[0\]: tunnel address 10.0.0.1 is already used .* \(the server would answer 500 after 150 seconds\)/);
  t.deepEqual(none, []);
  const failures = await life("gatewayDevice").refusals({
    type: "router_vtep",
    resourceId: router,
    tunnelIps: ["10.0.0.3"],
    name: "third",
  });
  t.regex(failures.join("\n"), /^resourceId: router .* is already used at site tokyo by gateway device .* "second"/);
  const absent = await life("gatewayDevice").refusals({ type: "network_vlan", resourceId: router, name: "x" });
  t.regex(absent.join("\n"), /^resourceId: ".*": site tokyo has no network of this id/);
  t.deepEqual(asked(site, WRITES), []);
});

test("refused by check, live: values that a device of another project uses, in any spelling", async (t) => {
  const { site, life } = await withSites(t, { auth: "keystone" });
  const foreign = { name: "foreign", type: "hw_vtep", management_port: 6632, management_protocol: "ovsdb", tenant_id: "b".repeat(32) };
  site.insert("gateway_devices", { ...foreign, management_ip: "2001:DB8:0::1", tunnel_ips: ["2001:DB8:0::2"] });
  const failures = await life("gatewayDevice").refusals({ ...hwVtep, managementIp: "2001:db8::1", tunnelIps: ["2001:db8::2"] });
  t.is(failures.length, 2, failures.join("\n"));
  t.regex(failures[0] ?? "", /^managementIp: management address 2001:db8::1 is already used .* "foreign" of project b+/);
  t.regex(failures[1] ?? "", /^tunnelIps\[0\]: tunnel address 2001:db8::2 is already used/);
});

test("update in place: name and tunnel address, one PUT", async (t) => {
  const { site, life } = await withSites(t);
  const device = life("gatewayDevice");
  await device.up(hwVtep);
  const id = device.state?.id;
  site.clearRequests();
  t.is(await device.up({ ...hwVtep, name: "west", tunnelIps: ["10.0.0.9"] }), "update");
  t.is(device.state?.id, id);
  t.deepEqual(asked(site, WRITES), [`PUT ${DEVICES}/${id}`]);
  t.like(site.objects("gateway_devices")[0], { name: "west", tunnel_ips: ["10.0.0.9"] });
});

test("a network_vlan device is renamed", async (t) => {
  const { site, life } = await withSites(t);
  const given = { type: "network_vlan", resourceId: site.addNetwork(), name: "a" };
  const device = life("gatewayDevice");
  await device.up(given);
  t.is(await device.up({ ...given, name: "b" }), "update");
  t.is(site.objects("gateway_devices")[0]?.name, "b");
});

test("replace: deleted first, as its addresses are taken until then", async (t) => {
  const { site, life } = await withSites(t);
  const device = life("gatewayDevice");
  await device.up(hwVtep);
  site.clearRequests();
  t.is(await device.up({ ...hwVtep, managementPort: 6633 }), "replace");
  t.deepEqual(
    asked(site, WRITES).map((line) => line.split(" ")[0]),
    ["DELETE", "POST"],
  );
  t.is(site.objects("gateway_devices").length, 1);
});

test("replaced under a name of the program's own: its own addresses are not in its way", async (t) => {
  const { site, life } = await withSites(t);
  const given = { name: "r", type: "router_vtep", resourceId: site.addRouter(), tunnelIps: ["10.0.0.1"] };
  const device = life("gatewayDevice");
  await device.up(given);
  t.is(await life("gatewayDevice", device.state).up({ ...given, tenantId: "b".repeat(32) }), "replace");
  t.is(site.objects("gateway_devices").length, 1);
});

test("drift: seen by refresh, repaired by the next up, quiet afterwards", async (t) => {
  const { site, life } = await withSites(t);
  const device = life("gatewayDevice");
  await device.up(hwVtep);
  site.edit("gateway_devices", device.state?.id ?? "", { name: "by hand", tunnel_ips: ["10.9.9.9"] });
  const later = life("gatewayDevice", device.state);
  t.true(await later.refresh());
  t.deepEqual(later.state?.inputs.tunnelIps, ["10.9.9.9"]);
  t.false("tenantId" in (later.state?.inputs ?? {}), "what the server filled in is no difference");
  t.is(await later.up({ ...hwVtep, name: "edge-0123abc" }), "update");
  t.like(site.objects("gateway_devices")[0], { name: "edge-0123abc", tunnel_ips: ["10.0.0.1"] });
  t.false(await life("gatewayDevice", later.state).refresh());
});

test("already gone: refresh forgets it, destroy is content", async (t) => {
  const { site, life } = await withSites(t);
  const device = life("gatewayDevice");
  await device.up(hwVtep);
  site.remove("gateway_devices", device.state?.id ?? "");
  const later = life("gatewayDevice", device.state);
  t.true(await later.refresh());
  t.is(later.state, undefined);
  await life("gatewayDevice", device.state).destroy();
});

test("hidden: a login of another project takes nothing for gone, the owner's own does", async (t) => {
  const { site, life } = await withSites(t, { auth: "keystone" });
  const auth = { ...(site.cloud.auth as object), username: "member", project_name: "tenant" };
  const asMember = { stackConfig: settingsOf({ "border-gateway:sites": { tokyo: { ...site.cloud, auth } } }).stackConfig };
  const device = life("gatewayDevice");
  await device.up(hwVtep);
  const message = /^site tokyo: the user of this login is no administrator, and the server hides from others what another project owns/;
  await t.throwsAsync(life("gatewayDevice", device.state, asMember).refresh(), { message });
  await t.throwsAsync(life("gatewayDevice", device.state, asMember).destroy(), { message });
  t.is(site.objects("gateway_devices").length, 1);

  const own = life("gatewayDevice", undefined, asMember);
  await own.up({ ...hwVtep, managementIp: "192.0.2.2", tunnelIps: ["10.0.0.2"], nameHint: "own-0123abc" });
  site.remove("gateway_devices", own.state?.id ?? "");
  await life("gatewayDevice", own.state, asMember).destroy();
  const later = life("gatewayDevice", own.state, asMember);
  t.true(await later.refresh());
  t.is(later.state, undefined);
});

test("in use: the gateway that uses it is named, and the device stays", async (t) => {
  const { site, life } = await withSites(t);
  const device = life("gatewayDevice");
  await device.up(hwVtep);
  const gateway = life("l2Gateway");
  await gateway.up({ name: "west", devices: [{ deviceId: device.state?.id, segmentationId: 100 }] });
  await t.throwsAsync(device.destroy(), {
    message: new RegExp(`GatewayDeviceInUse.*It is used by L2 gateway ${gateway.state?.id} "west"\\. Delete that first`),
  });
  t.is(site.objects("gateway_devices").length, 1);
});

test("lost answer: the device is there once, and ours", async (t) => {
  const { site, life } = await withSites(t);
  site.fault({ match: { method: "POST", path: /gateway_devices/, times: 1 }, action: { cut: "after" } });
  const device = life("gatewayDevice");
  await device.up(hwVtep);
  t.deepEqual(
    site.objects("gateway_devices").map(({ id }) => id),
    [device.state?.id],
  );
  t.is(asked(site, ["POST"]).length, 1);
});

test("killed after the POST: the next run takes its own object over, and one of another name is in the way", async (t) => {
  const { site, life } = await withSites(t);
  const killed = life("gatewayDevice");
  await killed.up(hwVtep);
  const next = life("gatewayDevice");
  t.deepEqual(await next.refusals(hwVtep), []);
  await next.up({ ...hwVtep });
  t.is(next.state?.id, killed.state?.id);
  t.is(site.objects("gateway_devices").length, 1);

  const stranger = life("gatewayDevice", undefined, { stackConfig: offline(site.cloud) });
  await t.throwsAsync(stranger.up({ ...hwVtep, nameHint: "edge-fffffff" }), {
    message: /GatewayDeviceParamDuplicate.*In the way: GatewayDevice .* "edge-0123abc"\. Delete it, or give `adopt: true`/,
  });
});

test("adopt: what cannot change has to be equal, what can change is changed", async (t) => {
  const { site, life } = await withSites(t);
  const foreign = life("gatewayDevice");
  await foreign.up({ ...hwVtep, name: "by hand" });
  const ours = life("gatewayDevice");
  await ours.up({ ...hwVtep, name: "ours", tunnelIps: ["10.0.0.5"], adopt: true });
  t.is(ours.state?.id, foreign.state?.id);
  t.like(site.objects("gateway_devices")[0], { name: "ours", tunnel_ips: ["10.0.0.5"] });
  const other = life("gatewayDevice");
  await t.throwsAsync(other.up({ ...hwVtep, managementPort: 7000, name: "other", adopt: true }), {
    message:
      /managementIp: management address .* is already used .* set `adopt: true` \(only its name and tunnel address may differ\); in a mesh, name it with `sites\.<site>\.device`/,
  });
});

function offline(cloud: object) {
  return (key: string) =>
    (({ "border-gateway:liveValidation": "false", "border-gateway:sites": JSON.stringify({ tokyo: cloud }) }) as Record<string, string>)[
      key
    ];
}
