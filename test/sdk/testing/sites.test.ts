// SPDX-License-Identifier: Apache-2.0
import { appendFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import axios, { type AxiosInstance } from "axios";
import { parse } from "yaml";
import { cloudsYaml, type EmulatedSite, type StartSites, startSites, totp } from "../../../sdk/testing/index";

async function oneSite(t: ExecutionContext, options: Omit<StartSites, "sites"> = {}): Promise<{ site: EmulatedSite; api: AxiosInstance }> {
  const [site] = await startSites({ ...options, sites: ["tokyo"] });
  t.teardown(() => site.stop());
  return { site, api: clientOf(site) };
}

const clientOf = (site: EmulatedSite, token = "admin"): AxiosInstance =>
  axios.create({ baseURL: site.url, headers: { "X-Auth-Token": token }, validateStatus: () => true, proxy: false });

const DEVICES = "/v2.0/gw/gateway_devices";

const device = (n: number) => ({
  gateway_device: { name: `hw${n}`, management_ip: `192.0.2.${n}`, management_port: 6632, tunnel_ips: [`10.0.0.${n}`] },
});

test("a device, a gateway and a connection are created, read and deleted in order", async (t) => {
  const { site, api } = await oneSite(t);
  const network_id = site.addNetwork({ name: "blue" });
  const made = await api.post(DEVICES, device(1));
  const device_id = made.data.gateway_device.id;
  const gateway = await api.post("/v2.0/l2-gateways", { l2_gateway: { name: "edge", devices: [{ device_id, segmentation_id: 100 }] } });
  t.deepEqual(gateway.data.l2_gateway.devices, [{ device_id, segmentation_id: "100" }]);
  const l2_gateway_id = gateway.data.l2_gateway.id;
  const connection = await api.post("/v2.0/l2-gateway-connections", { l2_gateway_connection: { l2_gateway_id, network_id } });
  t.is(connection.status, 201, JSON.stringify(connection.data));
  t.is((await api.delete(`/v2.0/l2-gateways/${l2_gateway_id}`)).data.NeutronError.type, "L2GatewayInUse");
  t.is((await api.delete(`${DEVICES}/${device_id}`)).data.NeutronError.type, "GatewayDeviceInUse");
  t.is((await api.delete(`/v2.0/networks/${network_id}`)).status, 204);
  t.deepEqual(site.objects("l2_gateway_connections"), []);
  t.is((await api.delete(`/v2.0/l2-gateways/${l2_gateway_id}`)).status, 204);
  t.is((await api.delete(`${DEVICES}/${device_id}`)).status, 204);
  t.deepEqual(site.objects("gateway_devices"), []);
});

test("what was answered survives the end of the process, a torn last line does not matter", async (t) => {
  const dir = mkdtempSync(join(tmpdir(), "sites-"));
  const { site, api } = await oneSite(t, { dir });
  await api.post(DEVICES, device(1));
  const gone = await api.post(DEVICES, device(2));
  await api.delete(`${DEVICES}/${gone.data.gateway_device.id}`);
  const before = site.objects("gateway_devices");
  appendFileSync(join(dir, "tokyo.jsonl"), '{"table":"gateway_devices","id":"to');
  const { site: again } = await oneSite(t, { dir });
  t.deepEqual(again.objects("gateway_devices"), before);
  t.is(before.length, 1);
});

test("the n-th matching request meets the fault, the others do not", async (t) => {
  const { site, api } = await oneSite(t);
  site.fault({ match: { method: "POST", path: /gateway_devices/, nth: 2 }, action: { status: 503, headers: { "Retry-After": "1" } } });
  const statuses = [];
  for (const n of [1, 2, 3]) statuses.push((await api.post(DEVICES, device(n))).status);
  t.deepEqual(statuses, [201, 503, 201]);
  t.is(site.objects("gateway_devices").length, 2);
});

test("a connection is cut before the change is made, or after", async (t) => {
  const { site, api } = await oneSite(t);
  site.fault({ match: { method: "POST" }, action: { cut: "before" } });
  await t.throwsAsync(api.post(DEVICES, device(1)), { message: /socket hang up|ECONNRESET/ });
  t.is(site.objects("gateway_devices").length, 0);
  site.fault({ match: { method: "POST" }, action: { cut: "after" } });
  await t.throwsAsync(api.post(DEVICES, device(1)), { message: /socket hang up|ECONNRESET/ });
  t.is(site.objects("gateway_devices").length, 1);
  t.deepEqual(
    site.requests().map(({ status }) => status),
    [0, 0],
  );
});

test("a request that hangs ends when the site stops", async (t) => {
  const { site, api } = await oneSite(t);
  site.fault({ match: {}, action: { hang: true } });
  const asked = t.throwsAsync(api.get(DEVICES), { message: /socket hang up|ECONNRESET/ });
  while (site.requests().length === 0) await waitMs(5);
  await site.stop();
  await asked;
});

const waitMs = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

test("a status can be answered after the change was made", async (t) => {
  const { site, api } = await oneSite(t);
  site.fault({ match: { method: "POST" }, action: { status: 500, done: true } });
  t.is((await api.post(DEVICES, device(1))).status, 500);
  t.is(site.objects("gateway_devices").length, 1);
});

test("edits past the API are seen by the next GET", async (t) => {
  const { site, api } = await oneSite(t);
  const { data } = await api.post(DEVICES, device(1));
  const { id } = data.gateway_device;
  site.edit("gateway_devices", id, { name: "renamed" });
  site.insert("remote_mac_entries", { device_id: id, mac_address: "02:00:00:00:00:01", vtep_address: "10.1.1.1", segmentation_id: 5 });
  const shown = (await api.get(`${DEVICES}/${id}`)).data.gateway_device;
  t.is(shown.name, "renamed");
  t.is(shown.remote_mac_entries[0].mac_address, "02:00:00:00:00:01");
  t.true(site.remove("gateway_devices", id));
  t.is((await api.get(`${DEVICES}/${id}`)).status, 404);
  t.deepEqual(site.objects("remote_mac_entries"), []);
});

test("two devices on one network, as a race can leave them, make the next one and the network's deletion fail", async (t) => {
  const { site, api } = await oneSite(t);
  const network = site.addNetwork();
  const row = {
    name: "",
    type: "network_vlan",
    tenant_id: "p",
    tunnel_ips: [],
    management_ip: null,
    management_port: null,
    resource_id: network,
  };
  for (const _ of [1, 2]) site.insert("gateway_devices", row);
  const another = await api.post(DEVICES, { gateway_device: { type: "network_vlan", resource_id: network } });
  t.deepEqual([another.status, (await api.delete(`/v2.0/networks/${network}`)).status], [500, 500]);
});

test("the admin API offers faults, objects and requests over HTTP", async (t) => {
  const { site, api } = await oneSite(t);
  const { data: network } = await api.post("/_emulator/networks", { name: "blue", tenant_id: "p" });
  await api.post("/_emulator/faults", {
    match: { path: "networks", times: null },
    action: { status: 502, body: "<html>bad gateway</html>" },
  });
  t.is((await api.get("/v2.0/networks")).status, 502);
  t.is((await api.get("/v2.0/networks")).data, "<html>bad gateway</html>");
  await api.delete("/_emulator/faults");
  t.is((await api.get("/v2.0/networks")).data.networks[0].id, network.id);
  await api.patch(`/_emulator/objects/networks/${network.id}`, { name: "red" });
  t.is((await api.get("/_emulator/objects/networks")).data[0].name, "red");
  t.deepEqual(
    (await api.get("/_emulator/requests")).data.map((request: { path: string }) => request.path),
    Array(3).fill("/v2.0/networks"),
  );
  t.is(site.requests().length, 3);
});

test("Keystone logs in by password, and its catalog leads to the network service", async (t) => {
  const { site } = await oneSite(t, { auth: "keystone" });
  const auth = {
    identity: { methods: ["password"], password: { user: { name: "admin", domain: { name: "Default" }, password: "secret" } } },
    scope: { project: { name: "admin", domain: { id: "default" } } },
  };
  const login = await clientOf(site).post("/identity/v3/auth/tokens", { auth });
  t.is(login.status, 201);
  const network = login.data.token.catalog.find((service: { type: string }) => service.type === "network");
  t.true(
    network.endpoints.every((endpoint: { url: string; region: string }) => endpoint.url === site.url && endpoint.region === "RegionOne"),
  );
  const api = clientOf(site, login.headers["x-subject-token"]);
  t.is((await api.get(DEVICES)).status, 200);
  site.revokeTokens();
  t.is((await api.get(DEVICES)).status, 401);
  t.is((await clientOf(site, "admin").get(DEVICES)).status, 401);
});

for (const [what, identity, status] of [
  ["a wrong password", { methods: ["password"], password: { user: { id: "user-admin", password: "no" } } }, 401],
  ["a disabled user", { methods: ["password"], password: { user: { id: "user-disabled", password: "secret" } } }, 401],
  [
    "an application credential",
    { methods: ["application_credential"], application_credential: { id: "credential-admin", secret: "secret" } },
    201,
  ],
  ["an expired one", { methods: ["application_credential"], application_credential: { id: "credential-expired", secret: "secret" } }, 401],
  ["a passcode", { methods: ["totp"], totp: { user: { id: "user-totp", passcode: totp("JBSWY3DPEHPK3PXP", Date.now()) } } }, 201],
  ["a wrong passcode", { methods: ["totp"], totp: { user: { id: "user-totp", passcode: "12" } } }, 401],
  ["one factor of two", { methods: ["password"], password: { user: { id: "user-mfa", password: "secret" } } }, 401],
] as const)
  test(`Keystone answers ${status} to ${what}`, async (t) => {
    const { site } = await oneSite(t, { auth: "keystone" });
    const { status: answered, data } = await clientOf(site).post("/identity/v3/auth/tokens", { auth: { identity } });
    t.is(answered, status, JSON.stringify(data));
  });

test("a token ends", async (t) => {
  const { site } = await oneSite(t, { auth: "keystone", tokenLifetimeMs: 1000 });
  const identity = { methods: ["application_credential"], application_credential: { id: "credential-admin", secret: "secret" } };
  const login = await clientOf(site).post("/identity/v3/auth/tokens", { auth: { identity } });
  const api = clientOf(site, login.headers["x-subject-token"]);
  t.is((await api.get(DEVICES)).status, 200);
  await waitMs(1050);
  t.is((await api.get(DEVICES)).status, 401);
});

test("clouds.yaml has an entry for each site", async (t) => {
  const sites = await startSites({ sites: ["tokyo", "osaka"], auth: "none" });
  t.teardown(() => Promise.all(sites.map((site) => site.stop())));
  const [tokyo, osaka] = sites;
  t.deepEqual(parse(cloudsYaml(sites)), { clouds: { tokyo: tokyo.cloud, osaka: osaka.cloud } });
  t.not(tokyo.url, osaka.url);
});
