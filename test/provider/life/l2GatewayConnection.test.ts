// SPDX-License-Identifier: Apache-2.0
import test, { type ExecutionContext } from "ava";
import { difference } from "../../../provider/diff";
import { l2GatewayConnection } from "../../../provider/resources/l2GatewayConnection";
import { asked, WRITES, withSites } from "../../helpers/sites";

const CONNECTIONS = "/v2.0/l2-gateway-connections";

/** A border site with a device, a gateway that names a segmentation id, one that names none, and a network. */
async function joined(t: ExecutionContext) {
  const { site, life } = await withSites(t);
  const device = life("gatewayDevice");
  await device.up({ name: "edge", managementIp: "192.0.2.1", managementPort: 6632, tunnelIps: ["10.0.0.1"] });
  const gateway = async (name: string, segmentationId?: number) => {
    const one = life("l2Gateway");
    await one.up({ name, devices: [{ deviceId: device.state?.id, ...(segmentationId === undefined ? {} : { segmentationId }) }] });
    return one.state?.id ?? "";
  };
  const [tagged, bare] = [await gateway("tagged", 100), await gateway("bare")];
  const networkId = site.addNetwork({ name: "blue" });
  site.clearRequests();
  return { site, life, tagged, bare, networkId };
}

test("minimal and full: the segmentation id on the one side or on the other; second up and refresh are quiet", async (t) => {
  const { site, life, tagged, bare, networkId } = await joined(t);
  for (const given of [
    { l2GatewayId: tagged, networkId },
    { l2GatewayId: bare, networkId, segmentationId: 200 },
  ]) {
    site.clearRequests();
    const connection = life("l2GatewayConnection");
    t.is(await connection.up(given), "create");
    t.deepEqual(asked(site, WRITES), [`POST ${CONNECTIONS}`]);
    site.clearRequests();
    t.is(await connection.up(given), "same");
    t.deepEqual(asked(site), []);
    t.false(await connection.refresh());
    t.is(typeof connection.state?.outputs.tenantId, "string");
  }
});

test("refused by check, live", async (t) => {
  const { site, life, tagged, bare, networkId } = await joined(t);
  const refusal = async (given: Record<string, unknown>) => (await life("l2GatewayConnection").refusals(given)).join("\n");
  t.regex(
    await refusal({ l2GatewayId: tagged, networkId, segmentationId: 200 }),
    /^segmentationId: is given here and on L2 gateway .* \(100\): it has to be on exactly one/,
  );
  t.regex(await refusal({ l2GatewayId: bare, networkId }), /^segmentationId: is missing: L2 gateway .* has none/);
  t.regex(
    await refusal({ l2GatewayId: networkId, networkId: bare, segmentationId: 5 }),
    /^networkId: .* has no network of this id.*\nl2GatewayId: .* has no L2 gateway of this id/,
  );
  await life("l2GatewayConnection").up({ l2GatewayId: tagged, networkId });
  t.regex(
    await refusal({ l2GatewayId: tagged, networkId: site.addNetwork() }),
    new RegExp(`^l2GatewayId: .* this border gateway has its one connection already, .* to network ${networkId}`),
  );
});

test("segmentation ids of a VLAN device and of switches end at 4094", async (t) => {
  const { site, life } = await withSites(t);
  const device = life("gatewayDevice");
  await device.up({ name: "vlan", type: "network_vlan", resourceId: site.addNetwork() });
  const gateway = life("l2Gateway");
  await gateway.up({ name: "g", devices: [{ deviceId: device.state?.id }] });
  const given = { l2GatewayId: gateway.state?.id, networkId: site.addNetwork(), segmentationId: 4095 };
  t.regex((await life("l2GatewayConnection").refusals(given)).join(), /^segmentationId: 4095 is beyond what gateway device/);

  const upstream = await withSites(t, { kind: "upstream" });
  const switched = upstream.life("l2Gateway");
  await switched.up({ name: "g", devices: [{ deviceName: "sw1", interfaces: [{ name: "p1" }] }] });
  const wide = { l2GatewayId: switched.state?.id, networkId: upstream.site.addNetwork(), segmentationId: 4095 };
  t.regex((await upstream.life("l2GatewayConnection").refusals(wide)).join(), /^segmentationId: 4095 is beyond what the switches/);
  const connection = upstream.life("l2GatewayConnection");
  await connection.up({ ...wide, segmentationId: 300 });
  t.false(await connection.refresh());
});

test("an upstream gateway takes many networks", async (t) => {
  const { site, life } = await withSites(t, { kind: "upstream" });
  const gateway = life("l2Gateway");
  await gateway.up({ name: "g", devices: [{ deviceName: "sw1", interfaces: [{ name: "p1" }] }] });
  const given = (segmentationId: number) => ({ l2GatewayId: gateway.state?.id, networkId: site.addNetwork(), segmentationId });
  await life("l2GatewayConnection").up(given(300));
  t.is(await life("l2GatewayConnection").up(given(301)), "create");
});

test("every change replaces, taking the segmentation id away too", async (t) => {
  const { site, life, tagged, bare, networkId } = await joined(t);
  const connection = life("l2GatewayConnection");
  await connection.up({ l2GatewayId: bare, networkId, segmentationId: 200 });
  t.is(await connection.up({ l2GatewayId: bare, networkId, segmentationId: 300 }), "replace");
  t.is(await connection.up({ l2GatewayId: tagged, networkId }), "replace");
  const elsewhere = life("l2GatewayConnection", connection.state);
  t.is(await elsewhere.up({ l2GatewayId: tagged, networkId: site.addNetwork() }), "replace", "its own connection is not in its way");
  t.is(site.objects("l2_gateway_connections").length, 1);

  const [last, next] = [
    { l2GatewayId: bare, networkId, segmentationId: 200 },
    { l2GatewayId: bare, networkId },
  ];
  t.deepEqual(difference(l2GatewayConnection.definition, last, next), { updates: [], replaces: ["segmentationId"] });
});

test("gone with its network: refresh forgets it", async (t) => {
  const { site, life, tagged, networkId } = await joined(t);
  const connection = life("l2GatewayConnection");
  await connection.up({ l2GatewayId: tagged, networkId });
  site.remove("networks", networkId);
  const later = life("l2GatewayConnection", connection.state);
  t.true(await later.refresh());
  t.is(later.state, undefined);
});

test("lost answer, and an equal one that is there already: one row, one warning", async (t) => {
  const { site, life, tagged, networkId } = await joined(t);
  site.fault({ match: { method: "POST", path: /connections/, times: 1 }, action: { cut: "after" } });
  const connection = life("l2GatewayConnection");
  await connection.up({ l2GatewayId: tagged, networkId });
  t.deepEqual(connection.warnings, []);
  const again = life("l2GatewayConnection");
  await again.up({ l2GatewayId: tagged, networkId });
  t.is(again.state?.id, connection.state?.id);
  t.is(again.warnings.length, 1);
  t.is(site.objects("l2_gateway_connections").length, 1);
});

test("a silent L2 gateway agent is waited for, then reported in the server's words", async (t) => {
  const { site, life } = await withSites(t, { kind: "upstream" });
  const gateway = life("l2Gateway");
  await gateway.up({ name: "g", devices: [{ deviceName: "sw1", interfaces: [{ name: "p1" }] }] });
  site.failAgent();
  const connection = life("l2GatewayConnection");
  await t.throwsAsync(connection.up({ l2GatewayId: gateway.state?.id, networkId: site.addNetwork(), segmentationId: 30 }), {
    message: /409 OVSDBError: .*Communication error with the L2 gateway agent/,
  });
  t.is(connection.state, undefined);
});
