// SPDX-License-Identifier: Apache-2.0
import { type Rule, refused } from "../rule";
import { CONNECTIONS, NETWORKS, type Site } from "../site";
import { L2GW_DB, L2GW_DRIVER, L2GW_ERRORS, L2GW_MODELS, L2GW_VALIDATORS } from "../sources";

const on = "networking-l2gw" as const;

const freeSegment = (site: Site): string => String(1 + (Number.parseInt(site.name("").slice(1), 16) % 4000));

/** Connections of gateways in the upstream form, behind an agent. */
export const upstreamConnections: Rule[] = [
  {
    name: "an upstream gateway takes many networks, each with a segmentation id of its own",
    source: `${L2GW_MODELS}:33`,
    on,
    async holds(t, site) {
      const { l2_gateway_id } = await site.connection({ segmentation_id: "200" });
      t.is((await site.connect(await site.connecting({ l2_gateway_id, segmentation_id: "201" }))).status, 201);
    },
  },
  {
    name: "a segmentation id that is bound on a port already is 409 L2GatewayDuplicateSegmentationID",
    source: `${L2GW_DRIVER}:479`,
    on,
    async holds(t, site) {
      const { l2_gateway_id } = await site.connection({ segmentation_id: "200" });
      const answer = await site.connect(await site.connecting({ l2_gateway_id, segmentation_id: "200" }));
      refused(
        t,
        answer,
        409,
        "L2GatewayDuplicateSegmentationID",
        /^Duplicate segmentation ID for the interface name=p\d+ uuid=[0-9a-f-]{36}$/,
      );
    },
  },
  {
    name: "segmentation id 0 is an untagged port: allowed once per port, in addition to tagged networks, and read back as an empty text",
    source: `${L2GW_DB}:104`,
    on,
    async holds(t, site) {
      const { id, l2_gateway_id } = await site.connection({ segmentation_id: "0" });
      t.is((await site.get(`${CONNECTIONS}/${id}`)).data.l2_gateway_connection.segmentation_id, "");
      const again = async (segmentation_id: string) => site.connect(await site.connecting({ l2_gateway_id, segmentation_id }));
      refused(t, await again("0"), 409, "L2GatewayDuplicateSegmentationID", /^Duplicate segmentation ID for the interface name=p\d+ /);
      t.is((await again(freeSegment(site))).status, 201);
      t.is((await site.remove(`${CONNECTIONS}/${id}`)).status, 204);
      t.is((await again("0")).status, 201);
    },
  },
  {
    name: "the range of an upstream connection's segmentation id is 0 to 4094",
    source: `${L2GW_VALIDATORS}:103`,
    on,
    async holds(t, site) {
      const answer = async (segmentation_id: string) => site.connect(await site.connecting({ segmentation_id }));
      for (const odd of ["4095", "-1"])
        refused(t, await answer(odd), 400, "InvalidInput", "Invalid input for operation: Segmentation id is out of range.");
      refused(t, await answer("abc"), 400, "InvalidInput", "Invalid input for operation: Segmentation id must be a valid integer.");
      t.is((await answer("4094")).status, 201);
    },
  },
  {
    name: "a connection of a gateway whose switch is not known is 404 L2GatewayDeviceNotFound, whose port 500 L2GatewayInterfaceNotFound",
    source: `${L2GW_DRIVER}:326`,
    on,
    async holds(t, site) {
      const connect = async (device_name: string, name: string) => {
        const gateway = await site.gateway({ devices: [{ device_name, interfaces: [{ name }] }] });
        return site.connect(await site.connecting({ l2_gateway_id: gateway.id }));
      };
      refused(t, await connect("nowhere", "p1"), 404, "L2GatewayDeviceNotFound", "L2 Gateway Device nowhere could not be found.");
      refused(t, await connect("sw1", "p99"), 500, "L2GatewayInterfaceNotFound", "L2 Gateway interface 'p99' not found.");
    },
  },
  {
    name: "a network that is not a VXLAN is 404 VxlanSegmentationIDNotFound",
    source: `${L2GW_DRIVER}:597`,
    on,
    async holds(t, site) {
      const network_id = await site
        .network({ "provider:network_type": "flat", "provider:physical_network": site.name("physnet") })
        .catch(() => undefined);
      const vlan = network_id ?? (await site.network({ "provider:network_type": "local" }));
      const answer = await site.connect(await site.connecting({ network_id: vlan }));
      refused(t, answer, 404, "VxlanSegmentationIDNotFound", `vxlan segmentation id not found for the network '${vlan}'`);
    },
  },
  {
    name: "an agent that cannot be reached is 409 OVSDBError on POST and DELETE, and nothing is changed",
    source: `${L2GW_ERRORS}:139`,
    on,
    async holds(t, site) {
      const { id } = await site.connection();
      const values = await site.connecting();
      await site.failAgent(true);
      const answers = [await site.connect(values), await site.remove(`${CONNECTIONS}/${id}`)];
      await site.failAgent(false);
      for (const answer of answers) refused(t, answer, 409, "OVSDBError", "Communication error with the L2 gateway agent");
      t.is((await site.get(`${CONNECTIONS}/${id}`)).status, 200);
      t.deepEqual((await site.get(`${CONNECTIONS}?l2_gateway_id=${values.l2_gateway_id}`)).data.l2_gateway_connections, []);
      t.is((await site.connect(values)).status, 201);
    },
  },
  {
    name: "the VLAN stays bound if a network is deleted before its connection: the same segmentation id on that port is 409 permanently",
    source: `${L2GW_MODELS}:30`,
    on,
    async holds(t, site) {
      const segmentation_id = freeSegment(site);
      const { network_id, l2_gateway_id } = await site.connection({ segmentation_id });
      await site.remove(`${NETWORKS}/${network_id}`);
      const answer = await site.connect(await site.connecting({ l2_gateway_id, segmentation_id }));
      refused(t, answer, 409, "L2GatewayDuplicateSegmentationID");
    },
  },
];
