// SPDX-License-Identifier: Apache-2.0
import { crashed, type Rule, refused } from "../rule";
import { CONNECTIONS, GATEWAYS, type Site } from "../site";
import { L2GW_API, L2GW_DB, LIB_ATTRIBUTES } from "../sources";

const post = (site: Site, values: object) => site.post(GATEWAYS, { l2_gateway: values });

/** L2 gateways, where both servers do the same. */
export const gateways: Rule[] = [
  {
    name: "an unknown field of a gateway is 400",
    source: `${LIB_ATTRIBUTES}:284`,
    async holds(t, site) {
      for (const field of ["foo", "description", "tags"]) {
        const answer = await post(site, { devices: [], [field]: "x" });
        refused(t, answer, 400, "HTTPBadRequest", `Unrecognized attribute(s) '${field}'`);
      }
      refused(t, await post(site, { devices: [], id: "x" }), 400, "HTTPBadRequest", "Attribute 'id' not allowed in POST");
    },
  },
  {
    name: "a gateway without devices is 400",
    source: `${L2GW_API}:39`,
    async holds(t, site) {
      const message = "Failed to parse request. Required attribute 'devices' not specified";
      refused(t, await post(site, { name: "n" }), 400, "HTTPBadRequest", message);
      refused(t, await post(site, {}), 400, "HTTPBadRequest", /Required attribute 'devices'|Unable to find|Resource body/);
    },
  },
  {
    name: 'the name of a gateway is text, "" where it is left out',
    source: `${L2GW_API}:36`,
    async holds(t, site) {
      t.is((await site.gateway({ name: undefined })).name, "");
      const shown = await site.devices();
      refused(
        t,
        await post(site, { name: null, devices: shown }),
        400,
        "HTTPBadRequest",
        "Invalid input for name. Reason: 'None' is not a valid string.",
      );
      refused(
        t,
        await post(site, { name: 5, devices: shown }),
        400,
        "HTTPBadRequest",
        "Invalid input for name. Reason: '5' is not a valid string.",
      );
    },
  },
  {
    name: "a name of a gateway of 256 characters is 500",
    source: `${L2GW_API}:37`,
    database: "MariaDB",
    async holds(t, site) {
      const shown = await site.devices();
      crashed(t, await post(site, { name: "n".repeat(256), devices: shown }));
    },
  },
  {
    name: "a name of a gateway of 256 characters is stored by SQLite",
    source: `${L2GW_API}:37`,
    database: "SQLite",
    async holds(t, site) {
      t.is((await site.gateway({ name: "n".repeat(256) })).name.length, 256);
    },
  },
  {
    name: "project_id is taken in a POST of a gateway, and only tenant_id comes back",
    source: `${L2GW_DB}:132`,
    async holds(t, site) {
      const project = site.name("project");
      const made = await site.gateway({ project_id: project });
      t.is(made.tenant_id, project);
      t.false("project_id" in made);
    },
  },
  {
    name: "GET, PUT and DELETE of an unknown gateway are 404 L2GatewayNotFound",
    source: `${L2GW_DB}:53`,
    async holds(t, site) {
      const path = `${GATEWAYS}/zzz`;
      for (const answer of [await site.get(path), await site.put(path, { l2_gateway: { name: "n" } }), await site.remove(path)])
        refused(t, answer, 404, "L2GatewayNotFound", "L2 Gateway zzz could not be found");
    },
  },
  {
    name: "a gateway is deleted with 204; one with a connection is 409 L2GatewayInUse",
    source: `${L2GW_DB}:514`,
    async holds(t, site) {
      const { id, l2_gateway_id } = await site.connection();
      const path = `${GATEWAYS}/${l2_gateway_id}`;
      const message = `L2 Gateway '${l2_gateway_id}' still has active mappings with one or more neutron networks.`;
      refused(t, await site.remove(path), 409, "L2GatewayInUse", message);
      t.is((await site.remove(`${CONNECTIONS}/${id}`)).status, 204);
      const answer = await site.remove(path);
      t.deepEqual({ status: answer.status, data: answer.data }, { status: 204, data: "" });
      t.is((await site.get(path)).status, 404);
    },
  },
];
