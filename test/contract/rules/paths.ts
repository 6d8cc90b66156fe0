// SPDX-License-Identifier: Apache-2.0
import { crashed, type Rule, refused } from "../rule";
import { CONNECTIONS, DEVICES, GATEWAYS } from "../site";
import { LIB_ATTRIBUTES, NEUTRON_BASE } from "../sources";

/** Paths, bodies, versions and extensions. */
export const paths: Rule[] = [
  {
    name: "dashes and underscores, .json and a trailing slash are the same path",
    source: "neutron neutron/manager.py:269",
    async holds(t, site) {
      const { id } = await site.gateway();
      for (const path of [`/v2.0/l2_gateways/${id}`, `${GATEWAYS}/${id}.json`, `${GATEWAYS}/${id}/`])
        t.is((await site.get(path)).data?.l2_gateway?.id, id, path);
      for (const path of ["/v2.0/l2_gateways", `${GATEWAYS}.json`, `${GATEWAYS}/`])
        t.true(Array.isArray((await site.get(path)).data.l2_gateways), path);
      t.true(Array.isArray((await site.get("/v2.0/l2_gateway_connections")).data.l2_gateway_connections));
    },
  },
  {
    name: "gateway_devices is also gateway-devices",
    source: "neutron neutron/manager.py:269",
    on: "networking-midonet",
    async holds(t, site) {
      const { id } = await site.device();
      t.is((await site.get(`/v2.0/gw/gateway-devices/${id}`)).data.gateway_device.id, id);
    },
  },
  {
    name: "the upstream server returns 404 HTTPNotFound for every path below /v2.0/gw",
    source: "neutron neutron/pecan_wsgi/controllers/root.py:121",
    on: "networking-l2gw",
    async holds(t, site) {
      refused(t, await site.get(DEVICES), 404, "HTTPNotFound", "The resource could not be found.");
      refused(t, await site.post(DEVICES, { gateway_device: {} }), 404, "HTTPNotFound");
    },
  },
  {
    name: "an unknown path below /v2.0 is 404 HTTPNotFound, /v2.0 without a slash too",
    source: "neutron neutron/pecan_wsgi/controllers/root.py:121",
    async holds(t, site) {
      for (const path of ["/v2.0/foo", "/v2.0"]) refused(t, await site.get(path), 404, "HTTPNotFound", "The resource could not be found.");
    },
  },
  {
    name: "a path outside /v2.0 is 404 of the web framework, in the form that Accept asks for",
    source: "neutron neutron/pecan_wsgi/app.py:23",
    async holds(t, site) {
      const asked = async (Accept: string) => {
        const { status, data } = await site.get("/v2/l2-gateways", { headers: { Accept } });
        return { status, data };
      };
      t.deepEqual(await asked("application/json"), { status: 404, data: { code: 404, title: "Not Found", description: null } });
      const message = "The resource could not be found.<br /><br />\n\n\n";
      t.deepEqual(await asked("application/json, text/plain"), {
        status: 404,
        data: { message, code: "404 Not Found", title: "Not Found" },
      });
      t.regex((await asked("*/*")).data, /^<html>/);
    },
  },
  {
    name: "the root answers the versions, with a link to /v2.0/",
    source: "neutron neutron/pecan_wsgi/controllers/root.py:60",
    async holds(t, site) {
      const links = [{ rel: "self", href: `${site.url}/v2.0/` }];
      t.deepEqual((await site.get("/")).data, { versions: [{ id: "v2.0", status: "CURRENT", links }] });
      t.is((await site.get("/v2.0/")).data.resources[0].name, "network");
    },
  },
  {
    name: "the extensions tell the servers apart: gateway-device is on networking-midonet only",
    source: "networking-midonet midonet/neutron/extensions/gateway_device.py:225",
    async holds(t, site) {
      const aliases = (await site.get("/v2.0/extensions")).data.extensions.map((extension: { alias: string }) => extension.alias);
      const wanted = ["l2-gateway", "l2-gateway-connection", "gateway-device"];
      const border = site.server === "networking-midonet";
      t.deepEqual(
        wanted.map((alias) => aliases.includes(alias)),
        [true, true, border],
      );
      t.is((await site.get("/v2.0/extensions/l2-gateway")).data.extension.name, "L2 Gateway");
      t.is((await site.get("/v2.0/extensions/gateway-device")).status, border ? 200 : 404);
    },
  },
  {
    name: "an unknown extension is 404 of the web framework",
    source: "neutron neutron/api/extensions.py:124",
    async holds(t, site) {
      const { status, data } = await site.get("/v2.0/extensions/foo");
      const message = "The resource could not be found.<br /><br />\nExtension with alias foo does not exist\n\n";
      t.deepEqual({ status, data }, { status: 404, data: { message, code: "404 Not Found", title: "Not Found" } });
    },
  },
  {
    name: "PATCH is 405 HTTPMethodNotAllowed, HEAD 405 without a body",
    source: "neutron neutron/pecan_wsgi/controllers/resource.py:56",
    async holds(t, site) {
      const { id } = await site.gateway();
      const message = "The server could not comply with the request since it is either malformed or otherwise incorrect.";
      refused(t, await site.send("PATCH", `${GATEWAYS}/${id}`, { l2_gateway: {} }), 405, "HTTPMethodNotAllowed", message);
      const head = await site.send("HEAD", GATEWAYS);
      t.deepEqual([head.status, head.data], [405, ""]);
    },
  },
  {
    name: "PUT and DELETE of a collection look for an object called None: 404",
    source: "neutron neutron/pecan_wsgi/hooks/policy_enforcement.py:32",
    async holds(t, site) {
      const message = "L2 Gateway None could not be found";
      refused(t, await site.put(GATEWAYS, { l2_gateway: {} }), 404, "L2GatewayNotFound", message);
      refused(t, await site.remove(GATEWAYS), 404, "L2GatewayNotFound", message);
    },
  },
  {
    name: "a POST to an object's own path is one to its collection",
    source: "neutron neutron/pecan_wsgi/controllers/resource.py:42",
    async holds(t, site) {
      const { id } = await site.gateway();
      const message = "Failed to parse request. Required attribute 'devices' not specified";
      refused(t, await site.post(`${GATEWAYS}/${id}`, { l2_gateway: { name: "x" } }), 400, "HTTPBadRequest", message);
    },
  },
  {
    name: "a DELETE with a body is 400, and nothing is deleted",
    source: "neutron neutron/pecan_wsgi/controllers/resource.py:79",
    async holds(t, site) {
      const { id } = await site.gateway();
      const answer = await site.send("DELETE", `${GATEWAYS}/${id}`, { l2_gateway: {} });
      refused(t, answer, 400, "HTTPBadRequest", "Request body is not supported in DELETE.");
      t.is((await site.get(`${GATEWAYS}/${id}`)).status, 200);
    },
  },
  {
    name: "a body that is not JSON is 400 MalformedRequestBody",
    source: "neutron neutron/pecan_wsgi/hooks/body_validation.py:38",
    async holds(t, site) {
      const message = "Malformed request body: Cannot understand JSON.";
      refused(t, await site.post(GATEWAYS, "{bad"), 400, "MalformedRequestBody", message);
    },
  },
  {
    name: "no body, or an empty one, is 400",
    source: `${NEUTRON_BASE}:717`,
    async holds(t, site) {
      for (const body of [undefined, {}, []]) refused(t, await site.post(GATEWAYS, body), 400, "HTTPBadRequest", "Resource body required");
    },
  },
  {
    name: "a body with another root, or with null or a number in it, is 400",
    source: `${NEUTRON_BASE}:739`,
    async holds(t, site) {
      for (const body of [{ foo: {} }, { l2_gateway: null }])
        refused(t, await site.post(GATEWAYS, body), 400, "HTTPBadRequest", "Unable to find 'l2_gateway' in request body");
      const message = "Object 'l2_gateway' contains invalid data";
      refused(t, await site.post(GATEWAYS, { l2_gateway: 5 }), 400, "HTTPBadRequest", message);
    },
  },
  {
    name: "a body that is a list is 400 in a POST, 500 in a PUT",
    source: "neutron neutron/pecan_wsgi/hooks/body_validation.py:46",
    async holds(t, site) {
      refused(t, await site.post(GATEWAYS, [1]), 400, "HTTPBadRequest", "Body contains invalid data");
      crashed(t, await site.put(`${GATEWAYS}/${(await site.gateway()).id}`, [1]));
    },
  },
  {
    name: "several unknown fields are named together, in any order",
    source: `${LIB_ATTRIBUTES}:284`,
    async holds(t, site) {
      const answer = await site.post(GATEWAYS, { l2_gateway: { foo: 1, bar: 2 } });
      refused(t, answer, 400, "HTTPBadRequest", /^Unrecognized attribute\(s\) '(foo, bar|bar, foo)'$/);
    },
  },
  {
    name: "every answer below /v2.0 has a request id; none has ETag or Location",
    source: "oslo.middleware oslo_middleware/request_id.py:60",
    async holds(t, site) {
      const values = await site.connecting();
      for (const answer of [
        await site.get(GATEWAYS),
        await site.get(`${GATEWAYS}/zzz`),
        await site.connect(values),
        await site.get(CONNECTIONS),
      ]) {
        t.regex(answer.headers["x-openstack-request-id"] ?? "", /^req-[0-9a-f-]{36}$/);
        t.deepEqual([answer.headers.etag, answer.headers.location], [undefined, undefined]);
      }
    },
  },
  {
    name: "a request line of 8,192 bytes or more is 414 without a body",
    source: "eventlet eventlet/wsgi.py:412",
    on: "networking-midonet",
    async holds(t, site) {
      const line = (length: number) => {
        const path = `${GATEWAYS}?fields=id&id=`;
        return path + "a".repeat(length - `GET ${path} HTTP/1.1\r\n`.length);
      };
      t.is((await site.get(line(8191))).status, 200);
      const { status, data } = await site.get(line(8192));
      t.deepEqual({ status, data }, { status: 414, data: "" });
    },
  },
  {
    name: "uWSGI silently drops a query of 60,000 bytes, and the server returns all rows",
    source: "uWSGI --buffer-size 65535",
    on: "networking-l2gw",
    async holds(t, site) {
      const { id } = await site.gateway();
      t.deepEqual((await site.get(`${GATEWAYS}?id=${"a".repeat(16_000)}`)).data.l2_gateways, []);
      const { data } = await site.get(`${GATEWAYS}?id=${"a".repeat(60_000)}`);
      t.true(data.l2_gateways.some((row: { id: string }) => row.id === id));
    },
  },
  {
    name: "If-Match with a revision number is ignored",
    source: "neutron neutron/services/revisions/revision_plugin.py:294",
    on: "networking-midonet",
    async holds(t, site) {
      const { id } = await site.gateway();
      t.is((await site.remove(`${GATEWAYS}/${id}`, { headers: { "If-Match": "revision_number=99" } })).status, 204);
    },
  },
  {
    name: "If-Match with another revision number is 412 RevisionNumberConstraintFailed; the number counts updates and is never shown",
    source: "neutron neutron/services/revisions/revision_plugin.py:294",
    on: "networking-l2gw",
    async holds(t, site) {
      const { id } = await site.gateway();
      const answer = await site.remove(`${GATEWAYS}/${id}`, { headers: { "If-Match": "revision_number=99" } });
      refused(t, answer, 412, "RevisionNumberConstraintFailed", "Constrained to 99, but current revision is 0");
      await site.put(`${GATEWAYS}/${id}`, { l2_gateway: { name: "n" } });
      const before = await site.remove(`${GATEWAYS}/${id}`, { headers: { "If-Match": "revision_number=0" } });
      refused(t, before, 412, "RevisionNumberConstraintFailed", "Constrained to 0, but current revision is 1");
      t.is((await site.remove(`${GATEWAYS}/${id}`, { headers: { "If-Match": "revision_number=1" } })).status, 204);
    },
  },
];
