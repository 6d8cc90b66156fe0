// SPDX-License-Identifier: Apache-2.0
// The service of the plugin: each call of the engine, against emulated sites.
import { ErrorResourceInitFailed, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import test, { type ExecutionContext } from "ava";
import type { Props } from "../../../provider/kinds/definition";
import { UNKNOWN } from "../../../provider/kinds/unknown";
import { decode } from "../../../provider/pluginHost/propertyValues";
import { startSites } from "../../../sdk/testing/index";
import { MAC } from "../../helpers/samples";
import { asked, WRITES } from "../../helpers/sites";
import { PluginClient, SecretValue, type ServiceError } from "./pluginClient";

async function plugin(t: ExecutionContext) {
  const [site] = await startSites({ sites: ["corp/tokyo"], auth: "tokens" });
  t.teardown(() => site.stop());
  const client = await PluginClient.start(t);
  await client.configure({ sites: { "corp/tokyo": site.cloud }, defaultSite: "corp/tokyo" });
  const router = site.addRouter();
  const args = { type: "router_vtep", resourceId: router, tunnelIps: ["203.0.113.10"] };
  return { site, client, args };
}

/** Creates what `check` lets through, as an `up` does. */
async function up(t: ExecutionContext, client: PluginClient, kind: string, args: Props) {
  const { props, failures } = await client.check(kind, args);
  t.deepEqual(failures, []);
  return { inputs: props, ...(await client.create(kind, props)) };
}

test("a device: check names it by its URN, a preview shows its name, and create, update, refresh and delete work", async (t) => {
  const { site, client, args } = await plugin(t);
  const { props: inputs } = await client.check("GatewayDevice", args, {}, "edge");
  t.regex(String(inputs.name), /^edge-[0-9a-f]{7}$/);
  const preview = await client.create("GatewayDevice", inputs, true);
  t.is(preview.id, "");
  t.like(preview.props, { name: inputs.name, site: "corp/tokyo", tenantId: UNKNOWN, endpoint: UNKNOWN });
  t.deepEqual(asked(site, WRITES), []);

  const { id, props } = await client.create("GatewayDevice", inputs);
  t.like(props, { name: inputs.name, site: "corp/tokyo" });
  t.regex(String(props.endpoint), /^http:/);
  const unchanged = await client.read("GatewayDevice", id, props, inputs);
  t.deepEqual(unchanged, { id, props, inputs });

  const next = { ...inputs, tunnelIps: ["203.0.113.11"] };
  const diff = await client.diff("GatewayDevice", id, props, next);
  t.deepEqual(diff.details, { "tunnelIps[0]": PropertyDiff.Kind.UPDATE });
  t.deepEqual((await client.update("GatewayDevice", id, props, next, true)).props.tunnelIps, ["203.0.113.11"]);
  t.deepEqual(asked(site, ["PUT"]), []);
  const updated = await client.update("GatewayDevice", id, props, next);
  t.deepEqual(asked(site, ["PUT"]).length, 1);
  await client.delete("GatewayDevice", id, updated.props);
  t.deepEqual(site.objects("gateway_devices"), []);
  t.is((await client.read("GatewayDevice", id, updated.props, next)).id, "");
});

test("a change of an immutable property replaces, and unknown values pass the check", async (t) => {
  const { client, args, site } = await plugin(t);
  const { id, props, inputs } = await up(t, client, "GatewayDevice", args);
  const diff = await client.diff("GatewayDevice", id, props, { ...inputs, resourceId: site.addRouter() });
  t.deepEqual(diff.replaces, ["resourceId"]);
  t.deepEqual(diff.details, { resourceId: PropertyDiff.Kind.UPDATE_REPLACE });
  t.deepEqual((await client.check("GatewayDevice", { type: UNKNOWN, resourceId: UNKNOWN, tunnelIps: [UNKNOWN] })).failures, []);
});

test("failures name nested properties by their paths", async (t) => {
  const { client } = await plugin(t);
  const { failures } = await client.check("L2Gateway", { devices: [{ deviceId: "x" }] });
  t.regex(failures.join("\n"), /^devices\[0\]\.deviceId: "x" is not a UUID/);
});

test("a secret input is a secret output, and no message shows it", async (t) => {
  const { client } = await plugin(t);
  const checked = await client.check("GatewayDevice", { managementIp: new SecretValue("192.0.2.77"), managementPort: 0 });
  t.true(checked.secrets.has("managementIp"));
  const refused = await client.check("GatewayDevice", { managementIp: new SecretValue("hunter2"), managementPort: 1 });
  t.notRegex(refused.failures.join("\n"), /hunter2/);
  t.regex(refused.failures.join("\n"), /\[secret\]/);
});

test("every kind: import by <site>/<id>, inputs that check accepts, and no difference afterwards", async (t) => {
  const { site, client, args } = await plugin(t);
  const device = await up(t, client, "GatewayDevice", args);
  const gateway = await up(t, client, "L2Gateway", { devices: [{ deviceId: device.id, segmentationId: 10_100 }] });
  const connection = await up(t, client, "L2GatewayConnection", { l2GatewayId: gateway.id, networkId: site.addNetwork() });
  const entry = await up(t, client, "RemoteMacEntry", { gatewayDeviceId: device.id, ...MAC });
  const ids = { GatewayDevice: device.id, L2Gateway: gateway.id, L2GatewayConnection: connection.id, RemoteMacEntry: entry.id };
  for (const [kind, id] of Object.entries({ ...ids, RemoteMacTable: device.id })) {
    const other = await PluginClient.start(t);
    await other.configure({ sites: JSON.stringify({ "corp/tokyo": site.cloud, osaka: {} }) });
    const imported = await other.read(kind, `corp/tokyo/${id}`);
    if (kind === "RemoteMacTable") t.regex(imported.id, new RegExp(`^${id}/[0-9a-f-]{36}$`));
    else t.is(imported.id, id);
    const { props: inputs, failures } = await other.check(kind, imported.inputs, imported.inputs);
    t.deepEqual(failures, [], kind);
    t.deepEqual((await other.diff(kind, imported.id, imported.props, inputs)).details, {}, kind);
  }
  t.deepEqual(asked(site, ["PUT", "DELETE"]), []);
});

test("an import that finds nothing, and an id that is none, fail with a sentence", async (t) => {
  const { client } = await plugin(t);
  const id = "6f1a6a0c-6a1a-4a5a-9a3a-0a1b2c3d4e5f";
  await t.throwsAsync(client.read("GatewayDevice", `corp/tokyo/${id}`), {
    message: /GatewayDevice 6f1a\S+ does not exist at site corp\/tokyo$/,
  });
  await t.throwsAsync(client.read("RemoteMacEntry", id), {
    message: /is not an id of a RemoteMacEntry\. Use <gatewayDeviceId>\/<id>, or <site>\/<gatewayDeviceId>\/<id>/,
  });
  await t.throwsAsync(client.read("GatewayDevice", `kyoto/${id}`), { message: /no site named "kyoto"/ });
});

test("what was created before a failure reaches the state", async (t) => {
  const { site, client, args } = await plugin(t);
  const { id: gatewayDeviceId } = await up(t, client, "GatewayDevice", args);
  const entries = [MAC, { ...MAC, macAddress: "02:00:5e:10:00:02" }];
  const other = await up(t, client, "GatewayDevice", { ...args, resourceId: site.addRouter(), tunnelIps: ["203.0.113.12"] });
  const { props } = await client.check("RemoteMacTable", { gatewayDeviceId, entries });
  // Another stack takes one of the addresses between the check and the creation.
  site.insert("remote_mac_entries", {
    device_id: other.id,
    mac_address: "02:00:5e:10:00:02",
    vtep_address: "198.51.100.7",
    segmentation_id: 1,
  });
  const error = await t.throwsAsync<ServiceError>(client.create("RemoteMacTable", props));
  const [details] = error?.metadata.get("grpc-status-details-bin") ?? [];
  const [any] = Status.deserializeBinary(details as Buffer).getDetailsList();
  const failure = any?.unpack(ErrorResourceInitFailed.deserializeBinary, "pulumirpc.ErrorResourceInitFailed");
  t.regex(failure?.getId() ?? "", new RegExp(`^${gatewayDeviceId}/`));
  t.regex(failure?.getReasonsList().join("\n") ?? "", /02:00:5e:10:00:02/);
  t.deepEqual(decode(failure?.getProperties()).props.entries, [MAC]);
  t.deepEqual(decode(failure?.getInputs()).props, props);
});

test("an unknown function and an unknown type are refused in a sentence", async (t) => {
  const { client } = await plugin(t);
  await t.throwsAsync(client.check("GatewayDevise", {}), { message: /unknown resource type "border-gateway:index:GatewayDevise"/ });
});
