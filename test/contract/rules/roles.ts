// SPDX-License-Identifier: Apache-2.0
import { type Rule, refused } from "../rule";
import { CONNECTIONS, DEVICES, GATEWAYS, PROJECT } from "../site";
import { L2GW_DB, LIB_ATTRIBUTES } from "../sources";

const denied = (verb: string) => `User does not have admin privileges: Cannot ${verb} resource for non admin tenant.`;

/** Who may do what. */
export const roles: Rule[] = [
  {
    name: "an unknown token is 401 with Keystone's body",
    source: "keystonemiddleware keystonemiddleware/auth_token/__init__.py:683",
    async holds(t, site) {
      const { status, data, headers } = await site.get(GATEWAYS, { token: "nobody" });
      const message = "The request you have made requires authentication.";
      t.deepEqual({ status, data }, { status: 401, data: { error: { code: 401, title: "Unauthorized", message } } });
      t.regex(headers["www-authenticate"] ?? "", /^Keystone uri=/);
    },
  },
  {
    name: "gateways and connections are for admins: 403 AdminRequired on every verb",
    source: `${L2GW_DB}:370`,
    async holds(t, site) {
      const { id, l2_gateway_id } = await site.connection();
      const [devices, name] = [await site.devices(), site.name("gw")];
      for (const token of [`member:${PROJECT}`, `reader:${PROJECT}`]) {
        const who = { token };
        for (const answer of [
          await site.get(GATEWAYS, who),
          await site.get(`${GATEWAYS}/${l2_gateway_id}`, who),
          await site.get(`${GATEWAYS}/zzz`, who),
          await site.put(`${GATEWAYS}/${l2_gateway_id}`, { l2_gateway: { name } }, who),
          await site.remove(`${GATEWAYS}/${l2_gateway_id}`, who),
          await site.get(CONNECTIONS, who),
          await site.remove(`${CONNECTIONS}/${id}`, who),
        ])
          refused(t, answer, 403, "AdminRequired", denied("GET"));
        refused(t, await site.post(GATEWAYS, { l2_gateway: { name, devices } }, who), 403, "AdminRequired", denied("CREATE"));
        refused(t, await site.connect({ l2_gateway_id: "zzz", network_id: "zzz" }, who), 403, "AdminRequired", denied("CREATE"));
      }
    },
  },
  {
    name: "a body is read before the role is looked at",
    source: "neutron neutron/pecan_wsgi/hooks/body_validation.py:38",
    async holds(t, site) {
      const answer = await site.post(GATEWAYS, { l2_gateway: { foo: 1 } }, { token: "member:p" });
      refused(t, answer, 400, "HTTPBadRequest", "Unrecognized attribute(s) 'foo'");
    },
  },
  {
    name: "members, and even readers, make, read, update and delete devices of their own project",
    source: "neutron neutron/conf/policies/base.py:27",
    on: "networking-midonet",
    async holds(t, site) {
      for (const role of ["member", "reader"]) {
        const token = `${role}:${site.name("project")}`;
        const { id, tenant_id } = await site.device({}, { token });
        t.is(tenant_id, token.slice(role.length + 1));
        t.is((await site.get(`${DEVICES}/${id}`, { token })).status, 200);
        t.deepEqual(
          (await site.get(DEVICES, { token })).data.gateway_devices.map((row: { id: string }) => row.id),
          [id],
        );
        t.is((await site.put(`${DEVICES}/${id}`, { gateway_device: { name: "n" } }, { token })).status, 200);
        t.is((await site.remove(`${DEVICES}/${id}`, { token })).status, 204);
      }
    },
  },
  {
    name: "another project's device is 404 on every verb, and left out of lists",
    source: "neutron-lib neutron_lib/db/model_query.py:132",
    on: "networking-midonet",
    async holds(t, site) {
      const { id } = await site.device();
      const who = { token: `member:${site.name("project")}` };
      for (const answer of [
        await site.get(`${DEVICES}/${id}`, who),
        await site.put(`${DEVICES}/${id}`, { gateway_device: { name: "n" } }, who),
        await site.remove(`${DEVICES}/${id}`, who),
        await site.remoteMac(id, {}, who),
      ])
        refused(t, answer, 404, "GatewayDeviceNotFound", `Gateway device ${id} does not exist`);
      t.deepEqual((await site.get(DEVICES, who)).data, { gateway_devices: [] });
    },
  },
  {
    name: "another project in a member's POST is 400",
    source: `${LIB_ATTRIBUTES}:259`,
    on: "networking-midonet",
    async holds(t, site) {
      const answer = await site.post(DEVICES, { gateway_device: site.hardware({ tenant_id: "other" }) }, { token: "member:mine" });
      const message =
        "Specifying 'project_id' or 'tenant_id' other than the authenticated project in request requires admin or advsvc privileges";
      refused(t, answer, 400, "HTTPBadRequest", message);
    },
  },
  {
    name: "a management address that another project has taken is 409 too",
    source: "networking-midonet midonet/neutron/db/gateway_device.py:333",
    on: "networking-midonet",
    async holds(t, site) {
      const { management_ip } = await site.device({}, { token: `member:${site.name("project")}` });
      const answer = await site.post(
        DEVICES,
        { gateway_device: site.hardware({ management_ip }) },
        { token: `member:${site.name("project")}` },
      );
      refused(t, answer, 409, "GatewayDeviceParamDuplicate", `management_ip ${management_ip} is already used`);
    },
  },
  {
    name: "a router or network that the caller does not see is 404 ResourceNotFound",
    source: "networking-midonet midonet/neutron/db/gateway_device.py:344",
    on: "networking-midonet",
    async holds(t, site) {
      const values = { type: "router_vtep", resource_id: await site.router(), tunnel_ips: [site.address()] };
      const answer = await site.post(DEVICES, { gateway_device: values }, { token: `member:${site.name("project")}` });
      refused(t, answer, 404, "ResourceNotFound", `specified resource ${values.resource_id} does not exist`);
    },
  },
];
