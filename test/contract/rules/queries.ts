// SPDX-License-Identifier: Apache-2.0
import type { ExecutionContext } from "ava";
import { crashed, type Rule, refused } from "../rule";
import { CONNECTIONS, type Data, DEVICES, GATEWAYS, type Site } from "../site";
import { LIB_QUERY, NEUTRON_COMMON } from "../sources";

interface Kind {
  readonly path: string;
  readonly collection: string;
  make(site: Site, more?: object): Promise<Data>;
}

const gateways: Kind = { path: GATEWAYS, collection: "l2_gateways", make: (site, more = {}) => site.gateway({ ...more }) };
const connections: Kind = { path: CONNECTIONS, collection: "l2_gateway_connections", make: (site) => site.connection() };
const devices: Kind = { path: DEVICES, collection: "gateway_devices", make: (site, more = {}) => site.device(more) };

const kindsOf = (site: Site): Kind[] => (site.server === "networking-midonet" ? [devices, gateways, connections] : [gateways, connections]);
const namedOf = (site: Site): Kind[] => kindsOf(site).filter((kind) => kind !== connections);

const list = async (site: Site, { path, collection }: Kind, query: string): Promise<Data[]> =>
  (await site.get(`${path}?${query}`)).data[collection];
const idsOf = (rows: Data[]): string[] => rows.map((row) => row.id).sort();

async function each(t: ExecutionContext, kinds: Kind[], check: (kind: Kind) => Promise<void>): Promise<void> {
  for (const kind of kinds) await t.notThrowsAsync(check(kind), kind.collection);
}

/** Filters, fields and pages. */
export const queries: Rule[] = [
  {
    name: "id=a&id=b answers these and no others",
    source: `${LIB_QUERY}:162`,
    async holds(t, site) {
      await each(t, kindsOf(site), async (kind) => {
        const [first, second] = [await kind.make(site), await kind.make(site)];
        await kind.make(site);
        t.deepEqual(idsOf(await list(site, kind, `id=${first.id}&id=${second.id}`)), [first.id, second.id].sort());
        t.deepEqual(await list(site, kind, "id=zzz"), []);
      });
    },
  },
  {
    name: "name= answers rows of that name, several of several, and an empty one those without",
    source: `${LIB_QUERY}:162`,
    async holds(t, site) {
      await each(t, namedOf(site), async (kind) => {
        const [first, second, unnamed] = [await kind.make(site), await kind.make(site), await kind.make(site, { name: undefined })];
        t.deepEqual(idsOf(await list(site, kind, `name=${first.name}&name=${second.name}`)), [first.id, second.id].sort());
        t.true(idsOf(await list(site, kind, "name=")).includes(unnamed.id));
        t.false(idsOf(await list(site, kind, "name=")).includes(first.id));
      });
    },
  },
  {
    name: "name= does not look at letter case or trailing blanks",
    source: "MariaDB utf8_general_ci",
    database: "MariaDB",
    async holds(t, site) {
      await each(t, namedOf(site), async (kind) => {
        const { id, name } = await kind.make(site, { name: `Mixed ${site.name("Case")}` });
        for (const other of [name.toLowerCase(), name.toUpperCase(), `${name}  `])
          t.deepEqual(idsOf(await list(site, kind, `name=${encodeURIComponent(other)}`)), [id], other);
      });
    },
  },
  {
    name: "name= looks at letter case with SQLite",
    source: "MariaDB utf8_general_ci",
    database: "SQLite",
    async holds(t, site) {
      await each(t, namedOf(site), async (kind) => {
        const { name } = await kind.make(site, { name: `Mixed ${site.name("Case")}` });
        t.deepEqual(await list(site, kind, `name=${encodeURIComponent(name.toUpperCase())}`), []);
      });
    },
  },
  {
    name: "tenant_id= and project_id= both filter",
    source: `${LIB_QUERY}:162`,
    async holds(t, site) {
      await each(t, namedOf(site), async (kind) => {
        const project = site.name("project");
        const { id } = await kind.make(site, { tenant_id: project });
        for (const field of ["tenant_id", "project_id"]) t.deepEqual(idsOf(await list(site, kind, `${field}=${project}`)), [id]);
      });
    },
  },
  {
    name: "connections are filtered by gateway, network and segmentation id",
    source: `${LIB_QUERY}:162`,
    async holds(t, site) {
      const segmentation_id = String(1 + (Number.parseInt(site.name("").slice(1), 16) % 4000));
      const { id, l2_gateway_id, network_id } = await site.connection({ segmentation_id });
      await site.connection();
      t.deepEqual(idsOf(await list(site, connections, `l2_gateway_id=${l2_gateway_id}`)), [id]);
      t.deepEqual(idsOf(await list(site, connections, `network_id=${network_id}`)), [id]);
      t.deepEqual(idsOf(await list(site, connections, `segmentation_id=${segmentation_id}&network_id=${network_id}`)), [id]);
      t.deepEqual(await list(site, connections, `segmentation_id=${Number(segmentation_id) + 1}&network_id=${network_id}`), []);
    },
  },
  {
    name: "type= filters devices",
    source: `${LIB_QUERY}:162`,
    on: "networking-midonet",
    async holds(t, site) {
      const [hardware, vlan] = [await site.device(), await site.vlanDevice()];
      const ids = idsOf(await list(site, devices, "type=network_vlan"));
      t.deepEqual([ids.includes(vlan.id), ids.includes(hardware.id)], [true, false]);
    },
  },
  {
    name: "a filter that is not a column is ignored, and the server returns all rows",
    source: `${LIB_QUERY}:162`,
    async holds(t, site) {
      await each(t, kindsOf(site), async (kind) => {
        const made = idsOf([await kind.make(site), await kind.make(site)]);
        for (const query of [
          "foo=bar",
          "tags=a",
          "name_contains=zzz",
          "devices=zzz",
          "device_id=zzz",
          "management_ip=zzz",
          "resource_id=zzz",
          "tunnel_ips=zzz",
        ]) {
          const ids = idsOf(await list(site, kind, query));
          t.true(
            made.every((id) => ids.includes(id)),
            `${kind.collection} ${query}`,
          );
        }
      });
    },
  },
  {
    name: "description= filters gateways and connections, which do not show one; created_at= is 500",
    source: `${LIB_QUERY}:162`,
    async holds(t, site) {
      for (const kind of [gateways, connections]) {
        await kind.make(site);
        t.deepEqual(await list(site, kind, "description=zzz"), []);
        crashed(t, await site.get(`${kind.path}?created_at=zzz`));
      }
    },
  },
  {
    name: "fields= cuts a list and an object; an unknown field gives empty objects",
    source: `${NEUTRON_COMMON}:84`,
    async holds(t, site) {
      await each(t, kindsOf(site), async (kind) => {
        const { id, tenant_id } = await kind.make(site);
        t.deepEqual(await list(site, kind, `id=${id}&fields=id&fields=tenant_id`), [{ id, tenant_id }]);
        t.deepEqual(await list(site, kind, `id=${id}&fields=zzz`), [{}]);
        const { data } = await site.get(`${kind.path}/${id}?fields=tenant_id`);
        t.deepEqual(Object.values(data), [{ tenant_id }]);
      });
    },
  },
  {
    name: "limit= pages with next links, and following them meets every row once",
    source: `${NEUTRON_COMMON}:259`,
    async holds(t, site) {
      await each(t, namedOf(site), async (kind) => {
        const project = site.name("project");
        const made: Data[] = [];
        for (let n = 0; n < 5; n++) made.push(await kind.make(site, { tenant_id: project }));
        const pages: number[] = [];
        const met: string[] = [];
        let path: string | undefined = `${kind.path}?limit=2&tenant_id=${project}`;
        while (path !== undefined && pages.length < 9) {
          const { data } = await site.get(path);
          pages.push(data[kind.collection].length);
          met.push(...data[kind.collection].map((row: Data) => row.id));
          const links: { rel: string; href: string }[] = data[`${kind.collection}_links`] ?? [];
          const next = links.find((link) => link.rel === "next")?.href;
          t.true(next === undefined || next.startsWith(site.url), "links are absolute");
          path = next?.slice(site.url.length);
        }
        t.deepEqual(pages, [2, 2, 1]);
        t.deepEqual(met.sort(), idsOf(made));
      });
    },
  },
  {
    name: "page_reverse walks the other way, and the last full page still has a next link",
    source: `${NEUTRON_COMMON}:259`,
    async holds(t, site) {
      await each(t, namedOf(site), async (kind) => {
        const project = site.name("project");
        const made = idsOf([await kind.make(site, { tenant_id: project }), await kind.make(site, { tenant_id: project })]);
        const query = `limit=1&tenant_id=${project}&fields=id`;
        const first = (await site.get(`${kind.path}?${query}`)).data;
        const [start] = first[kind.collection];
        const rest = made.filter((id) => id !== start.id);
        const second = (await site.get(`${kind.path}?${query}&marker=${start.id}`)).data;
        t.deepEqual(idsOf(second[kind.collection]), rest);
        t.true(
          second[`${kind.collection}_links`].some((link: Data) => link.rel === "next"),
          "a full page",
        );
        const back = (await site.get(`${kind.path}?${query}&marker=${rest[0]}&page_reverse=True`)).data;
        t.deepEqual(idsOf(back[kind.collection]), [start.id]);
      });
    },
  },
  {
    name: "a marker that is not there gives an empty page without a next link",
    source: `${NEUTRON_COMMON}:259`,
    async holds(t, site) {
      await each(t, kindsOf(site), async (kind) => {
        await kind.make(site);
        const { status, data } = await site.get(`${kind.path}?limit=1&marker=zzz`);
        const next = (data[`${kind.collection}_links`] ?? []).some((link: Data) => link.rel === "next");
        t.deepEqual({ status, rows: data[kind.collection], next }, { status: 200, rows: [], next: false });
      });
    },
  },
  {
    name: "limit=0 means unlimited; -1 and abc are 400 BadRequest",
    source: `${NEUTRON_COMMON}:215`,
    async holds(t, site) {
      await each(t, kindsOf(site), async (kind) => {
        const ids = idsOf([await kind.make(site), await kind.make(site)]);
        t.deepEqual(idsOf(await list(site, kind, `limit=0&id=${ids[0]}&id=${ids[1]}`)), ids);
        for (const odd of ["-1", "abc"]) {
          const message = `Bad limit request: Limit must be an integer 0 or greater and not '${odd}'.`;
          refused(t, await site.get(`${kind.path}?limit=${odd}`), 400, "BadRequest", message);
        }
      });
    },
  },
  {
    name: "sort_key is 400, with a direction and without",
    source: `${NEUTRON_COMMON}:240`,
    async holds(t, site) {
      await each(t, kindsOf(site), async ({ path }) => {
        refused(t, await site.get(`${path}?sort_key=name`), 400, "HTTPBadRequest", "The number of sort_keys and sort_dirs must be same");
        const both = await site.get(`${path}?sort_key=name&sort_dir=asc`);
        refused(t, both, 400, "HTTPBadRequest", "['name'] is invalid attribute for sort_keys");
      });
    },
  },
];
