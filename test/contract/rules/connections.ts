// SPDX-License-Identifier: Apache-2.0
import { crashed, type Refusal, type Rule, refusals, refused } from "../rule";
import { CONNECTIONS, GATEWAYS, NETWORKS, PROJECT, type Site } from "../site";
import { CONNECTION_API, L2GW_DB, L2GW_MODELS, L2GW_VALIDATORS, LIB_ATTRIBUTES, NEUTRON_BASE } from "../sources";

const read = async (site: Site, id: string) => (await site.get(`${CONNECTIONS}/${id}`)).data.l2_gateway_connection;

const wrong = (when: string, more: object, source: string, status: number, type: string, message: string): Refusal => ({
  when: `a connection with ${when}`,
  source,
  send: async (site) => site.connect(await site.connecting(more)),
  status,
  type,
  message,
});

const invalid = (field: string, shown: string, value: unknown, text: string): Refusal =>
  wrong(
    `${field} ${shown}`,
    { [field]: value },
    `${CONNECTION_API}:32`,
    400,
    "HTTPBadRequest",
    `Invalid input for ${field}. Reason: '${text}' is not a valid string.`,
  );

/** Connections, where both servers do the same. */
export const connections: Rule[] = [
  ...refusals(undefined, [
    invalid("segmentation_id", "200 as a number", 200, "200"),
    invalid("segmentation_id", "null", null, "None"),
    invalid("network_id", "5", 5, "5"),
    wrong(
      "no network_id",
      { network_id: undefined },
      `${LIB_ATTRIBUTES}:178`,
      400,
      "HTTPBadRequest",
      "Failed to parse request. Required attribute 'network_id' not specified",
    ),
    wrong("a name", { name: "x" }, `${LIB_ATTRIBUTES}:284`, 400, "HTTPBadRequest", "Unrecognized attribute(s) 'name'"),
    wrong("an id", { id: "x" }, `${LIB_ATTRIBUTES}:206`, 400, "HTTPBadRequest", "Attribute 'id' not allowed in POST"),
    wrong("an unknown network", { network_id: "zzz" }, `${L2GW_DB}:565`, 404, "NetworkNotFound", "Network zzz could not be found."),
    wrong("an unknown gateway", { l2_gateway_id: "zzz" }, `${L2GW_DB}:53`, 404, "L2GatewayNotFound", "L2 Gateway zzz could not be found"),
    wrong("no gateway", { l2_gateway_id: undefined }, `${CONNECTION_API}:29`, 404, "L2GatewayNotFound", "L2 Gateway  could not be found"),
    {
      when: "many connections in one POST",
      source: `${NEUTRON_BASE}:723`,
      send: (site) => site.post(CONNECTIONS, { l2_gateway_connections: [{}] }),
      status: 400,
      type: "HTTPBadRequest",
      message: "Bulk operation not supported",
    },
  ]),
  {
    name: "the response to a POST of a connection contains the segmentation id as sent; a GET returns it as a number, without project_id and name",
    source: `${L2GW_DB}:101`,
    async holds(t, site) {
      const sent = await site.connecting({ segmentation_id: " 007 " });
      const answer = await site.connect(sent);
      const { id } = answer.data.l2_gateway_connection;
      t.deepEqual(
        { status: answer.status, data: answer.data },
        { status: 201, data: { l2_gateway_connection: { ...sent, id, tenant_id: PROJECT } } },
      );
      const stored = { ...sent, id, tenant_id: PROJECT, segmentation_id: 7 };
      t.deepEqual((await site.get(`${CONNECTIONS}/${id}`)).data, { l2_gateway_connection: stored });
      t.deepEqual((await site.get(`${CONNECTIONS}?id=${id}`)).data, { l2_gateway_connections: [stored] });
    },
  },
  {
    name: 'a connection of a gateway that has the segmentation id itself shows ""',
    source: `${L2GW_DB}:105`,
    async holds(t, site) {
      const gateway = await site.gateway({ segment: 40 });
      const made = await site.connection({ l2_gateway_id: gateway.id, segmentation_id: undefined });
      t.is(made.segmentation_id, "");
      t.is((await read(site, made.id)).segmentation_id, "");
    },
  },
  {
    name: 'the segmentation id "0" of a connection is accepted, echoed, and read back as ""',
    source: `${L2GW_DB}:105`,
    async holds(t, site) {
      const made = await site.connection({ segmentation_id: "0" });
      t.is(made.segmentation_id, "0");
      t.is((await read(site, made.id)).segmentation_id, "");
    },
  },
  {
    name: "a segmentation id on gateway and connection is 400, on neither too, also for a gateway that is not there",
    source: `${L2GW_VALIDATORS}:72`,
    async holds(t, site) {
      const gateway = await site.gateway({ segment: 40 });
      const both =
        "Invalid input for operation: default segmentation_id should not be provided when segmentation_id is assigned during l2gateway creation.";
      const neither = "Invalid input for operation: Segmentation id must be specified in create l2gateway connections.";
      refused(t, await site.connect(await site.connecting({ l2_gateway_id: gateway.id })), 400, "InvalidInput", both);
      refused(t, await site.connect(await site.connecting({ segmentation_id: undefined })), 400, "InvalidInput", neither);
      refused(t, await site.connect(await site.connecting({ l2_gateway_id: "zzz", segmentation_id: "" })), 400, "InvalidInput", neither);
    },
  },
  {
    name: "a second connection of the same network and gateway is 409 L2GatewayConnectionExists, with any segmentation id",
    source: `${L2GW_DB}:581`,
    async holds(t, site) {
      const { l2_gateway_id, network_id } = await site.connection();
      for (const segmentation_id of ["200", "201"]) {
        const mapping = `{'network_id': '${network_id}', 'l2_gateway_id': '${l2_gateway_id}', 'segmentation_id': '${segmentation_id}'}`;
        const message = `The specified mapping '${mapping}' exists on network gateway '${l2_gateway_id}'.`;
        refused(t, await site.connect({ l2_gateway_id, network_id, segmentation_id }), 409, "L2GatewayConnectionExists", message);
      }
    },
  },
  {
    name: "a connection has the project of its gateway, even if the request names another",
    source: `${L2GW_DB}:304`,
    async holds(t, site) {
      const project = site.name("project");
      const gateway = await site.gateway({ tenant_id: project });
      t.is((await site.connection({ l2_gateway_id: gateway.id, tenant_id: "another" })).tenant_id, project);
    },
  },
  {
    name: "a connection cannot be updated: 400, and 500 where nothing is to be changed",
    source: `${NEUTRON_BASE}:756`,
    async holds(t, site) {
      const { id } = await site.connection();
      const put = (values: object) => site.put(`${CONNECTIONS}/${id}`, { l2_gateway_connection: values });
      for (const field of ["segmentation_id", "network_id", "l2_gateway_id", "tenant_id", "id"])
        refused(t, await put({ [field]: "1" }), 400, "HTTPBadRequest", `Cannot update read-only attribute ${field}`);
      crashed(t, await put({}));
    },
  },
  {
    name: "GET, PUT and DELETE of an unknown connection are 404 L2GatewayConnectionNotFound, without the id in the sentence",
    source: `${L2GW_DB}:103`,
    async holds(t, site) {
      const path = `${CONNECTIONS}/zzz`;
      for (const answer of [await site.get(path), await site.put(path, { l2_gateway_connection: {} }), await site.remove(path)])
        refused(t, answer, 404, "L2GatewayConnectionNotFound", "The connection  not found on the l2 gateway");
    },
  },
  {
    name: "a connection is deleted with 204 and no body, and can be made again",
    source: `${L2GW_DB}:356`,
    async holds(t, site) {
      const values = await site.connecting();
      const { id } = await site.connection(values);
      const answer = await site.remove(`${CONNECTIONS}/${id}`);
      t.deepEqual({ status: answer.status, data: answer.data }, { status: 204, data: "" });
      t.is((await site.get(`${CONNECTIONS}/${id}`)).status, 404);
      t.is((await site.connect(values)).status, 201);
    },
  },
  {
    name: "a network is deleted under its connection: 204, the connection goes with it, the gateway stays",
    source: `${L2GW_MODELS}:30`,
    async holds(t, site) {
      const segmentation_id = String(1 + (Number.parseInt(site.name("").slice(1), 16) % 4000));
      const { id, network_id, l2_gateway_id } = await site.connection({ segmentation_id });
      t.is((await site.remove(`${NETWORKS}/${network_id}`)).status, 204);
      refused(t, await site.get(`${CONNECTIONS}/${id}`), 404, "L2GatewayConnectionNotFound");
      t.is((await site.get(`${GATEWAYS}/${l2_gateway_id}`)).status, 200);
    },
  },
];
