// SPDX-License-Identifier: Apache-2.0
import { crashed, type Rule, refused } from "../rule";
import { GATEWAYS, NETWORKS, type Site } from "../site";
import { BORDER_DB, BORDER_VALIDATORS, DEVICE_DB, L2GW_MODELS } from "../sources";

const on = "networking-midonet" as const;

const gatewayOn = async (site: Site, device: { id: string }) =>
  (await site.make(GATEWAYS, "l2_gateway", { devices: [{ device_id: device.id }] })).id as string;

/** Connections of border gateways. */
export const borderConnections: Rule[] = [
  {
    name: "a border gateway takes one connection: a second network is 409 MidonetL2GatewayConnectionExists",
    source: `${BORDER_DB}:61`,
    on,
    async holds(t, site) {
      const { l2_gateway_id } = await site.connection();
      const answer = await site.connect(await site.connecting({ l2_gateway_id, segmentation_id: "201" }));
      const message = `L2 Gateway Connection related to specified L2 Gateway ${l2_gateway_id} already exists`;
      refused(t, answer, 409, "MidonetL2GatewayConnectionExists", message);
    },
  },
  {
    name: "the range of a connection's segmentation id is that of the device's type",
    source: `${BORDER_VALIDATORS}:96`,
    on,
    async holds(t, site) {
      const [vlan, vxlan] = [await gatewayOn(site, await site.vlanDevice()), await gatewayOn(site, await site.routerDevice())];
      const answer = async (l2_gateway_id: string, segmentation_id: string) =>
        site.connect(await site.connecting({ l2_gateway_id, segmentation_id }));
      const range = "Invalid input for operation: Segmentation id is out of range.";
      for (const odd of ["4095", "-1"]) refused(t, await answer(vlan, odd), 400, "InvalidInput", range);
      for (const odd of ["16777215", "-1"]) refused(t, await answer(vxlan, odd), 400, "InvalidInput", range);
      for (const gateway of [vlan, vxlan])
        refused(
          t,
          await answer(gateway, "abc"),
          400,
          "InvalidInput",
          "Invalid input for operation: Segmentation id must be a valid integer.",
        );
      t.is((await answer(vlan, "4094")).status, 201);
      t.is((await answer(vxlan, "16777214")).status, 201);
    },
  },
  {
    name: "a connection of a hw_vtep device has no range: 99999999 is taken",
    source: `${BORDER_VALIDATORS}:96`,
    on,
    async holds(t, site) {
      t.is((await site.connection({ segmentation_id: "99999999" })).segmentation_id, "99999999");
    },
  },
  {
    name: "a segmentation id of a connection that the database cannot store is 500",
    source: `${L2GW_MODELS}:32`,
    on,
    database: "MariaDB",
    async holds(t, site) {
      for (const odd of ["abc", "3000000000"]) crashed(t, await site.connect(await site.connecting({ segmentation_id: odd })));
    },
  },
  {
    name: "a network that carries a network_vlan device cannot be deleted, with or without connections",
    source: `${DEVICE_DB}:532`,
    on,
    async holds(t, site) {
      const { resource_id } = await site.vlanDevice();
      await site.connection({ network_id: resource_id });
      refused(t, await site.remove(`${NETWORKS}/${resource_id}`), 409, "DeviceInUseByGatewayDevice");
    },
  },
];
