// SPDX-License-Identifier: Apache-2.0
// The programs of examples/ that declare a mesh, each on emulated sites with what its README asks for.
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { type EmulatedSite, type SiteKind, startSites } from "../../../sdk/testing/index";
import { newStack } from "../../stack/newStack";
import { holds } from "./meshStack";

interface Example {
  readonly folder: string;
  readonly sites: readonly string[];
  readonly prepare?: (site: EmulatedSite, index: number) => void;
  readonly config?: (sites: readonly EmulatedSite[]) => Readonly<Record<string, string>>;
  readonly kind?: SiteKind;
  readonly env?: NodeJS.ProcessEnv;
  /** Previews it first, when no id is known yet. */
  readonly previewed?: true;
  /** Looks at the sites while it is up. */
  readonly look?: (sites: readonly EmulatedSite[]) => void;
}

/** Brings the example up, answers what the sites then hold, and takes it down. */
async function live(t: ExecutionContext, example: Example) {
  const { folder, sites: names, prepare = () => {}, config = () => ({}), kind = "border", env = {}, previewed, look = () => {} } = example;
  t.timeout(300_000);
  const sites = await startSites({ sites: names, kind, auth: "tokens" });
  t.teardown(() => Promise.all(sites.map((site) => site.stop())));
  for (const [index, site] of sites.entries()) prepare(site, index);
  const stack = await newStack(t, {
    program: join(process.cwd(), "dist/examples", folder, "index.js"),
    project: "mesh-example",
    env,
    config: { ...config(sites), "border-gateway:sites": JSON.stringify(Object.fromEntries(sites.map((site) => [site.name, site.cloud]))) },
  });
  if (previewed) {
    const preview = await stack.preview();
    t.true(preview.ok, preview.diagnostics);
    t.deepEqual(preview.summary.create, preview.steps.length);
  }
  const up = await stack.up();
  t.true(up.ok, up.diagnostics);
  const held = Object.fromEntries(sites.map((site) => [site.name, holds(site)]));
  look(sites);
  const outputs = await stack.outputs();
  const gone = await stack.destroy();
  t.true(gone.ok, gone.diagnostics);
  for (const site of sites) t.deepEqual(holds(site), { devices: [], joins: [], macs: [] });
  return { held, outputs };
}

const counts = (held: Record<string, ReturnType<typeof holds>>): number[][] =>
  Object.values(held).map(({ devices, joins, macs }) => [devices.length, joins.length, macs.length]);

test.serial("five sites, every two joined, from a file", async (t) => {
  const { held, outputs } = await live(t, {
    folder: "five-sites",
    sites: ["tokyo", "osaka", "nagoya", "sendai", "fukuoka"],
    config: () => ({ "mesh-example:topology": join(process.cwd(), "examples/five-sites/mesh.yaml") }),
    prepare: (site, index) => {
      site.addRouter({ name: "edge" });
      site.insert("ports", {
        network_id: site.addNetwork({ name: "web" }),
        mac_address: `02:00:00:00:00:0${index}`,
        device_owner: "compute:a",
      });
    },
  });
  t.deepEqual(counts(held), Array(5).fill([1, 1, 4]));
  t.regex(String(outputs.diagram), /^flowchart LR\n {2}s0\["<b>fukuoka/);
});

test.serial("a hub and eleven spokes", async (t) => {
  const names = ["tokyo", "osaka", "nagoya", "sendai", "fukuoka", "sapporo", "kyoto", "kobe", "nara", "hiroshima", "naha", "niigata"];
  const { held } = await live(t, {
    folder: "hub-and-spokes",
    sites: names,
    config: () => ({
      "mesh-example:hosts": JSON.stringify(
        Object.fromEntries(names.map((name, index) => [name, [`02:00:00:00:01:${String(10 + index)}`]])),
      ),
    }),
    prepare: (site) => {
      site.addRouter({ name: "edge" });
      for (const name of ["backup", "voice"]) site.addNetwork({ name });
    },
  });
  t.deepEqual(counts(held), [[1, 2, 11], ...Array(3).fill([1, 2, 1]), ...Array(8).fill([1, 1, 1])]);
});

test.serial("a switch, a router and a VLAN uplink", async (t) => {
  const { held } = await live(t, {
    folder: "hardware-vtep",
    sites: ["factory", "tokyo", "yard"],
    prepare: (site) => {
      site.addRouter({ name: "edge" });
      for (const name of ["machines", "uplink"]) site.addNetwork({ name });
    },
  });
  t.deepEqual(counts(held), [
    [1, 1, 1],
    [1, 1, 2],
    [1, 1, 0],
  ]);
  t.regex(held.yard?.devices[0] ?? "", /^network_vlan /);
});

test.serial("networks on the ports of switches", async (t) => {
  const { outputs } = await live(t, {
    folder: "upstream-gateways",
    sites: ["nagoya"],
    kind: "upstream",
    prepare: (site) => {
      for (const name of ["web", "db", "office"]) site.addNetwork({ name, "provider:network_type": "vxlan" });
    },
    look: ([site]) => {
      const names = new Map(site?.objects("networks").map(({ id, name }) => [id, name]));
      t.deepEqual(
        site
          ?.objects("l2_gateway_connections")
          .map((row) => `${names.get(row.network_id)} ${row.segmentation_id}`)
          .sort(),
        ["db 101", "office ", "web 100"],
      );
      t.deepEqual(
        // Neither waits for the other.
        site
          ?.objects("l2_gateways")
          .map(({ devices }) => (devices as unknown[]).length)
          .sort(),
        [1, 2],
      );
    },
  });
  t.is((outputs.connections as string[]).length, 3);
});

const peers = ["tokyo", "osaka", "nagoya"].map((name, index) => ({
  name,
  tunnelIp: `203.0.113.${index + 1}`,
  address: `172.16.0.${index + 1}`,
  mac: `02:00:5e:20:00:0${index + 1}`,
  behind: [`10.${index + 1}.0.0/24`],
}));

test.serial("the router-peering recipe on what is there already", async (t) => {
  const ids = peers.map((_, index) => [1, 2].map((n) => `70c70000-0000-4000-8000-0000000000${index}${n}`) as [string, string]);
  const given = peers.map(({ name, ...peer }, index) => [name, { ...peer, routerId: ids[index]?.[0], networkId: ids[index]?.[1] }]);
  const { held, outputs } = await live(t, {
    folder: "router-peering",
    sites: peers.map(({ name }) => name),
    config: () => ({ "mesh-example:peers": JSON.stringify(Object.fromEntries(given)) }),
    prepare: (site, index) => {
      site.addRouter({ id: ids[index]?.[0] ?? "" });
      site.addNetwork({ id: ids[index]?.[1] ?? "" });
    },
  });
  t.deepEqual(counts(held), Array(3).fill([1, 1, 2]));
  t.deepEqual(outputs.createdHere, []);
});

test.serial("the whole router-peering recipe, with a stand-in for @pulumi/openstack", async (t) => {
  const { held, outputs } = await live(t, {
    folder: "router-peering",
    sites: peers.map(({ name }) => name),
    env: { NODE_PATH: join(__dirname, "fixtures/standIn") },
    previewed: true,
    config: (sites) => ({
      "mesh-example:peers": JSON.stringify(Object.fromEntries(peers.map(({ name, ...peer }) => [name, peer]))),
      "standIn:clouds": JSON.stringify(Object.fromEntries(sites.map(({ name, url }) => [name, { endpoint: url, token: "admin" }]))),
    }),
    look: (sites) => {
      const [tokyo] = sites;
      t.like(tokyo?.objects("subnets")[0], { cidr: "172.16.0.0/24", gateway_ip: null, enable_dhcp: false });
      t.deepEqual(
        tokyo
          ?.objects("ports")
          .map((port) => `${port.mac_address} ${port.device_owner}`)
          .sort(),
        ["02:00:5e:20:00:01 network:router_interface", "02:00:5e:20:00:02 network:remote-site", "02:00:5e:20:00:03 network:remote-site"],
      );
      t.deepEqual(
        (tokyo?.objects("routers") ?? [])
          .flatMap(({ routes }) => routes as Array<{ destination: string; nexthop: string }>)
          .map(({ destination, nexthop }) => `${destination} ${nexthop}`)
          .sort(),
        ["10.2.0.0/24 172.16.0.2", "10.3.0.0/24 172.16.0.3"],
      );
    },
  });
  t.deepEqual(counts(held), Array(3).fill([1, 1, 2]));
  t.deepEqual(
    outputs.createdHere,
    peers.map(({ name }) => name),
  );
});
