// SPDX-License-Identifier: Apache-2.0
import { crashed, type Refusal, type Rule, refusals, refused } from "../rule";
import { CONNECTIONS, GATEWAYS, PROJECT, type Site } from "../site";
import { BORDER_DB, BORDER_VALIDATORS, L2GW_DB, L2GW_MODELS, L2GW_VALIDATORS } from "../sources";

const on = "networking-midonet" as const;

const post = (site: Site, values: object) => site.post(GATEWAYS, { l2_gateway: values });

const read = async (site: Site, id: string) => (await site.get(`${GATEWAYS}/${id}`)).data.l2_gateway;

/** Posts a gateway on a new device of a type and answers what the server said. */
async function onDevice(site: Site, type: "hw_vtep" | "router_vtep" | "network_vlan", segmentation_id: unknown) {
  const device = type === "hw_vtep" ? site.device() : type === "router_vtep" ? site.routerDevice() : site.vlanDevice();
  return post(site, { devices: [{ device_id: (await device).id, segmentation_id }] });
}

const devices = (shown: string, value: unknown, reason: string): Refusal => ({
  when: `a border gateway with devices ${shown}`,
  source: `${BORDER_VALIDATORS}:27`,
  send: (site) => post(site, { devices: value }),
  status: 400,
  type: "HTTPBadRequest",
  message: `Invalid input for devices. Reason: ${reason}.`,
});

const range = (
  type: "router_vtep" | "network_vlan",
  value: unknown,
  source: string,
  reason = "Segmentation id is out of range",
): Refusal => ({
  when: `segmentation_id ${JSON.stringify(value)} on a ${type} device`,
  source,
  send: (site) => onDevice(site, type, value),
  status: 400,
  type: "InvalidInput",
  message: `Invalid input for operation: ${reason}.`,
});

/** L2 gateways in the border form: one device by its id, one segmentation id. */
export const borderGateways: Rule[] = [
  ...refusals(on, [
    devices("[]", [], "Cannot create a gateway with an empty device list"),
    devices("null", null, "Cannot create a gateway with an empty device list"),
    devices("of two", [{ device_id: "x" }, { device_id: "y" }], "Exactly one device must be specified to create a gateway"),
    devices("that are not objects", ["x"], "'x' is not a dictionary"),
    devices("as text", "x", "'x' is not a dictionary"),
    devices("without device_id", [{}], "Cannot create a gateway with an empty device_id"),
    devices("with an empty device_id", [{ device_id: "" }], "Cannot create a gateway with an empty device_id"),
    devices("with interfaces", [{ device_id: "x", interfaces: [{ name: "p1" }] }], "Interfaces are not allowed in MidoNet L2GW"),
    devices(
      "in the upstream form",
      [{ device_name: "sw1", interfaces: [{ name: "p1" }] }],
      "Cannot create a gateway with an empty device_id",
    ),
    range("network_vlan", 4095, `${L2GW_VALIDATORS}:110`),
    range("network_vlan", -1, `${L2GW_VALIDATORS}:110`),
    range("network_vlan", "abc", `${L2GW_VALIDATORS}:107`, "Segmentation id must be a valid integer"),
    range("router_vtep", 16777215, `${BORDER_VALIDATORS}:109`),
    range("router_vtep", -1, `${BORDER_VALIDATORS}:109`),
    range("router_vtep", "abc", `${BORDER_VALIDATORS}:106`, "Segmentation id must be a valid integer"),
  ]),
  {
    name: "a border gateway is created and read with exactly these fields: no project_id, the segmentation id as text",
    source: `${BORDER_DB}:110`,
    on,
    async holds(t, site) {
      const { device_id } = await site.borderDevice();
      const name = site.name("gw");
      for (const segmentation_id of [100, "100"]) {
        const answer = await post(site, { name, devices: [{ device_id, segmentation_id }] });
        const { id } = answer.data.l2_gateway;
        const expected = { id, name, devices: [{ device_id, segmentation_id: "100" }], tenant_id: PROJECT };
        t.deepEqual({ status: answer.status, data: answer.data }, { status: 201, data: { l2_gateway: expected } });
        t.deepEqual((await site.get(`${GATEWAYS}/${id}`)).data, { l2_gateway: expected });
        t.deepEqual((await site.get(`${GATEWAYS}?id=${id}`)).data, { l2_gateways: [expected] });
      }
    },
  },
  {
    name: "segmentation ids 1 and 4094 on network_vlan, 1 and 16777214 on router_vtep are taken",
    source: `${BORDER_VALIDATORS}:96`,
    on,
    async holds(t, site) {
      for (const id of [1, 4094]) t.is((await onDevice(site, "network_vlan", id)).status, 201);
      for (const id of [1, 16777214]) t.is((await onDevice(site, "router_vtep", id)).status, 201);
    },
  },
  {
    name: "a gateway without a segmentation id has none in its device",
    source: `${BORDER_DB}:120`,
    on,
    async holds(t, site) {
      const { id, devices: shown } = await site.gateway();
      t.deepEqual(Object.keys(shown[0]), ["device_id"]);
      t.deepEqual((await read(site, id)).devices, shown);
    },
  },
  {
    name: 'segmentation_id 0, "", null and false are taken for none, on every type of device',
    source: `${BORDER_DB}:101`,
    on,
    async holds(t, site) {
      for (const type of ["hw_vtep", "router_vtep", "network_vlan"] as const)
        for (const nothing of [0, "", null, false]) {
          const { status, data } = await onDevice(site, type, nothing);
          t.is(status, 201);
          t.deepEqual(Object.keys(data.l2_gateway.devices[0]), ["device_id"], `${type} ${nothing}`);
        }
    },
  },
  {
    name: "a segmentation id is echoed as it was written, without blanks, and read back as a number in text",
    source: `${L2GW_DB}:420`,
    on,
    async holds(t, site) {
      for (const [sent, echoed, stored] of [
        ["007", "007", "7"],
        [" 7 ", "7", "7"],
        ["+5", "+5", "5"],
      ]) {
        const { data } = await onDevice(site, "hw_vtep", sent);
        t.is(data.l2_gateway.devices[0].segmentation_id, echoed);
        t.is((await read(site, data.l2_gateway.id)).devices[0].segmentation_id, stored);
      }
    },
  },
  {
    name: "hw_vtep has no range: -5 and 99999999 are taken",
    source: `${BORDER_VALIDATORS}:96`,
    on,
    async holds(t, site) {
      for (const odd of [-5, 99999999]) {
        const { data } = await onDevice(site, "hw_vtep", odd);
        t.is((await read(site, data.l2_gateway.id)).devices[0].segmentation_id, String(odd));
      }
    },
  },
  {
    name: "a segmentation id that the database cannot store is 500",
    source: `${L2GW_MODELS}:45`,
    on,
    database: "MariaDB",
    async holds(t, site) {
      for (const odd of ["abc", true, 2 ** 31, "1 2"]) crashed(t, await onDevice(site, "hw_vtep", odd));
    },
  },
  {
    name: "a list or an object as segmentation_id is 500 on every type",
    source: `${L2GW_VALIDATORS}:105`,
    on,
    async holds(t, site) {
      for (const type of ["router_vtep", "network_vlan"] as const)
        for (const odd of [[1], { a: 1 }]) crashed(t, await onDevice(site, type, odd));
    },
  },
  {
    name: "a segmentation id of 4094.5 passes the range of network_vlan and is stored as 4095",
    source: `${L2GW_VALIDATORS}:105`,
    on,
    database: "MariaDB",
    async holds(t, site) {
      const { data } = await onDevice(site, "network_vlan", 4094.5);
      t.is(data.l2_gateway.devices[0].segmentation_id, "4094.5");
      t.is((await read(site, data.l2_gateway.id)).devices[0].segmentation_id, "4095");
    },
  },
  {
    name: "unknown keys in a device are ignored, the specification's segmentation-id and device_name too",
    source: `${BORDER_DB}:99`,
    on,
    async holds(t, site) {
      const device = {
        ...(await site.borderDevice()),
        "segmentation-id": 5,
        segmentaion_id: 5,
        device_name: "sw1",
        foo: 1,
        interfaces: [],
      };
      const { devices: shown } = await site.make(GATEWAYS, "l2_gateway", { devices: [device] });
      t.deepEqual(shown, [{ device_id: device.device_id }]);
    },
  },
  {
    name: "equal POSTs make a new gateway each, a device may be in many, names need not be unique",
    source: `${L2GW_DB}:152`,
    on,
    async holds(t, site) {
      const values = { name: site.name("twin"), devices: [await site.borderDevice(5)] };
      const [first, second] = [await post(site, values), await post(site, values)];
      t.deepEqual([first.status, second.status], [201, 201]);
      t.not(first.data.l2_gateway.id, second.data.l2_gateway.id);
      t.is((await site.get(`${GATEWAYS}?name=${values.name}`)).data.l2_gateways.length, 2);
    },
  },
  {
    name: "a gateway on an unknown device is 404 GatewayDeviceNotFound",
    source: `${BORDER_DB}:98`,
    on,
    async holds(t, site) {
      refused(t, await post(site, { devices: [{ device_id: "zzz" }] }), 404, "GatewayDeviceNotFound", "Gateway device zzz does not exist");
    },
  },
  {
    name: "devices that Python cannot measure are 500",
    source: `${BORDER_VALIDATORS}:35`,
    on,
    async holds(t, site) {
      crashed(t, await post(site, { devices: 5 }));
      crashed(t, await post(site, { devices: true }));
    },
  },
  {
    name: "a PUT of a border gateway is 501, under a root key of its own",
    source: `${BORDER_DB}:139`,
    on,
    async holds(t, site) {
      const gateway = await site.gateway({ segment: 40 });
      for (const values of [{ name: "renamed" }, {}]) {
        const { status, data } = await site.put(`${GATEWAYS}/${gateway.id}`, { l2_gateway: values });
        t.deepEqual(
          { status, data },
          { status: 501, data: { NotImplementedError: { type: "NotImplementedError", message: "", detail: "" } } },
        );
      }
      t.deepEqual(await read(site, gateway.id), gateway);
    },
  },
  {
    name: "a PUT of a border gateway's devices is 500, or 400 where they are wrong",
    source: `${L2GW_DB}:531`,
    on,
    async holds(t, site) {
      const { id, devices: shown } = await site.gateway();
      crashed(t, await site.put(`${GATEWAYS}/${id}`, { l2_gateway: { devices: shown } }));
      refused(t, await site.put(`${GATEWAYS}/${id}`, { l2_gateway: { devices: [] } }), 400, "HTTPBadRequest");
    },
  },
  {
    name: 'the segmentation id "0" poisons a border gateway: it and every list that shows it are 500 from then on',
    source: `${BORDER_DB}:121`,
    on,
    spoils: true,
    async holds(t, site) {
      for (const zero of ["0", "00"]) {
        const { status, data } = await onDevice(site, "network_vlan", zero);
        t.deepEqual([status, data.l2_gateway.devices[0].segmentation_id], [201, zero]);
        const path = `${GATEWAYS}/${data.l2_gateway.id}`;
        crashed(t, await site.get(path));
        crashed(t, await site.remove(path));
        crashed(t, await site.get(GATEWAYS));
        crashed(t, await site.connect({ l2_gateway_id: data.l2_gateway.id, network_id: await site.network(), segmentation_id: "5" }));
        crashed(t, await site.get(`${GATEWAYS}?fields=devices`));
        crashed(t, await site.put(path, { l2_gateway: { name: "n" } }));
        t.is((await site.get(`${GATEWAYS}?fields=id`)).status, 200, "without devices");
        t.deepEqual((await site.get(`${path}?fields=id`)).data, { l2_gateway: { id: data.l2_gateway.id } });
        t.is((await site.get(`${GATEWAYS}?name=${site.name("other")}`)).status, 200, "a filter leaves it out");
        t.is((await site.get(CONNECTIONS)).status, 200);
      }
    },
  },
];
