// SPDX-License-Identifier: Apache-2.0
import test, { type ExecutionContext } from "ava";
import { l2GatewayConnection } from "../../../provider/kinds/l2GatewayConnection";
import { difference } from "../../../provider/lifecycle/diff";
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
    /^segmentationId: segmentationId is already set on L2 gateway .* \(100\)/,
  );
  t.regex(
    await refusal({ l2GatewayId: bare, networkId }),
    /^segmentationId: segmentationId is required, because L2 gateway .* has none: set it here$/,
  );
  t.regex(
    await refusal({ l2GatewayId: networkId, networkId: bare, segmentationId: 5 }),
    /^networkId: .* has no network of this id.*\nl2GatewayId: .* has no L2 gateway of this id/,
  );
  await life("l2GatewayConnection").up({ l2GatewayId: tagged, networkId });
  t.regex(
    await refusal({ l2GatewayId: tagged, networkId: site.addNetwork() }),
    new RegExp(`^l2GatewayId: border gateway .* already has connection .* to network ${networkId}`),
  );
});

test("segmentation ids of a VLAN device and of switches end at 4094", async (t) => {
  const { site, life } = await withSites(t);
  const device = life("gatewayDevice");
  await device.up({ name: "vlan", type: "network_vlan", resourceId: site.addNetwork() });
  const gateway = life("l2Gateway");
  await gateway.up({ name: "g", devices: [{ deviceId: device.state?.id }] });
  const given = { l2GatewayId: gateway.state?.id, networkId: site.addNetwork(), segmentationId: 4095 };
  t.regex(
    (await life("l2GatewayConnection").refusals(given)).join(),
    /^segmentationId: segmentationId must be an integer from 1 to 4094, a VLAN, because gateway device .*; got 4095$/,
  );

  const upstream = await withSites(t, { kind: "upstream" });
  const switched = upstream.life("l2Gateway");
  await switched.up({ name: "g", devices: [{ deviceName: "sw1", interfaces: [{ name: "p1" }] }] });
  const wide = { l2GatewayId: switched.state?.id, networkId: upstream.site.addNetwork(), segmentationId: 4095 };
  t.regex(
    (await upstream.life("l2GatewayConnection").refusals(wide)).join(),
    /^segmentationId: segmentationId must be an integer from 0 to 4094, a VLAN, for the switches of .*; got 4095$/,
  );
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
  await t.throwsAsync(again.up({ l2GatewayId: tagged, networkId }), { message: /does not manage l2GatewayId .*Set `adopt: true`/ });
  await again.up({ l2GatewayId: tagged, networkId, adopt: true });
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

const port = (name: string, segmentationIds?: number[]) => ({ name, ...(segmentationIds === undefined ? {} : { segmentationIds }) });
const onSwitch = (...ports: object[]) => [{ deviceName: "sw1", interfaces: ports }];

/** An upstream site with gateways on one switch. */
async function switched(t: ExecutionContext) {
  const { site, life } = await withSites(t, { kind: "upstream" });
  const gateway = async (name: string, ...ports: object[]) => {
    const one = life("l2Gateway");
    await one.up({ name, devices: onSwitch(...ports) });
    return one.state?.id ?? "";
  };
  const refusal = async (given: Record<string, unknown>) => (await life("l2GatewayConnection").refusals(given)).join("\n");
  return { site, life, gateway, refusal };
}

test("an untagged port of an upstream gateway: created, quiet, deleted, adopted", async (t) => {
  const { site, life, gateway } = await switched(t);
  const given = { l2GatewayId: await gateway("g", port("p1")), networkId: site.addNetwork(), segmentationId: 0 };
  const connection = life("l2GatewayConnection");
  t.is(await connection.up(given), "create");
  t.is(connection.state?.outputs.segmentationId, 0);
  const later = life("l2GatewayConnection", connection.state);
  t.false(await later.refresh());
  t.is(await later.up(given), "same");

  const adopted = life("l2GatewayConnection");
  t.is(await adopted.up({ ...given, adopt: true }), "create");
  t.is(adopted.state?.id, connection.state?.id);
  t.is(adopted.state?.outputs.segmentationId, 0);
  t.false(await adopted.refresh());
  t.is(site.objects("l2_gateway_connections").length, 1);
  await life("l2GatewayConnection", adopted.state).destroy();
  t.deepEqual(site.objects("l2_gateway_connections"), []);
  t.is(await life("l2GatewayConnection").up({ ...given, segmentationId: 5 }), "create");
  t.is(await life("l2GatewayConnection").up({ ...given, networkId: site.addNetwork() }), "create", "a tagged network beside it");
});

test("an untagged port of a border gateway is refused, also if the validation does not contact the site", async (t) => {
  const { site, life, bare, networkId } = await joined(t);
  const given = { l2GatewayId: bare, networkId, segmentationId: 0 };
  t.regex(
    (await life("l2GatewayConnection").refusals(given)).join(),
    /^segmentationId: segmentationId must be an integer from 1 to 16777214; got 0\. L2 gateway .* does not support untagged traffic/,
  );
  const offline = life("l2GatewayConnection", undefined, {
    stackConfig: (key: string) =>
      ({
        "border-gateway:liveValidation": "false",
        "border-gateway:defaultSite": "tokyo",
        "border-gateway:sites": JSON.stringify({ tokyo: site.cloud }),
      })[key],
  });
  site.clearRequests();
  await t.throwsAsync(offline.up(given), { message: /A border gateway does not support untagged traffic.*No request was sent/ });
  t.deepEqual(
    asked(site, ["POST"]).filter((line) => line.includes("connections")),
    [],
  );
});

test("a VLAN that another connection has bound on the port, whichever gateway names the port", async (t) => {
  const { site, life, gateway, refusal } = await switched(t);
  const [first, second, tagged] = [
    await gateway("one", port("p1")),
    await gateway("two", port("p1"), port("p2")),
    await gateway("tagged", port("p1", [7, 2901])),
  ];
  const connection = life("l2GatewayConnection");
  await connection.up({ l2GatewayId: first, networkId: site.addNetwork(), segmentationId: 2901 });
  const networkId = site.addNetwork();
  const taken =
    /^segmentationId: VLAN 2901 on port p1 of switch sw1 is already bound at site tokyo by connection .* of L2 gateway .* "one"/;
  t.regex(await refusal({ l2GatewayId: second, networkId, segmentationId: 2901 }), taken);
  t.regex(await refusal({ l2GatewayId: tagged, networkId }), taken);
  t.is(await refusal({ l2GatewayId: second, networkId, segmentationId: 2902 }), "");
  await life("l2GatewayConnection").up({ l2GatewayId: second, networkId, segmentationId: 0 });
  t.regex(
    await refusal({ l2GatewayId: first, networkId: site.addNetwork(), segmentationId: 0 }),
    /^segmentationId: untagged traffic on port p1 of switch sw1 is already bound/,
  );
  const own = life("l2GatewayConnection", connection.state);
  t.is(
    await own.up({ l2GatewayId: second, networkId: site.addNetwork(), segmentationId: 2901 }),
    "replace",
    "its own VLAN is not in its way",
  );
});

test("a network without exactly one VXLAN segment is refused on an upstream gateway", async (t) => {
  const { site, gateway, refusal, life } = await switched(t);
  const l2GatewayId = await gateway("g", port("p1"));
  const segments = (...types: string[]) =>
    site.addNetwork({ name: "net", segments: types.map((type) => ({ "provider:network_type": type })) });
  const of = (networkId: string) => ({ l2GatewayId, networkId, segmentationId: 5 });
  t.regex(
    await refusal(of(site.addNetwork({ name: "net", "provider:network_type": "vlan" }))),
    /^networkId: network .* "net" has no VXLAN segment \(provider:network_type vlan\)/,
  );
  t.regex(await refusal(of(segments("vlan", "flat"))), /has no VXLAN segment \(provider:network_type vlan, flat\)/);
  t.regex(await refusal(of(segments("vxlan", "vxlan"))), /has 2 VXLAN segments/);
  t.is(await life("l2GatewayConnection").up(of(segments("vlan", "vxlan"))), "create");
});
