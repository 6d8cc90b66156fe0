// SPDX-License-Identifier: Apache-2.0
import { crashed, type Refusal, type Rule, refusals, refused } from "../rule";
import { type Data, GATEWAYS, PROJECT, type Site } from "../site";
import { L2GW_DB, L2GW_VALIDATORS } from "../sources";

const on = "networking-l2gw" as const;

const post = (site: Site, devices: unknown) => site.post(GATEWAYS, { l2_gateway: { name: site.name("gw"), devices } });
const read = async (site: Site, id: string): Promise<Data> => (await site.get(`${GATEWAYS}/${id}`)).data.l2_gateway;
const one = (...interfaces: unknown[]) => [{ device_name: "sw1", interfaces }];
const port = (segmentation_id?: unknown, name = "p1") => (segmentation_id === undefined ? { name } : { name, segmentation_id });

/** Devices without ids, and everything in an order of its own: MariaDB keeps none. */
const plain = (devices: Data[]): Data[] =>
  devices
    .map(({ device_name, interfaces }: Data) => ({
      device_name,
      interfaces: interfaces
        .map(({ name, segmentation_id }: Data) => ({ name, segmentation_id: [...segmentation_id].sort() }))
        .sort((a: Data, b: Data) => (a.name < b.name ? -1 : 1)),
    }))
    .sort((a, b) => (a.device_name < b.device_name ? -1 : 1));

const wrong = (shown: string, devices: unknown, reason: string): Refusal => ({
  when: `an upstream gateway with ${shown}`,
  source: `${L2GW_VALIDATORS}:27`,
  send: (site) => post(site, devices),
  status: 400,
  type: "HTTPBadRequest",
  message: `Invalid input for devices. Reason: ${reason}.`,
});

const range = (id: unknown, reason = "Segmentation id is out of range"): Refusal => ({
  when: `an upstream gateway with segmentation id ${JSON.stringify(id)}`,
  source: `${L2GW_VALIDATORS}:103`,
  send: (site) => post(site, one(port([id]))),
  status: 400,
  type: "InvalidInput",
  message: `Invalid input for operation: ${reason}.`,
});

const iterable = "validate_gwdevice_list: provided data are not iterable";

/** L2 gateways in the upstream form: devices by name, with interfaces. */
export const upstreamGateways: Rule[] = [
  ...refusals(on, [
    wrong("no devices in the list", [], "Cannot create a gateway with an empty device list"),
    wrong("devices null", null, "Cannot create a gateway with an empty device list"),
    wrong("devices 5", 5, iterable),
    wrong("a device in the border form", [{ device_id: "x", segmentation_id: 5 }], "Cannot create a gateway with an empty device_name"),
    wrong("a device without interfaces", [{ device_name: "sw1" }], "Cannot create a gateway with an empty interfaces"),
    wrong("a device with empty interfaces", one(), "Cannot create a gateway with an empty interfaces"),
    wrong("interfaces as text", [{ device_name: "sw1", interfaces: "p1" }], "interfaces format is not a type list of dicts"),
    wrong("interfaces of text", one("p1"), "interfaces format is not a type dict"),
    wrong("an interface without a name", one({}), "Cannot create a gateway with an empty interface name"),
    wrong("a segmentation id outside a list", one(port(5)), "segmentation_id type should be of list type "),
    wrong("an empty list of segmentation ids", one(port([])), "segmentation_id_list should not be empty"),
    wrong("segmentation_id null", one(port(null)), "segmentation_id_list should not be empty"),
    wrong("a list as a segmentation id", one(port([[1]])), iterable),
    range(4095),
    range(-1),
    range("abc", "Segmentation id must be a valid integer"),
  ]),
  {
    name: "an upstream gateway is created and read with exactly these fields, and each device has its own id",
    source: `${L2GW_DB}:115`,
    on,
    async holds(t, site) {
      const devices = [
        { device_name: "sw1", interfaces: [port([100, 101], "p3"), port(["102"], "p4")] },
        { device_name: "sw2", interfaces: [port([9, 3, 5], "p1")] },
      ];
      const { status, data } = await post(site, devices);
      const made = data.l2_gateway;
      t.deepEqual([status, Object.keys(made).sort()], [201, ["devices", "id", "name", "tenant_id"]]);
      t.is(made.tenant_id, PROJECT);
      for (const shown of [made, await read(site, made.id), (await site.get(`${GATEWAYS}?id=${made.id}`)).data.l2_gateways[0]])
        t.deepEqual(plain(shown.devices), [
          {
            device_name: "sw1",
            interfaces: [
              { name: "p3", segmentation_id: ["100", "101"] },
              { name: "p4", segmentation_id: ["102"] },
            ],
          },
          { device_name: "sw2", interfaces: [{ name: "p1", segmentation_id: ["3", "5", "9"] }] },
        ]);
      const ids = made.devices.map((device: Data) => device.id);
      t.is(new Set(ids).size, 2);
      t.deepEqual((await read(site, made.id)).devices.map((device: Data) => device.id).sort(), [...ids].sort());
    },
  },
  {
    name: "the order of devices, interfaces and segmentation ids is not kept",
    source: "MariaDB InnoDB, rows by their random primary key",
    on,
    database: "MariaDB",
    async holds(t, site) {
      const names = ["sw1", "sw2", "sw3", "sw4", "sw5", "sw6"];
      const orders = new Set<string>();
      for (let n = 0; n < 6; n++) {
        const { data } = await post(
          site,
          names.map((device_name) => ({ device_name, interfaces: [port()] })),
        );
        orders.add((await read(site, data.l2_gateway.id)).devices.map((device: Data) => device.device_name).join());
      }
      t.true(orders.size > 1, [...orders].join(" | "));
    },
  },
  {
    name: "an interface without segmentation ids shows an empty list",
    source: `${L2GW_DB}:420`,
    on,
    async holds(t, site) {
      t.deepEqual(plain((await post(site, one(port()))).data.l2_gateway.devices), one({ name: "p1", segmentation_id: [] }));
    },
  },
  {
    name: "segmentation id 0 poisons nothing here: it reads back as none",
    source: `${L2GW_DB}:121`,
    on,
    async holds(t, site) {
      for (const [zero, echoed] of [
        [0, []],
        ["0", ["0"]],
      ] as const) {
        const { data } = await post(site, one(port([zero])));
        t.deepEqual(data.l2_gateway.devices[0].interfaces[0].segmentation_id, echoed);
        t.deepEqual((await read(site, data.l2_gateway.id)).devices[0].interfaces[0].segmentation_id, []);
      }
    },
  },
  {
    name: 'the same interface twice shows [""], the same id twice is kept twice, the same device twice is two devices',
    source: `${L2GW_DB}:420`,
    on,
    async holds(t, site) {
      const shown = async (devices: unknown) => plain((await post(site, devices)).data.l2_gateway.devices);
      t.deepEqual(await shown(one(port(), port())), one({ name: "p1", segmentation_id: [""] }));
      t.deepEqual(await shown(one(port([7, 7]))), one({ name: "p1", segmentation_id: ["7", "7"] }));
      t.is((await shown([...one(port()), ...one(port())])).length, 2);
    },
  },
  {
    name: "a segmentation id is echoed as written, without blanks, and read back as a number in text",
    source: `${L2GW_DB}:420`,
    on,
    async holds(t, site) {
      const { data } = await post(site, one(port(["007"])));
      t.deepEqual(data.l2_gateway.devices[0].interfaces[0].segmentation_id, ["007"]);
      t.deepEqual((await read(site, data.l2_gateway.id)).devices[0].interfaces[0].segmentation_id, ["7"]);
    },
  },
  {
    name: "the server does not check the names of switches and ports when a gateway is created",
    source: `${L2GW_DB}:504`,
    on,
    async holds(t, site) {
      t.is((await post(site, [{ device_name: "nowhere", interfaces: [port([5], "p99")] }])).status, 201);
    },
  },
  {
    name: "unknown keys in devices and interfaces are ignored, an id of a device too",
    source: `${L2GW_VALIDATORS}:27`,
    on,
    async holds(t, site) {
      const { data } = await post(site, [{ device_name: "sw1", id: "x", foo: 1, interfaces: [{ name: "p1", bar: 1 }] }]);
      const [device] = data.l2_gateway.devices;
      t.deepEqual([Object.keys(device).sort(), device.id === "x"], [["device_name", "id", "interfaces"], false]);
    },
  },
  {
    name: "segmentation ids on some interfaces of a device only are 409 L2GatewaySegmentationRequired; on one of two devices they are taken",
    source: `${L2GW_DB}:405`,
    on,
    async holds(t, site) {
      const message = "L2 gateway segmentation id must be consistent for all the interfaces";
      for (const mixed of [one(port([5]), port(undefined, "p2")), one(port(), port([5], "p2"))])
        refused(t, await post(site, mixed), 409, "L2GatewaySegmentationRequired", message);
      t.is((await post(site, [...one(port([5])), { device_name: "sw2", interfaces: [port()] }])).status, 201);
    },
  },
  {
    name: "devices that are text are 500",
    source: `${L2GW_VALIDATORS}:34`,
    on,
    async holds(t, site) {
      for (const devices of ["x", ["x"], { a: 1 }]) crashed(t, await post(site, devices));
    },
  },
];
