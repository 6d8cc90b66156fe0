// SPDX-License-Identifier: Apache-2.0
import test, { type ExecutionContext } from "ava";
import { asked, WRITES, withSites } from "../../helpers/sites";

const GATEWAYS = "/v2.0/l2-gateways";
const upstream = {
  nameHint: "g-0123abc",
  devices: [
    {
      deviceName: "sw1",
      interfaces: [
        { name: "p1", segmentationIds: [100, 99] },
        { name: "p2", segmentationIds: ["7"] },
      ],
    },
  ],
};

/** A border site with one hw_vtep device. */
async function border(t: ExecutionContext) {
  const { site, life, ...rest } = await withSites(t);
  const device = life("gatewayDevice");
  await device.up({ name: "edge", managementIp: "192.0.2.1", managementPort: 6632, tunnelIps: ["10.0.0.1"] });
  site.clearRequests();
  const deviceId = device.state?.id ?? "";
  return { site, life, deviceId, program: { nameHint: "g-0123abc", devices: [{ deviceId, segmentationId: 100 }] }, ...rest };
}

test("border form, minimal and full: one POST, nothing on the second up, nothing found by refresh", async (t) => {
  const { site, life, deviceId, program } = await border(t);
  for (const given of [program, { name: "bare", devices: [{ deviceId }], tenantId: "b".repeat(32) }]) {
    site.clearRequests();
    const gateway = life("l2Gateway");
    t.is(await gateway.up(given), "create");
    t.deepEqual(asked(site, WRITES), [`POST ${GATEWAYS}`]);
    site.clearRequests();
    t.is(await gateway.up(given), "same");
    t.deepEqual(asked(site), []);
    t.false(await gateway.refresh());
    t.deepEqual(gateway.warnings, []);
  }
});

test("upstream form: sets in any order, a second up and a refresh change nothing", async (t) => {
  const { site, life } = await withSites(t, { kind: "upstream" });
  const gateway = life("l2Gateway");
  await gateway.up(upstream);
  t.is(await gateway.up(upstream), "same");
  t.false(await gateway.refresh());
  t.like(site.objects("l2_gateways")[0], { name: "g-0123abc" });
  const shuffled = { ...upstream, devices: [{ deviceName: "sw1", interfaces: [...(upstream.devices[0]?.interfaces ?? [])].reverse() }] };
  t.is(await gateway.up(shuffled), "same");
});

test("upstream form: ports without segmentation ids are quiet too", async (t) => {
  const { life } = await withSites(t, { kind: "upstream" });
  const gateway = life("l2Gateway");
  const bare = { name: "g", devices: [{ deviceName: "sw1", interfaces: [{ name: "p1" }, { name: "p2" }] }] };
  await gateway.up(bare);
  t.deepEqual(gateway.warnings, []);
  t.is(await gateway.up(bare), "same");
  t.false(await life("l2Gateway", gateway.state).refresh());
});

test("refused by check, live: a missing device, an id outside the range of its type, and the form that the site does not support", async (t) => {
  const { site, life, deviceId } = await border(t);
  const network = life("gatewayDevice");
  await network.up({ name: "vlan", type: "network_vlan", resourceId: site.addNetwork() });
  site.clearRequests();
  const refusal = async (devices: unknown) => (await life("l2Gateway").refusals({ name: "g", devices })).join("\n");
  t.regex(
    await refusal([{ deviceId: "5f3c9e2a-6a0b-4c55-9d1e-0d6f3f1c2b3a" }]),
    /^devices\[0\]\.deviceId: ".*": site tokyo has no gateway device of this id/,
  );
  t.regex(
    await refusal([{ deviceId: network.state?.id, segmentationId: 4095 }]),
    /^devices\[0\]\.segmentationId: segmentationId must be an integer from 1 to 4094, a VLAN, because gateway device .*; got 4095$/,
  );
  t.is(await refusal([{ deviceId: network.state?.id, segmentationId: 4094 }]), "");
  t.is(await refusal([{ deviceId, segmentationId: 16_777_214 }]), "");
  t.regex(await refusal(upstream.devices), /^devices: site tokyo runs networking-midonet, which supports only border gateways/);
  t.deepEqual(asked(site, WRITES), []);

  const other = await withSites(t, { kind: "upstream" });
  const failures = await other.life("l2Gateway").refusals({ name: "g", devices: [{ deviceId }] });
  t.regex(failures.join(), /^devices: site tokyo has no extension gateway-device and supports only upstream L2 gateways/);
});

test("border form: every change replaces, the old one first", async (t) => {
  const { site, life, program } = await border(t);
  const gateway = life("l2Gateway");
  await gateway.up(program);
  site.clearRequests();
  t.is(await gateway.up({ ...program, name: "renamed" }), "replace");
  t.deepEqual(
    asked(site, WRITES).map((line) => line.split(" ")[0]),
    ["DELETE", "POST"],
  );
  t.deepEqual(
    site.objects("l2_gateways").map(({ name }) => name),
    ["renamed"],
  );
});

test("upstream form: name and interfaces in place, the name always sent; another set of switches replaces", async (t) => {
  const { site, life } = await withSites(t, { kind: "upstream" });
  const gateway = life("l2Gateway");
  await gateway.up(upstream);
  const id = gateway.state?.id;
  const wider = { ...upstream, devices: [{ deviceName: "sw1", interfaces: [{ name: "p3", segmentationIds: [5] }] }] };
  t.is(await gateway.up(wider), "update");
  t.is(gateway.state?.id, id);
  t.is(site.objects("l2_gateways")[0]?.name, "g-0123abc", "a PUT without a name would have taken it away");
  t.is(await gateway.up({ ...wider, name: "h" }), "update");
  t.is(site.objects("l2_gateways")[0]?.name, "h");
  t.is(
    await gateway.up({
      ...wider,
      name: "h",
      devices: [...wider.devices, { deviceName: "sw2", interfaces: [{ name: "p1", segmentationIds: [5] }] }],
    }),
    "replace",
  );
  t.not(gateway.state?.id, id);
  t.is(site.objects("l2_gateways").length, 1);
});

test("upstream form: an update that would reach other gateways' connections is a replacement, with the reason", async (t) => {
  const { site, life } = await withSites(t, { kind: "upstream" });
  const gateway = life("l2Gateway");
  await gateway.up(upstream);
  const neighbour = life("l2Gateway");
  await neighbour.up({ name: "neighbour", devices: [{ deviceName: "sw2", interfaces: [{ name: "p1", segmentationIds: [7] }] }] });
  const connection = life("l2GatewayConnection");
  await connection.up({ l2GatewayId: neighbour.state?.id, networkId: site.addNetwork() });

  t.is(await gateway.up({ ...upstream, name: "renamed" }), "update", "a name of one switch reaches nobody");
  t.deepEqual(gateway.warnings, []);
  site.clearRequests();
  const moved = { name: "renamed", devices: [{ deviceName: "sw1", interfaces: [{ name: "p3", segmentationIds: [5] }] }] };
  t.is(await gateway.up(moved), "replace");
  t.deepEqual(asked(site, ["PUT"]), []);
  t.regex(
    gateway.warnings.join(),
    new RegExp(
      `^L2Gateway .* has to be replaced: site tokyo has a connection of other gateways \\(${connection.state?.id} of network .*\\), and an update binds their VLANs on its new ports$`,
    ),
  );

  await connection.destroy();
  t.is(await gateway.up({ ...moved, devices: upstream.devices }), "update");
});

test("upstream form: a gateway is not replaced because of its own connections", async (t) => {
  const { site, life } = await withSites(t, { kind: "upstream" });
  const gateway = life("l2Gateway");
  const on = (...ports: string[]) => ({ name: "g", devices: [{ deviceName: "sw1", interfaces: ports.map((name) => ({ name })) }] });
  await gateway.up(on("p1"));
  await life("l2GatewayConnection").up({ l2GatewayId: gateway.state?.id, networkId: site.addNetwork(), segmentationId: 9 });
  t.is(await gateway.up(on("p1", "p2")), "update");
  t.deepEqual(gateway.warnings, []);
});

test("upstream form: a gateway of several switches is replaced while the site has any connection", async (t) => {
  const { site, life } = await withSites(t, { kind: "upstream" });
  const gateway = life("l2Gateway");
  const two = { ...upstream, devices: ["sw3", "sw4"].map((deviceName) => ({ deviceName, interfaces: [{ name: "p1" }] })) };
  await gateway.up(two);
  t.is(await gateway.up({ ...two, name: "alone" }), "update");
  const connection = life("l2GatewayConnection");
  await connection.up({ l2GatewayId: gateway.state?.id, networkId: site.addNetwork(), segmentationId: 9 });
  site.clearRequests();
  const offline = life("l2Gateway", gateway.state, {
    stackConfig: (key) =>
      key === "border-gateway:liveValidation"
        ? "false"
        : key === "border-gateway:sites"
          ? JSON.stringify({ tokyo: site.cloud })
          : undefined,
  });
  const error = await t.throwsAsync(offline.up({ ...two, name: "renamed" }));
  t.regex(
    error.message,
    /"alone" at site tokyo cannot be updated in place: it has several switches.*Nothing was sent\. Run `pulumi up` again/,
  );
  t.deepEqual(asked(site, WRITES), []);
  // In a program the connection is deleted before its gateway; here it is in the way, which shows that the engine was told to replace.
  await t.throwsAsync(life("l2Gateway", gateway.state).up({ ...two, name: "renamed" }), { message: /L2GatewayInUse/ });
});

test("drift of an upstream gateway is found and repaired", async (t) => {
  const { site, life } = await withSites(t, { kind: "upstream" });
  const gateway = life("l2Gateway");
  await gateway.up(upstream);
  site.edit("l2_gateways", gateway.state?.id ?? "", { name: "by hand" });
  const later = life("l2Gateway", gateway.state);
  t.true(await later.refresh());
  t.is(await later.up({ ...upstream, name: "g-0123abc" }), "update");
  t.is(site.objects("l2_gateways")[0]?.name, "g-0123abc");
});

test("already gone, and in use", async (t) => {
  const { site, life, program } = await border(t);
  const gateway = life("l2Gateway");
  await gateway.up(program);
  const networkId = site.addNetwork({ name: "blue" });
  const connection = life("l2GatewayConnection");
  await connection.up({ l2GatewayId: gateway.state?.id, networkId });
  await t.throwsAsync(life("l2Gateway", gateway.state).destroy(), {
    message: new RegExp(`L2GatewayInUse.*It is used by connection ${connection.state?.id} of network ${networkId}\\. Delete that first`),
  });
  await connection.destroy();
  site.remove("l2_gateways", gateway.state?.id ?? "");
  const later = life("l2Gateway", gateway.state);
  t.true(await later.refresh());
  t.is(later.state, undefined);
});

test("lost answer, before or after the work: one gateway", async (t) => {
  for (const cut of ["before", "after"] as const) {
    const { site, life, program } = await border(t);
    site.fault({ match: { method: "POST", path: /l2-gateways/, times: 1 }, action: { cut } });
    const gateway = life("l2Gateway");
    await gateway.up(program);
    t.deepEqual(
      site.objects("l2_gateways").map(({ id }) => id),
      [gateway.state?.id],
      cut,
    );
  }
});

test("a poison row at the site does not stop us", async (t) => {
  const { site, life, program } = await border(t);
  const device = site.objects("gateway_devices")[0];
  const { default: axios } = await import("axios");
  await axios.post(
    `${site.url}${GATEWAYS}`,
    { l2_gateway: { name: "poison", devices: [{ device_id: device?.id, segmentation_id: "0" }] } },
    { headers: { "x-auth-token": "admin" } },
  );
  const gateway = life("l2Gateway");
  t.is(await gateway.up(program), "create");
  t.false(await gateway.refresh());
  await gateway.destroy();
});

test("a member's token: one clear sentence on the site, and no write", async (t) => {
  const { site, life, program } = await border(t);
  const cloud = { ...site.cloud, auth: { ...(site.cloud.auth as object), token: "member:p" } };
  const failures = await life("l2Gateway", undefined, {
    stackConfig: (key) => (key === "border-gateway:sites" ? JSON.stringify({ tokyo: cloud }) : undefined),
  }).refusals(program);
  t.regex(failures.join("\n"), /^site: site tokyo: the user of this login is no administrator/);
  t.deepEqual(asked(site, WRITES), []);
});
