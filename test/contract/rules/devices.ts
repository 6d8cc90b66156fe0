// SPDX-License-Identifier: Apache-2.0
import { crashed, type Rule } from "../rule";
import { DEVICES, PROJECT, type Site } from "../site";
import { DEVICE_API, DEVICE_DB } from "../sources";

const on = "networking-midonet" as const;

const post = (site: Site, values: object) => site.post(DEVICES, { gateway_device: values });

/** What gateway devices look like, and what becomes of what is sent. */
export const devices: Rule[] = [
  {
    name: "a hw_vtep device is created and read with exactly these fields",
    source: `${DEVICE_DB}:238`,
    on,
    async holds(t, site) {
      const sent = site.hardware();
      const answer = await post(site, sent);
      const expected = {
        ...sent,
        id: answer.data.gateway_device.id,
        type: "hw_vtep",
        tenant_id: PROJECT,
        project_id: PROJECT,
        remote_mac_entries: [],
        management_protocol: "ovsdb",
        resource_id: "",
      };
      t.deepEqual({ status: answer.status, data: answer.data }, { status: 201, data: { gateway_device: expected } });
      const read = await site.get(`${DEVICES}/${expected.id}`);
      t.deepEqual({ status: read.status, data: read.data }, { status: 200, data: { gateway_device: expected } });
      const listed = await site.get(`${DEVICES}?id=${expected.id}`);
      t.deepEqual(listed.data, { gateway_devices: [expected] });
    },
  },
  {
    name: "a router_vtep device has null management fields, its router and its tunnel address",
    source: `${DEVICE_DB}:260`,
    on,
    async holds(t, site) {
      const resource_id = await site.router();
      const tunnel_ips = [site.address()];
      const { id, ...rest } = await site.make(DEVICES, "gateway_device", { type: "router_vtep", resource_id, tunnel_ips });
      t.deepEqual((await site.get(`${DEVICES}/${id}`)).data.gateway_device, { id, ...rest });
      t.like(rest, { name: "", type: "router_vtep", resource_id, tunnel_ips });
      t.like(rest, { management_ip: null, management_port: null, management_protocol: null });
    },
  },
  {
    name: "a network_vlan device has its network and no tunnel address",
    source: `${DEVICE_DB}:245`,
    on,
    async holds(t, site) {
      const resource_id = await site.network();
      const { id } = await site.make(DEVICES, "gateway_device", { type: "network_vlan", resource_id });
      const read = (await site.get(`${DEVICES}/${id}`)).data.gateway_device;
      t.like(read, { type: "network_vlan", resource_id, tunnel_ips: [], remote_mac_entries: [] });
      t.like(read, { management_ip: null, management_port: null, management_protocol: null });
    },
  },
  {
    name: "management_port is echoed as it was sent and read back as a number",
    source: `${DEVICE_API}:163`,
    on,
    async holds(t, site) {
      const made = await site.device({ management_port: "6632" });
      t.is(made.management_port, "6632");
      t.is((await site.get(`${DEVICES}/${made.id}`)).data.gateway_device.management_port, 6632);
    },
  },
  {
    name: "a management_port that is not an integer is accepted and rounded half to even",
    source: `${DEVICE_API}:163`,
    on,
    database: "MariaDB",
    async holds(t, site) {
      const made = await site.device({ management_port: 66.5 });
      t.is(made.management_port, 66.5);
      t.is((await site.get(`${DEVICES}/${made.id}`)).data.gateway_device.management_port, 66);
    },
  },
  {
    name: "management_protocol is free text, also a number, and ovsdb where it is left out",
    source: `${DEVICE_API}:166`,
    on,
    async holds(t, site) {
      const made = await site.device({ management_protocol: 7 });
      t.is(made.management_protocol, 7);
      t.is((await site.get(`${DEVICES}/${made.id}`)).data.gateway_device.management_protocol, "7");
      t.is((await site.device({ management_protocol: null })).management_protocol, "ovsdb");
      t.is((await site.device({ management_protocol: "carrier pigeon" })).management_protocol, "carrier pigeon");
    },
  },
  {
    name: "the server silently drops resource_id of a hw_vtep device",
    source: `${DEVICE_DB}:259`,
    on,
    async holds(t, site) {
      t.is((await site.device({ resource_id: await site.router() })).resource_id, "");
    },
  },
  {
    name: "the server silently drops the management fields of router_vtep and network_vlan devices",
    source: `${DEVICE_DB}:396`,
    on,
    async holds(t, site) {
      const management = { management_ip: site.address(), management_port: 6632, management_protocol: "ovsdb" };
      const none = { management_ip: null, management_port: null, management_protocol: null };
      t.like(await site.routerDevice(management), none);
      t.like(await site.vlanDevice(management), none);
      t.is((await site.device({ management_ip: management.management_ip })).management_ip, management.management_ip, "and it is not taken");
    },
  },
  {
    name: "the tunnel address of a network_vlan device is never shown",
    source: `${DEVICE_DB}:251`,
    on,
    async holds(t, site) {
      const { id, tunnel_ips } = await site.vlanDevice({ tunnel_ips: [site.address()] });
      t.deepEqual(tunnel_ips, []);
      t.deepEqual((await site.get(`${DEVICES}/${id}`)).data.gateway_device.tunnel_ips, []);
    },
  },
  {
    name: "tunnel addresses are not checked to be addresses",
    source: `${DEVICE_API}:173`,
    on,
    async holds(t, site) {
      const odd = site.name("not-an-address");
      t.deepEqual((await site.device({ tunnel_ips: [odd] })).tunnel_ips, [odd]);
      t.deepEqual((await site.device({ tunnel_ips: { [`${odd}-key`]: 1 } })).tunnel_ips, [`${odd}-key`], "an object gives its keys");
    },
  },
  {
    name: "an IPv6 address is kept as it was typed",
    source: `${DEVICE_DB}:283`,
    on,
    async holds(t, site) {
      const typed = `2001:DB8:0:0::${site.mac().slice(9, 11)}${site.mac().slice(15)}`;
      const { id } = await site.device({ management_ip: typed, tunnel_ips: [typed] });
      t.like((await site.get(`${DEVICES}/${id}`)).data.gateway_device, { management_ip: typed, tunnel_ips: [typed] });
    },
  },
  {
    name: "tunnel_ips that Python cannot iterate over, or whose only item is null, are 500",
    source: `${DEVICE_DB}:378`,
    on,
    async holds(t, site) {
      crashed(t, await post(site, site.hardware({ tunnel_ips: 5 })));
      crashed(t, await post(site, site.hardware({ tunnel_ips: [null] })));
    },
  },
  {
    name: "names of devices need not be unique",
    source: `${DEVICE_API}:145`,
    on,
    async holds(t, site) {
      const { name, id } = await site.device();
      const second = await site.device({ name });
      t.not(second.id, id);
      t.deepEqual(
        (await site.get(`${DEVICES}?name=${name}`)).data.gateway_devices.map((row: { name: string }) => row.name),
        [name, name],
      );
    },
  },
  {
    name: "project_id is taken for tenant_id, and both come back",
    source: `${DEVICE_API}:153`,
    on,
    async holds(t, site) {
      const project = site.name("project");
      t.like(await site.device({ project_id: project }), { tenant_id: project, project_id: project });
      t.like(await site.device({ tenant_id: project }), { tenant_id: project, project_id: project });
    },
  },
];
