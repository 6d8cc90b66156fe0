// SPDX-License-Identifier: Apache-2.0
// MAC addresses that a topology lists several times: refused only where one Neutron would get two remote MAC entries for one address.
import { readFileSync } from "node:fs";
import test from "ava";
import * as fc from "fast-check";
import { parse } from "yaml";
import type { Links, Topology } from "../../../sdk/mesh/index";
import { validateTopology } from "../../../sdk/mesh/validateTopology";
import { startSites } from "../../../sdk/testing/index";
import { settingsOf } from "../../helpers/settings";
import { InProcessStack } from "./inProcess";
import { holds } from "./meshStack";

const NAMES: readonly string[] = ["a", "b", "c", "d"];
const MACS = ["02:00:00:00:00:01", "02:00:00:00:00:02", "02:00:00:00:00:03"] as const;
const tunnelIp = (name: string) => `203.0.113.${NAMES.indexOf(name) + 1}`;

const links: fc.Arbitrary<Links> = fc.oneof(
  fc.constant("fullMesh" as const),
  fc.constantFrom(...NAMES).map((hub) => ({ hubs: [hub] })),
  fc.subarray(NAMES.flatMap((one, index) => NAMES.slice(index + 1).map((other) => [one, other] as const))),
);

/** Some of the sites share a Neutron, some have no tunnel; few addresses, so that most are listed several times. */
const topologies: fc.Arbitrary<Topology> = fc.record({
  sites: fc.tuple(...NAMES.map((name) => fc.record({ site: fc.constantFrom(name, "a"), vlan: fc.nat(5).map((n) => n === 0) }))).map((all) =>
    Object.fromEntries(
      all.map(({ site, vlan }, index) => {
        const name = NAMES[index] ?? "";
        return [name, vlan ? { site, network: `up-${name}` } : { site, router: `edge-${name}`, tunnelIp: tunnelIp(name) }];
      }),
    ),
  ),
  segments: fc
    .tuple(
      ...["red", "blue"].map(() =>
        fc.record({ links, at: fc.subarray([...NAMES], { minLength: 2 }), hosts: hostLists(), remote: hostLists() }),
      ),
    )
    .map((all) =>
      Object.fromEntries(
        all.map(({ at, hosts, remote, links: some }, index) => {
          const segment = ["red", "blue"][index] ?? "";
          const members = at.map((name, n) => {
            const vtepAddress = tunnelIp(at[(n + 1) % at.length] ?? "");
            const remoteMacs = (remote[n] ?? []).map((macAddress) => ({ macAddress, vtepAddress }));
            return [name, { network: `${segment}-${name}`, hosts: hosts[n] ?? [], remoteMacs }];
          });
          return [segment, { segmentationId: 500 + index, links: some, sites: Object.fromEntries(members) }];
        }),
      ),
    ),
});

function hostLists() {
  return fc.tuple(...NAMES.map(() => fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.subarray([...MACS], { maxLength: 2 }))));
}

const isLinked = (some: Links | undefined, one: string, other: string): boolean =>
  some === undefined ||
  some === "fullMesh" ||
  ("hubs" in some ? some.hubs.includes(one) || some.hubs.includes(other) : some.some((pair) => pair.includes(one) && pair.includes(other)));

/** The addresses of all entries that each Neutron would hold, written simply. */
function entries({ sites, segments }: Topology): Map<string, string[]> {
  const held = new Map<string, string[]>();
  const give = (site: string, macs: readonly unknown[]) => {
    const neutron = sites[site]?.site ?? site;
    held.set(neutron, [...(held.get(neutron) ?? []), ...macs.map(String)]);
  };
  const hasTunnel = (site: string) => sites[site]?.network === undefined;
  for (const segment of Object.values(segments))
    for (const [site, { remoteMacs }] of Object.entries(segment.sites).filter(([name]) => hasTunnel(name))) {
      give(
        site,
        (remoteMacs ?? []).map(({ macAddress }) => macAddress),
      );
      for (const [other, { hosts }] of Object.entries(segment.sites))
        if (other !== site && hasTunnel(other) && isLinked(segment.links, site, other) && Array.isArray(hosts))
          give(site, [...new Set<unknown>(hosts)]);
    }
  return held;
}

test("a topology is refused for its MAC addresses if and only if a Neutron would get two entries for one", (t) => {
  let refused = 0;
  const runs = 3000;
  fc.assert(
    fc.property(topologies, (topology) => {
      const twice = [...entries(topology).values()].some((macs) => new Set(macs).size < macs.length);
      const { findings } = validateTopology(topology);
      const rules = findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule);
      const isRefused = rules.includes("mac-twice") || rules.includes("remote-mac-per-site");
      if (twice) refused += 1;
      return isRefused === twice;
    }),
    { numRuns: runs },
  );
  t.log(`${refused} of ${runs} refused`);
  t.true(refused > runs / 10 && refused < runs * 0.9);
});

const routerOnAStick = parse(readFileSync("test/topologies/routerOnAStick.yaml", "utf8")) as Topology;
const MAC = "02:aa:00:00:01:01";

// The mocks of the SDK are one for the process.
for (const listed of [true, false])
  test.serial(`one MAC in two segments that meet in no Neutron, ${listed ? "as a list of hosts" : "read from ports"}`, async (t) => {
    const sites = await startSites({ sites: ["dc1", "dc2", "dc3"] });
    t.teardown(() => Promise.all(sites.map((site) => site.stop())).then(() => undefined));
    for (const site of sites) {
      site.addRouter({ name: "edge" });
      for (const name of ["red", "blue"]) {
        const network = site.addNetwork({ name });
        if (site.name === "dc2") site.insert("ports", { network_id: network, mac_address: MAC, device_owner: "compute:nova" });
      }
    }
    const given = JSON.parse(JSON.stringify(routerOnAStick)) as {
      segments: Record<string, { sites: Record<string, { hosts?: unknown }> }>;
    };
    if (!listed) for (const { sites: at } of Object.values(given.segments)) Object.assign(at.dc2 ?? {}, { hosts: "ports" });
    const stack = new InProcessStack(
      settingsOf({ "border-gateway:sites": Object.fromEntries(sites.map((site) => [site.name, site.cloud])) }),
    );
    await stack.up(given as Topology);
    t.deepEqual(
      sites.map((site) => holds(site).macs),
      [[`192.0.2.1 ${MAC} 192.0.2.2 500`], [], [`192.0.2.3 ${MAC} 192.0.2.2 501`]],
    );
    await stack.destroy();
  });
