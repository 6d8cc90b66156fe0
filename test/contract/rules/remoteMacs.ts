// SPDX-License-Identifier: Apache-2.0
import { crashed, type Rule, refusals, refused } from "../rule";
import { DEVICES, type Site } from "../site";
import { DEVICE_API, DEVICE_DB, DEVICE_PLUGIN, LIB_ATTRIBUTES, LIB_VALIDATORS, NEUTRON_BASE, NEUTRON_POLICY } from "../sources";

const on = "networking-midonet" as const;

const below = (device: string, entry = "") => `${DEVICES}/${device}/remote_mac_entries${entry === "" ? "" : `/${entry}`}`;

async function made(site: Site, more: object = {}) {
  const device = await site.device();
  const answer = await site.remoteMac(device.id, more);
  return { device: device.id as string, answer, entry: answer.data.remote_mac_entry };
}

const wrong = (when: string, more: object, source: string, message: string) => ({
  when: `a remote MAC entry with ${when}`,
  source,
  send: async (site: Site) => (await made(site, more)).answer,
  status: 400,
  type: "HTTPBadRequest",
  message,
});

const invalid = (field: string, value: unknown, shown: string, reason: string, source: string) =>
  wrong(`${field} ${shown}`, { [field]: value }, source, `Invalid input for ${field}. Reason: ${reason}.`);

/** Remote MAC entries, below their device. */
export const remoteMacs: Rule[] = [
  ...refusals(on, [
    wrong(
      "no segmentation_id",
      { segmentation_id: undefined },
      `${LIB_ATTRIBUTES}:178`,
      "Failed to parse request. Required attribute 'segmentation_id' not specified",
    ),
    wrong(
      "no mac_address",
      { mac_address: undefined },
      `${LIB_ATTRIBUTES}:178`,
      "Failed to parse request. Required attribute 'mac_address' not specified",
    ),
    invalid("vtep_address", undefined, "left out", "'None' is not a valid IP address", `${LIB_VALIDATORS}:403`),
    invalid("vtep_address", "x", '"x"', "'x' is not a valid IP address", `${LIB_VALIDATORS}:403`),
    invalid("segmentation_id", -1, "-1", "'-1' should be non-negative", `${LIB_VALIDATORS}:979`),
    invalid("segmentation_id", "a", '"a"', "'a' is not an integer", `${LIB_VALIDATORS}:979`),
    invalid("segmentation_id", null, "null", "'None' is not an integer", `${LIB_VALIDATORS}:979`),
    invalid("mac_address", 5, "5", "'5' is not a valid MAC address", `${LIB_VALIDATORS}:366`),
    invalid("mac_address", "02:00:00:00:01", "of five octets", "'02:00:00:00:01' is not a valid MAC address", `${LIB_VALIDATORS}:366`),
    invalid("mac_address", "00:00:00:00:00:00", "of zeros", "'00:00:00:00:00:00' is not a valid MAC address", `${LIB_VALIDATORS}:366`),
    wrong("an unknown field", { foo: 1 }, `${LIB_ATTRIBUTES}:284`, "Unrecognized attribute(s) 'foo'"),
    wrong("an id", { id: "x" }, `${LIB_ATTRIBUTES}:206`, "Attribute 'id' not allowed in POST"),
  ]),
  {
    name: "a remote MAC entry is created, read and deleted with exactly four fields",
    source: `${DEVICE_API}:183`,
    on,
    async holds(t, site) {
      const sent = site.entry({ segmentation_id: 5 });
      const { device, answer, entry } = await made(site, sent);
      t.deepEqual({ status: answer.status, entry }, { status: 201, entry: { ...sent, id: entry.id } });
      t.deepEqual((await site.get(below(device, entry.id))).data, { remote_mac_entry: entry });
      t.deepEqual((await site.get(below(device))).data, { remote_mac_entries: [entry] });
      t.deepEqual((await site.get(`${DEVICES}/${device}`)).data.gateway_device.remote_mac_entries, [entry]);
      const gone = await site.remove(below(device, entry.id));
      t.deepEqual({ status: gone.status, data: gone.data }, { status: 204, data: "" });
      t.deepEqual((await site.get(below(device))).data, { remote_mac_entries: [] });
    },
  },
  {
    name: "a segmentation_id in text is echoed as text and read back as a number",
    source: `${DEVICE_API}:194`,
    on,
    async holds(t, site) {
      const { device, entry } = await made(site, { segmentation_id: "6" });
      t.is(entry.segmentation_id, "6");
      t.is((await site.get(below(device, entry.id))).data.remote_mac_entry.segmentation_id, 6);
    },
  },
  {
    name: "a segmentation_id of a remote MAC entry over 2^31-1 is 500",
    source: `${DEVICE_DB}:152`,
    on,
    database: "MariaDB",
    async holds(t, site) {
      crashed(t, (await made(site, { segmentation_id: 2 ** 31 })).answer);
      t.is((await made(site, { segmentation_id: 2 ** 31 - 1 })).answer.status, 201);
    },
  },
  {
    name: "a segmentation_id of a remote MAC entry over 2^31-1 is stored by SQLite",
    source: `${DEVICE_DB}:152`,
    on,
    database: "SQLite",
    async holds(t, site) {
      t.is((await made(site, { segmentation_id: 2 ** 31 })).answer.status, 201);
    },
  },
  {
    name: "a MAC address is kept as it was typed, in any of netaddr's notations",
    source: `${LIB_VALIDATORS}:366`,
    on,
    async holds(t, site) {
      const plain = () => site.mac().replaceAll(":", "").toUpperCase();
      const dotted = plain().replace(/(....)(....)(....)/, "$1.$2.$3");
      for (const mac_address of [
        site.mac().replaceAll(":", "-").toUpperCase(),
        plain(),
        dotted,
        site.mac().replace(/^02/, "01"),
        site.mac().slice(0, -1),
      ]) {
        const { device, entry } = await made(site, { mac_address });
        t.is(entry?.mac_address, mac_address);
        t.is((await site.get(below(device, entry.id))).data.remote_mac_entry.mac_address, mac_address);
      }
    },
  },
  {
    name: "a MAC address that any device of this Neutron has is 409 DuplicateRemoteMacEntry",
    source: `${DEVICE_DB}:437`,
    on,
    async holds(t, site) {
      const { entry } = await made(site);
      const { answer } = await made(site, { mac_address: entry.mac_address });
      const message = `Request contains duplicate remote mac address entry: mac_address ${entry.mac_address}.`;
      refused(t, answer, 409, "DuplicateRemoteMacEntry", message);
    },
  },
  {
    name: "the same MAC address in other letter case is a duplicate for MariaDB",
    source: `${DEVICE_DB}:149`,
    on,
    database: "MariaDB",
    async holds(t, site) {
      const mac_address = site.mac().replace(/^02/, "0a");
      await made(site, { mac_address });
      refused(t, (await made(site, { mac_address: mac_address.toUpperCase() })).answer, 409, "DuplicateRemoteMacEntry");
    },
  },
  {
    name: "the same MAC address in other letter case is a second row for SQLite",
    source: `${DEVICE_DB}:149`,
    on,
    database: "SQLite",
    async holds(t, site) {
      const mac_address = site.mac().replace(/^02/, "0a");
      await made(site, { mac_address });
      t.is((await made(site, { mac_address: mac_address.toUpperCase() })).answer.status, 201);
    },
  },
  {
    name: "the same MAC address with other separators is a second row",
    source: `${DEVICE_DB}:149`,
    on,
    async holds(t, site) {
      const { entry } = await made(site);
      t.is((await made(site, { mac_address: entry.mac_address.replaceAll(":", "-") })).answer.status, 201);
    },
  },
  {
    name: "a POST below an unknown device is 404 GatewayDeviceNotFound, the list there is empty",
    source: `${DEVICE_PLUGIN}:118`,
    on,
    async holds(t, site) {
      refused(t, await site.remoteMac("zzz"), 404, "GatewayDeviceNotFound", "Gateway device zzz does not exist");
      const list = await site.get(below("zzz"));
      t.deepEqual({ status: list.status, data: list.data }, { status: 200, data: { remote_mac_entries: [] } });
    },
  },
  {
    name: "an entry asked for below another device is 400 RemoteMacEntryWrongGatewayDevice",
    source: `${DEVICE_DB}:218`,
    on,
    async holds(t, site) {
      const { entry } = await made(site);
      for (const other of [(await site.device()).id, "zzz"]) {
        const message = `Remote MAC entry ${entry.id} does not belong to gateway device ${other}`;
        refused(t, await site.get(below(other, entry.id)), 400, "RemoteMacEntryWrongGatewayDevice", message);
        refused(t, await site.remove(below(other, entry.id)), 400, "RemoteMacEntryWrongGatewayDevice", message);
      }
    },
  },
  {
    name: "an unknown entry is 404 RemoteMacEntryNotFound",
    source: `${DEVICE_DB}:222`,
    on,
    async holds(t, site) {
      const path = below((await site.device()).id, "zzz");
      for (const answer of [await site.get(path), await site.remove(path), await site.put(path, { remote_mac_entry: {} })])
        refused(t, answer, 404, "RemoteMacEntryNotFound", "Remote MAC entry zzz does not exist");
    },
  },
  {
    name: "a network_vlan device takes no entries: 409 OperationRemoteMacEntryNotSupported, its list is empty",
    source: `${DEVICE_PLUGIN}:121`,
    on,
    async holds(t, site) {
      const { id } = await site.vlanDevice();
      const message = "Unable to operate remote_mac_entry for gateway device network_vlan type.";
      refused(t, await site.remoteMac(id), 409, "OperationRemoteMacEntryNotSupported", message);
      t.deepEqual((await site.get(below(id))).data, { remote_mac_entries: [] });
    },
  },
  {
    name: "an entry cannot be updated: 400, and 500 where nothing is to be changed",
    source: `${NEUTRON_BASE}:756`,
    on,
    async holds(t, site) {
      const { device, entry } = await made(site);
      const put = (values: object) => site.put(below(device, entry.id), { remote_mac_entry: values });
      for (const field of ["mac_address", "vtep_address", "segmentation_id"])
        refused(t, await put({ [field]: entry[field] }), 400, "HTTPBadRequest", `Cannot update read-only attribute ${field}`);
      crashed(t, await put({}));
    },
  },
  {
    name: "many entries in one POST are 400",
    source: `${NEUTRON_BASE}:739`,
    on,
    async holds(t, site) {
      const { id } = await site.device();
      const answer = await site.post(below(id), { remote_mac_entries: [site.entry()] });
      refused(t, answer, 400, "HTTPBadRequest", "Unable to find 'remote_mac_entry' in request body");
    },
  },
  {
    name: "entries are filtered by mac_address, segmentation_id and id; limit, sort_key and unknown filters are ignored",
    source: `${DEVICE_DB}:471`,
    on,
    async holds(t, site) {
      const { device, entry } = await made(site, { segmentation_id: 7 });
      const second = (await site.remoteMac(device, { segmentation_id: 8 })).data.remote_mac_entry;
      const ids = async (query: string) =>
        (await site.get(`${below(device)}?${query}`)).data.remote_mac_entries.map((row: { id: string }) => row.id).sort();
      const both = [entry.id, second.id].sort();
      t.deepEqual(await ids("segmentation_id=7"), [entry.id]);
      t.deepEqual(await ids(`mac_address=${second.mac_address}`), [second.id]);
      t.deepEqual(await ids(`id=${entry.id}&id=${second.id}`), both);
      for (const ignored of ["limit=1", "limit=-1", "sort_key=name", "foo=bar", "device_id=zzz"])
        t.deepEqual(await ids(ignored), both, ignored);
      t.deepEqual((await site.get(`${below(device)}?segmentation_id=7&fields=mac_address`)).data.remote_mac_entries, [
        { mac_address: entry.mac_address },
      ]);
    },
  },
  {
    name: "a member makes entries, but reading and deleting them is 500 PolicyCheckError; the device shows them",
    source: `${NEUTRON_POLICY}:327`,
    on,
    async holds(t, site) {
      const token = `member:${site.name("project")}`;
      const { id } = await site.device({}, { token });
      t.deepEqual((await site.get(below(id), { token })).data, { remote_mac_entries: [] });
      const entry = (await site.remoteMac(id, {}, { token })).data.remote_mac_entry;
      const match = "tenant_id:%(tenant_id)s because Unable to verify match:%(tenant_id)s as the parent resource: tenant was not found.";
      for (const answer of [
        await site.get(below(id), { token }),
        await site.get(below(id, entry.id), { token }),
        await site.remove(below(id, entry.id), { token }),
      ])
        refused(t, answer, 500, "PolicyCheckError", `Failed to check policy ${match}`);
      t.deepEqual((await site.get(`${DEVICES}/${id}`, { token })).data.gateway_device.remote_mac_entries, [entry]);
    },
  },
];
