// SPDX-License-Identifier: Apache-2.0
// How an object is deleted, updated and read: the other columns of the retry table, and what counts as gone.
import test, { type ExecutionContext } from "ava";
import { kinds } from "../../provider/kinds";
import { Life, PROVIDER_TEXT } from "../helpers/life";
import { withNeutron } from "../helpers/neutron";

const DEVICE = "5f3c9e2a-6a0b-4c55-9d1e-0d6f3f1c2b3a";
const ROUTER = "7b0d4b1c-52a7-4d10-8f5e-aa6d5a0f7d11";
const DEVICES = "/v2.0/gw/gateway_devices";
const row = {
  id: DEVICE,
  name: "edge",
  type: "router_vtep",
  resource_id: ROUTER,
  tunnel_ips: ["10.0.0.1"],
  tenant_id: "p",
  management_ip: null,
  management_port: null,
  management_protocol: null,
};
const program = { name: "edge", type: "router_vtep", resourceId: ROUTER, tunnelIps: ["10.0.0.1"], site: "tokyo" };
const error = (type: string, message = "as it is") => ({ NeutronError: { type, message, detail: "" } });

/** A device that exists. */
function device(t: ExecutionContext) {
  const { api, settings, url } = withNeutron(t);
  const stackConfig = (key: string) => (key === "border-gateway:liveValidation" ? "false" : settings.stackConfig(key));
  const outputs = { ...program, tenantId: "p", endpoint: url, __provider: PROVIDER_TEXT };
  const life = new Life(
    kinds.gatewayDevice as never,
    { ...settings, stackConfig },
    { id: DEVICE, inputs: { ...program, __provider: PROVIDER_TEXT }, outputs },
  );
  return { api, life, url };
}
const loaded = { extensions: [{ alias: "gateway-device" }] };
/** What only an administrator is answered: such a login sees the objects of every project. */
const asAdmin = (api: ReturnType<typeof device>["api"]) => api.get("/v2.0/l2-gateways").query({ name: "" }).reply(200, { l2_gateways: [] });

test("delete: gone already is done", async (t) => {
  const { api, life } = device(t);
  api.delete(`${DEVICES}/${DEVICE}`).reply(404, error("GatewayDeviceNotFound"));
  asAdmin(api);
  await life.destroy();
  t.is(life.state, undefined);
});

test("delete: a yes that is not Neutron's is looked after", async (t) => {
  for (const body of ["", '{"hello":"world"}']) {
    const { api, life } = device(t);
    api.delete(`${DEVICES}/${DEVICE}`).reply(200, body);
    api.get(`${DEVICES}/${DEVICE}`).query(true).reply(200, body);
    await t.throwsAsync(life.destroy(), { message: /site tokyo: GET .*is something else answering at/ });
    t.not(life.state, undefined);
  }
});

test("delete: a 404 without the error type of this kind does not count as deleted", async (t) => {
  const { api, life } = device(t);
  api.delete(`${DEVICES}/${DEVICE}`).reply(404, "<html>not here</html>", { "content-type": "text/html" });
  api.get(`${DEVICES}/${DEVICE}`).query(true).reply(200, { gateway_device: row });
  await t.throwsAsync(life.destroy(), { message: /site tokyo: DELETE .* answered 404/ });
  t.not(life.state, undefined);
});

test("delete: a 404 of another type does not count as deleted", async (t) => {
  const { api, life } = device(t);
  api.delete(`${DEVICES}/${DEVICE}`).reply(404, error("HTTPNotFound", "The resource could not be found."));
  await t.throwsAsync(life.destroy(), { message: /answered 404 HTTPNotFound: The resource could not be found/ });
  t.not(life.state, undefined);
});

test("delete: 500 after the work was done is done", async (t) => {
  const { api, life } = device(t);
  api.delete(`${DEVICES}/${DEVICE}`).reply(500, {});
  api.get(`${DEVICES}/${DEVICE}`).query(true).reply(404, error("GatewayDeviceNotFound"));
  await life.destroy();
  t.is(life.state, undefined);
});

test("delete: 500 and still there is tried once more, then reported", async (t) => {
  const { api, life } = device(t);
  api.delete(`${DEVICES}/${DEVICE}`).times(2).reply(500, error("HTTPInternalServerError", "no"));
  api.get(`${DEVICES}/${DEVICE}`).query(true).times(2).reply(200, { gateway_device: row });
  await t.throwsAsync(life.destroy(), { message: /answered 500 HTTPInternalServerError: no/ });
});

test("delete: in use is waited for, and then done", async (t) => {
  const { api, life } = device(t);
  api.delete(`${DEVICES}/${DEVICE}`).times(2).reply(409, error("GatewayDeviceInUse"));
  api.delete(`${DEVICES}/${DEVICE}`).reply(204);
  await life.destroy();
  t.is(life.state, undefined);
});

test("delete: the error for an object that stays in use names the holder", async (t) => {
  const { api, life } = device(t);
  api.delete(`${DEVICES}/${DEVICE}`).times(5).reply(409, error("GatewayDeviceInUse", "Gateway device X is in use by l2 gateway"));
  api
    .get("/v2.0/l2-gateways")
    .query(true)
    .reply(200, {
      l2_gateways: [
        { id: "g1", name: "west", devices: [{ device_id: DEVICE }] },
        { id: "g2", name: "other", devices: [{ device_id: ROUTER }] },
      ],
    });
  await t.throwsAsync(life.destroy(), { message: /is in use by l2 gateway.*It is used by L2 gateway g1 "west"\. Delete that first/ });
});

test("update: one PUT with the full values", async (t) => {
  const { api, life } = device(t);
  api
    .put(`${DEVICES}/${DEVICE}`, { gateway_device: { name: "edge", tunnel_ips: ["10.0.0.2"] } })
    .reply(200, { gateway_device: { ...row, tunnel_ips: ["10.0.0.2"] } });
  t.is(await life.up({ ...program, tunnelIps: ["10.0.0.2"] }), "update");
  t.deepEqual(life.state?.outputs.tunnelIps, ["10.0.0.2"]);
});

test("update: a network_vlan device is renamed with tunnel_ips in the body, without which the server crashes", async (t) => {
  const { api, life } = device(t);
  const vlan = { name: "edge", type: "network_vlan", resourceId: ROUTER, site: "tokyo" };
  if (life.state) life.state = { ...life.state, outputs: { ...life.state.outputs, ...vlan, tunnelIps: [] } };
  api
    .put(`${DEVICES}/${DEVICE}`, { gateway_device: { name: "west", tunnel_ips: [] } })
    .reply(200, { gateway_device: { ...row, type: "network_vlan", tunnel_ips: [], name: "west" } });
  t.is(await life.up({ ...vlan, name: "west" }), "update");
});

test("update: 500 after the work was done is done; a 500 that did nothing explains what it most often means", async (t) => {
  const { api, life } = device(t);
  const change = { ...program, tunnelIps: ["10.0.0.2"] };
  api.put(`${DEVICES}/${DEVICE}`).reply(500, {});
  api.get(`${DEVICES}/${DEVICE}`).query(true).reply(200, { gateway_device: row });
  await t.throwsAsync(life.up(change), {
    message: /answered 500.*tunnel address 10.0.0.2 is taken at this site, perhaps by a network_vlan device/,
  });
  t.deepEqual(life.state?.outputs.tunnelIps, ["10.0.0.1"]);

  api.put(`${DEVICES}/${DEVICE}`).reply(500, {});
  api
    .get(`${DEVICES}/${DEVICE}`)
    .query(true)
    .reply(200, { gateway_device: { ...row, tunnel_ips: ["10.0.0.2"] } });
  t.is(await life.up(change), "update");
});

test("update: the error for a deleted object reports the deletion", async (t) => {
  const { api, life } = device(t);
  api.put(`${DEVICES}/${DEVICE}`).reply(404, error("GatewayDeviceNotFound"));
  await t.throwsAsync(life.up({ ...program, name: "west" }), { message: /no longer exists at site tokyo\. Run `pulumi refresh`/ });
});

test("refresh: gone on the server's own word", async (t) => {
  const { api, life } = device(t);
  api.get("/v2.0/extensions").query(true).reply(200, loaded);
  api.get(DEVICES).query(true).reply(200, { gateway_devices: [] });
  api.get(`${DEVICES}/${DEVICE}`).query(true).reply(404, error("GatewayDeviceNotFound"));
  asAdmin(api);
  t.true(await life.refresh());
  t.is(life.state, undefined);
});

test("refresh: a site that has lost the extension deletes nothing", async (t) => {
  const { api, life } = device(t);
  api.get(DEVICES).query(true).reply(404, "<html>no such path</html>", { "content-type": "text/html" });
  api
    .get("/v2.0/extensions")
    .query(true)
    .reply(200, { extensions: [{ alias: "router" }] });
  await t.throwsAsync(life.refresh(), {
    message: /site tokyo \(http.*\) has not loaded the Neutron extension "gateway-device".*midonet_gwdevice/,
  });
  t.not(life.state, undefined);
});

test("refresh: drift comes back as inputs, and the next up repairs it", async (t) => {
  const { api, life } = device(t);
  api
    .get(DEVICES)
    .query(true)
    .reply(200, { gateway_devices: [{ ...row, name: "hand", tunnel_ips: ["10.0.0.9"] }] });
  t.true(await life.refresh());
  t.like(life.state?.inputs, { name: "hand", tunnelIps: ["10.0.0.9"] });
  api.put(`${DEVICES}/${DEVICE}`, { gateway_device: { name: "edge", tunnel_ips: ["10.0.0.1"] } }).reply(200, { gateway_device: row });
  t.is(await life.up(program), "update");
});

test("a site name with another endpoint is rejected by every verb, unless the configuration lists the site as moved", async (t) => {
  const { life } = device(t);
  if (life.state) life.state = { ...life.state, outputs: { ...life.state.outputs, endpoint: "http://elsewhere:9696" } };
  const moved = { message: /site tokyo now leads to http.*, but this object was created at http:\/\/elsewhere:9696\. Nothing was done/ };
  await t.throwsAsync(life.refresh(), moved);
  await t.throwsAsync(life.destroy(), moved);
  await t.throwsAsync(life.up({ ...program, name: "west" }), moved);
});

test("a malformed id of an entry is told", async (t) => {
  const { settings, url } = withNeutron(t);
  const life = new Life(kinds.remoteMacEntry as never, settings, { id: "entry", inputs: {}, outputs: { site: "tokyo", endpoint: url } });
  await t.throwsAsync(life.destroy(), { message: '"entry" is no id of a RemoteMacEntry: it has to be <gatewayDeviceId>/<id>' });
});
