// SPDX-License-Identifier: Apache-2.0
import { crashed, type Rule, refused } from "../rule";
import { DEVICES, GATEWAYS, NETWORKS, ROUTERS, type Site } from "../site";
import { DEVICE_DB, NEUTRON_BASE } from "../sources";

const on = "networking-midonet" as const;

const put = (site: Site, id: string, values: unknown) => site.put(`${DEVICES}/${id}`, { gateway_device: values });
const read = async (site: Site, id: string) => (await site.get(`${DEVICES}/${id}`)).data.gateway_device;

/** Updating and deleting gateway devices. */
export const deviceUpdates: Rule[] = [
  {
    name: "name and tunnel_ips of a device are updated in place",
    source: `${DEVICE_DB}:295`,
    on,
    async holds(t, site) {
      const device = await site.device();
      const change = { name: site.name("renamed"), tunnel_ips: [site.address()] };
      const answer = await put(site, device.id, change);
      t.deepEqual({ status: answer.status, device: answer.data.gateway_device }, { status: 200, device: { ...device, ...change } });
      t.deepEqual(await read(site, device.id), { ...device, ...change });
    },
  },
  {
    name: "tunnel_ips can be updated while a gateway and a connection use the device",
    source: `${DEVICE_DB}:295`,
    on,
    async holds(t, site) {
      const device = await site.borderDevice();
      const gateway = await site.make(GATEWAYS, "l2_gateway", { devices: [device] });
      await site.connection({ l2_gateway_id: gateway.id });
      t.is((await put(site, device.device_id, { tunnel_ips: [site.address()] })).status, 200);
    },
  },
  {
    name: "a PUT of nothing, or of null tunnel_ips, changes nothing",
    source: `${DEVICE_DB}:496`,
    on,
    async holds(t, site) {
      const device = await site.device();
      for (const nothing of [{}, { tunnel_ips: null }, { tunnel_ips: device.tunnel_ips }])
        t.deepEqual((await put(site, device.id, nothing)).data, { gateway_device: device });
    },
  },
  ...["type", "management_ip", "management_port", "management_protocol", "resource_id", "tenant_id", "id", "remote_mac_entries"].map(
    (field): Rule => ({
      name: `a PUT of a device's ${field}, also of the same value, is 400`,
      source: `${NEUTRON_BASE}:756`,
      on,
      async holds(t, site) {
        const device = await site.device();
        const answer = await put(site, device.id, { [field]: device[field] });
        refused(t, answer, 400, "HTTPBadRequest", `Cannot update read-only attribute ${field}`);
      },
    }),
  ),
  {
    name: "a PUT of project_id is refused as one of tenant_id",
    source: `${NEUTRON_BASE}:756`,
    on,
    async holds(t, site) {
      const { id, project_id } = await site.device();
      refused(t, await put(site, id, { project_id }), 400, "HTTPBadRequest", "Cannot update read-only attribute tenant_id");
    },
  },
  {
    name: "a PUT of no tunnel address is 400 TunnelIPsRequired, of two 400 TunnelIPsExhausted, of a number 500",
    source: `${DEVICE_DB}:377`,
    on,
    async holds(t, site) {
      const { id } = await site.device();
      for (const none of [[], ""]) refused(t, await put(site, id, { tunnel_ips: none }), 400, "TunnelIPsRequired");
      refused(t, await put(site, id, { tunnel_ips: [site.address(), site.address()] }), 400, "TunnelIPsExhausted");
      crashed(t, await put(site, id, { tunnel_ips: 5 }));
    },
  },
  {
    name: "a PUT of a tunnel address that is taken is 500 after minutes, and nothing is changed",
    source: `${DEVICE_DB}:133`,
    on,
    slow: true,
    async holds(t, site) {
      const [first, second] = [await site.device(), await site.device()];
      crashed(t, await put(site, second.id, { name: "changed", tunnel_ips: first.tunnel_ips }));
      t.deepEqual(await read(site, second.id), second);
    },
  },
  {
    name: "a PUT of a network_vlan device without tunnel_ips is 500, and the name is not changed",
    source: `${DEVICE_DB}:495`,
    on,
    async holds(t, site) {
      const device = await site.vlanDevice();
      crashed(t, await put(site, device.id, { name: "changed" }));
      t.deepEqual(await read(site, device.id), device);
    },
  },
  {
    name: "a PUT of a network_vlan device with any tunnel_ips changes the name",
    source: `${DEVICE_DB}:495`,
    on,
    async holds(t, site) {
      const device = await site.vlanDevice();
      for (const tunnel_ips of [[], ["1", "2"], null]) {
        const name = site.name("renamed");
        t.deepEqual((await put(site, device.id, { name, tunnel_ips })).data.gateway_device, { ...device, name });
      }
    },
  },
  {
    name: "GET, PUT and DELETE of an unknown device are 404 GatewayDeviceNotFound",
    source: `${DEVICE_DB}:182`,
    on,
    async holds(t, site) {
      for (const answer of [await site.get(`${DEVICES}/zzz`), await put(site, "zzz", { name: "n" }), await site.remove(`${DEVICES}/zzz`)])
        refused(t, answer, 404, "GatewayDeviceNotFound", "Gateway device zzz does not exist");
    },
  },
  {
    name: "a device is deleted with 204 and no body, and with its remote MAC entries",
    source: `${DEVICE_DB}:442`,
    on,
    async holds(t, site) {
      const { id } = await site.device();
      const entry = site.entry();
      t.is((await site.remoteMac(id, entry)).status, 201);
      const answer = await site.remove(`${DEVICES}/${id}`);
      t.deepEqual({ status: answer.status, data: answer.data }, { status: 204, data: "" });
      t.is((await site.get(`${DEVICES}/${id}`)).status, 404);
      t.is((await site.remoteMac((await site.device()).id, entry)).status, 201, "the MAC address is free again");
    },
  },
  {
    name: "a device that an L2 gateway uses is not deleted: 409 GatewayDeviceInUse",
    source: `${DEVICE_DB}:171`,
    on,
    async holds(t, site) {
      const device = await site.borderDevice();
      await site.make(GATEWAYS, "l2_gateway", { devices: [device] });
      const answer = await site.remove(`${DEVICES}/${device.device_id}`);
      refused(t, answer, 409, "GatewayDeviceInUse", `Gateway device ${device.device_id} is in use by l2 gateway`);
    },
  },
  {
    name: "the router or network of a device is not deleted: 409 DeviceInUseByGatewayDevice",
    source: `${DEVICE_DB}:517`,
    on,
    async holds(t, site) {
      const [router, network] = [(await site.routerDevice()).resource_id, (await site.vlanDevice()).resource_id];
      const taken = (id: string, kind: string) => `device ${id} (${kind}) is in use by gateway device`;
      refused(t, await site.remove(`${ROUTERS}/${router}`), 409, "DeviceInUseByGatewayDevice", taken(router, "router"));
      refused(t, await site.remove(`${NETWORKS}/${network}`), 409, "DeviceInUseByGatewayDevice", taken(network, "network"));
    },
  },
];
