// SPDX-License-Identifier: Apache-2.0
// A mesh that adopts the objects that exist at its sites. The tests are serial, because the mocks of the SDK are one per process.
import test, { type ExecutionContext } from "ava";
import type { Topology } from "../../../sdk/mesh/index";
import { type EmulatedSite, startSites } from "../../../sdk/testing/index";
import { settingsOf } from "../../helpers/settings";
import { InProcessStack } from "./inProcess";

const KINDS = ["gateway_devices", "l2_gateways", "l2_gateway_connections", "remote_mac_entries"] as const;
const mac = (n: number) => `02:00:00:00:00:0${n}`;

interface Place {
  readonly site: EmulatedSite;
  readonly router: string;
  readonly network: string;
}

async function post(site: EmulatedSite, path: string, body: Readonly<Record<string, object>>): Promise<string> {
  const headers = { "content-type": "application/json", "x-auth-token": "admin" };
  const response = await fetch(`${site.url}/v2.0/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  const answer = (await response.json()) as Record<string, { id: string }>;
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer[Object.keys(body)[0] ?? ""]?.id ?? "";
}

/** What an operator creates at a site for the mesh below with Neutron's own commands. */
async function createByHand({ site, router, network }: Place, own: number): Promise<void> {
  const device = await post(site, "gw/gateway_devices", {
    gateway_device: { name: "vtep", type: "router_vtep", resource_id: router, tunnel_ips: [`203.0.113.${own}`] },
  });
  const gateway = await post(site, "l2-gateways", {
    l2_gateway: { name: "web-gw", devices: [{ device_id: device, segmentation_id: 100 }] },
  });
  await post(site, "l2-gateway-connections", { l2_gateway_connection: { l2_gateway_id: gateway, network_id: network } });
  const entry = { mac_address: mac(3 - own), vtep_address: `203.0.113.${3 - own}`, segmentation_id: 100 };
  await post(site, `gw/gateway_devices/${device}/remote_mac_entries`, { remote_mac_entry: entry });
}

async function twoSites(t: ExecutionContext) {
  const [tokyo, osaka] = await startSites({ sites: ["tokyo", "osaka"] });
  t.teardown(() => Promise.all([tokyo.stop(), osaka.stop()]).then(() => undefined));
  const placeAt = (site: EmulatedSite): Place => ({
    site,
    router: site.addRouter({ name: "edge" }),
    network: site.addNetwork({ name: "web" }),
  });
  const settings = settingsOf({ "border-gateway:sites": { tokyo: tokyo.cloud, osaka: osaka.cloud } });
  return { tokyo: placeAt(tokyo), osaka: placeAt(osaka), stack: new InProcessStack(settings) };
}

const topology: Topology = {
  sites: { tokyo: { router: "edge", tunnelIp: "203.0.113.1" }, osaka: { router: "edge", tunnelIp: "203.0.113.2" } },
  segments: {
    web: { segmentationId: 100, sites: { tokyo: { network: "web", hosts: [mac(1)] }, osaka: { network: "web", hosts: [mac(2)] } } },
  },
};

const held = ({ site }: Place) => Object.fromEntries(KINDS.map((kind) => [kind, site.objects(kind)]));
const requests = ({ site }: Place, method: string) =>
  site
    .requests()
    .filter((request) => request.method === method && !request.path.startsWith("/v3/"))
    .map(({ path }) => path);

test.serial("a mesh with adopt takes everything that exists as it is, and its destroy deletes it", async (t) => {
  const { tokyo, osaka, stack } = await twoSites(t);
  await Promise.all([createByHand(tokyo, 1), createByHand(osaka, 2)]);
  const before = [tokyo, osaka].map(held);
  for (const { site } of [tokyo, osaka]) site.clearRequests();

  const { sites, segments } = await stack.up({ ...topology, adopt: true });
  t.deepEqual([tokyo, osaka].map(held), before);
  t.is(sites.tokyo?.deviceId, String(before[0]?.gateway_devices?.[0]?.id));
  t.is(segments.web?.sites.osaka?.l2GatewayId, String(before[1]?.l2_gateways?.[0]?.id));
  for (const place of [tokyo, osaka]) t.deepEqual([requests(place, "PUT"), requests(place, "DELETE")], [[], []]);
  t.deepEqual(requests(tokyo, "POST"), ["/v2.0/l2-gateway-connections"], "its refusal shows that the connection exists");

  const reads: string[][] = [];
  for (const next of [{ ...topology, adopt: true }, topology]) {
    for (const { site } of [tokyo, osaka]) site.clearRequests();
    await stack.up(next);
    t.deepEqual([tokyo, osaka].map(held), before);
    for (const place of [tokyo, osaka])
      t.deepEqual(
        ["POST", "PUT", "DELETE"].flatMap((method) => requests(place, method)),
        [],
      );
    reads.push(requests(tokyo, "GET").sort());
  }
  const [adopting = [], plain = []] = reads;
  t.deepEqual(adopting, [...plain, "/v2.0/gw/gateway_devices", "/v2.0/l2-gateways"].sort());
  await stack.destroy();
  for (const place of [tokyo, osaka]) t.deepEqual(held(place), Object.fromEntries(KINDS.map((kind) => [kind, []])));
});

test.serial("adopt of one site leaves the others alone, and what does not exist there is created", async (t) => {
  const { tokyo, osaka, stack } = await twoSites(t);
  await createByHand(tokyo, 1);
  const before = held(tokyo);
  const sites = { ...topology.sites, tokyo: { router: "edge", tunnelIp: "203.0.113.1", adopt: true } };
  const second = tokyo.site.addNetwork({ name: "db" });
  osaka.site.addNetwork({ name: "db" });
  const db = { segmentationId: 200, sites: { tokyo: { network: second }, osaka: { network: "db" } } };
  await stack.up({ sites, segments: { ...topology.segments, db } });
  t.deepEqual(held(tokyo).gateway_devices, before.gateway_devices);
  t.deepEqual(
    held(tokyo)
      .l2_gateways?.map(({ name }) => String(name).replace(/-[0-9a-f]{7}$/, "-<hash>"))
      .sort(),
    ["mesh/db/tokyo-<hash>", "web-gw"],
  );
  t.is(held(osaka).l2_gateways?.length, 2);
});

test.serial(
  "adopt changes nothing of a mesh that exists already, and `adopt: false` of a site comes before that of the mesh",
  async (t) => {
    const { tokyo, osaka, stack } = await twoSites(t);
    await stack.up(topology);
    const before = [tokyo, osaka].map(held);
    const osakaAlone = { ...topology.sites, osaka: { router: "edge", tunnelIp: "203.0.113.2", adopt: false } };
    for (const next of [{ ...topology, adopt: true }, { ...topology, sites: osakaAlone, adopt: true }, topology]) {
      await stack.up(next);
      t.deepEqual([tokyo, osaka].map(held), before);
    }
  },
);
