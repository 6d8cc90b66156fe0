// SPDX-License-Identifier: Apache-2.0
import { crashed, type Rule, refused } from "../rule";
import { CONNECTIONS, type Data, GATEWAYS, NETWORKS, type Site } from "../site";
import { L2GW_API, L2GW_DB, L2GW_DRIVER, NEUTRON_BASE } from "../sources";

const on = "networking-l2gw" as const;

const put = (site: Site, id: string, values: object) => site.put(`${GATEWAYS}/${id}`, { l2_gateway: values });
const read = async (site: Site, id: string): Promise<Data> => (await site.get(`${GATEWAYS}/${id}`)).data.l2_gateway;
const device = (device_name: string, name: string, segmentation_id?: number[]) => ({
  device_name,
  interfaces: [segmentation_id === undefined ? { name } : { name, segmentation_id }],
});
const make = (site: Site, ...devices: object[]): Promise<Data> => site.gateway({ devices });

/** Ports as text, in an order of their own. */
const ports = ({ devices }: Data): string[] =>
  devices
    .flatMap(({ device_name, interfaces }: Data) =>
      interfaces.map(({ name, segmentation_id }: Data) => `${device_name} ${name} ${segmentation_id}`),
    )
    .sort();

/** Updating L2 gateways in the upstream form. */
export const upstreamUpdates: Rule[] = [
  {
    name: "the name of an upstream gateway is updated in place",
    source: `${L2GW_DB}:204`,
    on,
    async holds(t, site) {
      const gateway = await site.gateway();
      const { status, data } = await put(site, gateway.id, { name: "renamed" });
      t.deepEqual({ status, gateway: data.l2_gateway }, { status: 200, gateway: { ...gateway, name: "renamed" } });
    },
  },
  {
    name: "a PUT of nothing sets the name to null",
    source: `${L2GW_DB}:205`,
    on,
    async holds(t, site) {
      const { id } = await site.gateway();
      t.is((await put(site, id, {})).data.l2_gateway.name, null);
      t.is((await read(site, id)).name, null);
    },
  },
  {
    name: "a PUT of devices replaces the interfaces of those named, keeps the others, and keeps the name",
    source: `${L2GW_DB}:209`,
    on,
    async holds(t, site) {
      const { id, name } = await make(site, device("sw1", "p1"), device("sw2", "p1"));
      const { status, data } = await put(site, id, { devices: [device("sw2", "p9")] });
      t.deepEqual([status, data.l2_gateway.name, ports(data.l2_gateway)], [200, name, ["sw1 p1 ", "sw2 p9 "]]);
      t.deepEqual(ports(await read(site, id)), ["sw1 p1 ", "sw2 p9 "]);
    },
  },
  {
    name: "segmentation ids of interfaces are updated in place",
    source: `${L2GW_DB}:224`,
    on,
    async holds(t, site) {
      const { id } = await make(site, device("sw1", "p1", [100]));
      t.is((await put(site, id, { name: "n", devices: [device("sw1", "p2", [101])] })).status, 200);
      t.deepEqual(ports(await read(site, id)), ["sw1 p2 101"]);
    },
  },
  {
    name: "a device that is not on the gateway, or a switch that is not known, is 404 L2GatewayDeviceNotFound",
    source: `${L2GW_DB}:535`,
    on,
    async holds(t, site) {
      const { id } = await make(site, device("sw1", "p1"));
      const unknown = await make(site, device("nowhere", "p1"));
      const message = (name: string) => `L2 Gateway Device ${name} could not be found.`;
      refused(t, await put(site, id, { devices: [device("sw2", "p1")] }), 404, "L2GatewayDeviceNotFound", message("sw2"));
      const answer = await put(site, unknown.id, { devices: [device("nowhere", "p1")] });
      refused(t, answer, 404, "L2GatewayDeviceNotFound", message("nowhere"));
    },
  },
  {
    name: "a port that the switch does not have is 500 L2GatewayPhysicalPortNotFound",
    source: `${L2GW_DRIVER}:373`,
    on,
    async holds(t, site) {
      const { id } = await make(site, device("sw1", "p1"));
      const message = "Physical Port 'p99' in Physical switch 'sw1' could not be found";
      refused(t, await put(site, id, { devices: [device("sw1", "p99")] }), 500, "L2GatewayPhysicalPortNotFound", message);
    },
  },
  {
    name: "segmentation ids where there were none, or none where there were, are 500",
    source: `${L2GW_DB}:552`,
    on,
    async holds(t, site) {
      const [without, with_] = [await make(site, device("sw1", "p1")), await make(site, device("sw1", "p1", [5]))];
      const start = "The segmentation id is";
      const added = await put(site, without.id, { devices: [device("sw1", "p1", [5])] });
      refused(t, added, 500, "L2GatewaySegmentationIDNotExists", `${start} not specified in existing gateway interfaces.`);
      const dropped = await put(site, with_.id, { devices: [device("sw1", "p1")] });
      refused(t, dropped, 500, "L2GatewaySegmentationIDExists", `${start} already specified in existing gateway interfaces.`);
    },
  },
  {
    name: "a PUT of an upstream gateway's tenant_id, empty devices or a null name is 400",
    source: `${NEUTRON_BASE}:756`,
    on,
    async holds(t, site) {
      const { id } = await site.gateway();
      refused(t, await put(site, id, { tenant_id: "x" }), 400, "HTTPBadRequest", "Cannot update read-only attribute tenant_id");
      refused(t, await put(site, id, { devices: [] }), 400, "HTTPBadRequest");
      refused(
        t,
        await put(site, id, { name: null }),
        400,
        "HTTPBadRequest",
        "Invalid input for name. Reason: 'None' is not a valid string.",
      );
    },
  },
  {
    name: "a gateway is updated while connections exist, and the VLAN moves to the new port",
    source: `${L2GW_DRIVER}:661`,
    on,
    async holds(t, site) {
      const gateway = await make(site, device("sw1", "p1"));
      const { id, segmentation_id } = await site.connection({ l2_gateway_id: gateway.id, segmentation_id: "1234" });
      t.is((await put(site, gateway.id, { devices: [device("sw1", "p2")] })).status, 200);
      const other = async (name: string) =>
        site.connect(await site.connecting({ l2_gateway_id: (await make(site, device("sw1", name))).id, segmentation_id }));
      refused(t, await other("p2"), 409, "L2GatewayDuplicateSegmentationID");
      t.is((await other("p1")).status, 201);
      t.is((await site.remove(`${CONNECTIONS}/${id}`)).status, 204);
    },
  },
  {
    name: "an update binds the VLANs of other gateways' connections on its new ports",
    source: `${L2GW_DRIVER}:671`,
    on,
    async holds(t, site) {
      const [first, second] = [await make(site, device("sw1", "p1")), await make(site, device("sw2", "p1"))];
      const connection = await site.connection({ l2_gateway_id: second.id, segmentation_id: "1235" });
      t.is((await put(site, first.id, { devices: [device("sw1", "p2")] })).status, 200);
      const answer = await site.connect(await site.connecting({ l2_gateway_id: first.id, segmentation_id: "1235" }));
      refused(t, answer, 409, "L2GatewayDuplicateSegmentationID", /^Duplicate segmentation ID for the interface name=p2 uuid=/);
      // What leaked leaves with the next update.
      await put(site, first.id, { devices: [device("sw1", "p1")] });
      t.is((await site.remove(`${CONNECTIONS}/${connection.id}`)).status, 204);
    },
  },
  {
    name: "an update of a gateway of two devices, even of its name, unbinds the VLANs of both: its connections are 500 to delete",
    source: `${L2GW_DRIVER}:693`,
    on,
    async holds(t, site) {
      const gateway = await make(site, device("sw3", "p1"), device("sw4", "p1"));
      const { id, network_id } = await site.connection({ l2_gateway_id: gateway.id, segmentation_id: "1236" });
      t.is((await put(site, gateway.id, { name: "renamed" })).status, 200);
      const other = await make(site, device("sw3", "p1"));
      t.is(
        (await site.connect(await site.connecting({ l2_gateway_id: other.id, segmentation_id: "1236" }))).status,
        201,
        "the VLAN is free",
      );
      crashed(t, await site.remove(`${CONNECTIONS}/${id}`));
      t.is((await site.remove(`${NETWORKS}/${network_id}`)).status, 204, "the network takes it along");
    },
  },
  {
    name: "a gateway with an unknown switch cannot even be renamed while any connection exists: 500",
    source: `${L2GW_DRIVER}:428`,
    on,
    async holds(t, site) {
      const { id } = await make(site, device("nowhere", "p1"));
      t.is((await put(site, id, { name: "before" })).status, 200);
      await site.connection();
      crashed(t, await put(site, id, { name: "after" }));
      t.is((await read(site, id)).name, "before");
    },
  },
  {
    name: "the name of an updated gateway is not looked at for length by the API",
    source: `${L2GW_API}:37`,
    on,
    database: "MariaDB",
    async holds(t, site) {
      const { id } = await site.gateway();
      crashed(t, await put(site, id, { name: "n".repeat(256) }));
    },
  },
];
