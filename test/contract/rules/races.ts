// SPDX-License-Identifier: Apache-2.0
import { type Rule, refused } from "../rule";
import { type Answer, CONNECTIONS, DEVICES, GATEWAYS } from "../site";
import { DEVICE_DB, L2GW_DB, L2GW_MODELS } from "../sources";

const on = "networking-midonet" as const;
const database = "MariaDB" as const;

const eight = (send: (n: number) => Promise<Answer>): Promise<Answer[]> => Promise.all(Array.from({ length: 8 }, (_, n) => send(n)));

const counts = (answers: Answer[]): Record<number, number> => {
  const all: Record<number, number> = {};
  for (const { status } of answers) all[status] = (all[status] ?? 0) + 1;
  return all;
};

/** Eight requests at once. SQLite refuses concurrent writers, so these are for MariaDB. */
export const races: Rule[] = [
  {
    name: "eight equal POSTs of a gateway make eight gateways",
    source: `${L2GW_DB}:152`,
    database,
    async holds(t, site) {
      const values = { name: site.name("gw"), devices: await site.devices() };
      const answers = await eight(() => site.post(GATEWAYS, { l2_gateway: values }));
      t.deepEqual(counts(answers), { 201: 8 });
      t.is((await site.get(`${GATEWAYS}?name=${values.name}`)).data.l2_gateways.length, 8);
    },
  },
  {
    name: "eight equal POSTs of a connection make one; those that say 201 all name it",
    source: `${L2GW_MODELS}:33`,
    database,
    async holds(t, site) {
      const values = await site.connecting();
      const answers = await eight(() => site.connect(values));
      const rows = (await site.get(`${CONNECTIONS}?l2_gateway_id=${values.l2_gateway_id}`)).data.l2_gateway_connections;
      t.is(rows.length, 1);
      const named = answers.filter(({ status }) => status === 201).map(({ data }) => data.l2_gateway_connection.id);
      t.deepEqual([...new Set(named)], [rows[0].id]);
      for (const answer of answers.filter(({ status }) => status !== 201)) t.is(answer.status, 409);
    },
  },
  {
    name: "under a race a border gateway may get several connections, as many as say 201",
    source: "networking-midonet midonet/neutron/db/l2gateway_midonet.py:59",
    on,
    database,
    async holds(t, site) {
      const { l2_gateway_id } = await site.connecting();
      const networks: string[] = [];
      for (let n = 0; n < 8; n++) networks.push(await site.network());
      const answers = await eight((n) => site.connect({ l2_gateway_id, network_id: networks[n], segmentation_id: String(300 + n) }));
      const rows = (await site.get(`${CONNECTIONS}?l2_gateway_id=${l2_gateway_id}`)).data.l2_gateway_connections;
      t.true(rows.length >= 1);
      t.is(rows.length, counts(answers)[201]);
      for (const answer of answers.filter(({ status }) => status !== 201)) refused(t, answer, 409, "MidonetL2GatewayConnectionExists");
    },
  },
  {
    name: "eight equal POSTs of a remote MAC entry make one, the others are 409",
    source: `${DEVICE_DB}:149`,
    on,
    database,
    async holds(t, site) {
      const { id } = await site.device();
      const entry = site.entry();
      t.deepEqual(counts(await eight(() => site.remoteMac(id, entry))), { 201: 1, 409: 7 });
    },
  },
  {
    name: "eight devices with one management address: one is made, the others are 409",
    source: `${DEVICE_DB}:61`,
    on,
    database,
    async holds(t, site) {
      const management_ip = site.address();
      const answers = await eight(() => site.post(DEVICES, { gateway_device: site.hardware({ management_ip }) }));
      t.deepEqual(counts(answers), { 201: 1, 409: 7 });
    },
  },
  {
    name: "eight devices on one network: as many are made as say 201, most often one; once there are two, more are 500",
    source: `${DEVICE_DB}:91`,
    on,
    database,
    async holds(t, site) {
      const values = { type: "network_vlan", resource_id: await site.network() };
      const { 201: made = 0, 409: taken = 0, 500: failed = 0 } = counts(await eight(() => site.post(DEVICES, { gateway_device: values })));
      t.true(made >= 1);
      t.is(made + taken + failed, 8);
      const rows = (await site.get(`${DEVICES}?type=network_vlan`)).data.gateway_devices;
      t.is(rows.filter((row: { resource_id: string }) => row.resource_id === values.resource_id).length, made);
      // Nothing in the database keeps a second one out, and the server then fails on finding two.
      t.is((await site.post(DEVICES, { gateway_device: values })).status, made === 1 ? 409 : 500);
      if (made === 1) t.is(failed, 0);
    },
  },
  {
    name: "eight devices with one tunnel address: one is made, the others are 500 after minutes",
    source: `${DEVICE_DB}:133`,
    on,
    database,
    slow: true,
    async holds(t, site) {
      const tunnel_ips = [site.address()];
      const answers = await eight(() => site.post(DEVICES, { gateway_device: site.hardware({ tunnel_ips }) }));
      t.deepEqual(counts(answers), { 201: 1, 500: 7 });
    },
  },
  {
    name: "eight DELETEs of a gateway: one is 204, the others 404",
    source: `${L2GW_DB}:251`,
    on,
    database,
    async holds(t, site) {
      const { id } = await site.gateway();
      t.deepEqual(counts(await eight(() => site.remove(`${GATEWAYS}/${id}`))), { 204: 1, 404: 7 });
    },
  },
  {
    name: "eight concurrent DELETEs of a connection delete it: one returns 204, the others 404 or 500",
    source: `${L2GW_DB}:356`,
    on,
    database,
    async holds(t, site) {
      const { id } = await site.connection();
      const answers = await eight(() => site.remove(`${CONNECTIONS}/${id}`));
      const { 204: done = 0, 404: gone = 0, 500: failed = 0 } = counts(answers);
      t.true(done >= 1);
      t.is(done + gone + failed, 8);
      t.is((await site.get(`${CONNECTIONS}/${id}`)).status, 404);
    },
  },
];
