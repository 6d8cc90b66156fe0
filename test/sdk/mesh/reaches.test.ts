// SPDX-License-Identifier: Apache-2.0
// Random meshes: what is at the sites follows from the topology alone, after any change, and nothing is left in the end.
import { randomInt } from "node:crypto";
import test, { type ExecutionContext } from "ava";
import * as fc from "fast-check";
import type { Topology } from "../../../sdk/mesh/index";
import { type EmulatedSite, startSites } from "../../../sdk/testing/index";
import { settingsOf } from "../../helpers/settings";
import { InProcessStack } from "./inProcess";
import { holds, meshStack } from "./meshStack";
import { expected, type Ground, SEGMENTS, topologies } from "./randomMesh";

const NAMES = ["tokyo", "osaka", "nagoya", "dc.east 2"] as const;
const EMPTY = { devices: [], joins: [], macs: [] };

/** Gives each site a router, an uplink, and for each segment a network with two hosts and a DHCP port. */
function groundAt(sites: Iterable<EmulatedSite>): Ground[] {
  return [...sites].map((site, number) => {
    const networks = Object.fromEntries(SEGMENTS.map((name) => [name, site.addNetwork({ name })]));
    const ports = Object.fromEntries(
      SEGMENTS.map((name, index) => [
        name,
        [1, 2].map((host) => {
          const mac_address = `fa:16:3e:0${number}:0${index}:0${host}`;
          site.insert("ports", { network_id: networks[name] ?? "", mac_address, device_owner: "compute:nova" });
          return mac_address;
        }),
      ]),
    );
    for (const name of SEGMENTS)
      site.insert("ports", {
        network_id: networks[name] ?? "",
        mac_address: `fa:16:3e:ff:0${number}:0${SEGMENTS.indexOf(name)}`,
        device_owner: "network:dhcp",
      });
    return { name: site.name, router: site.addRouter({ name: "edge" }), uplink: site.addNetwork({ name: "uplink" }), networks, ports };
  });
}

const numbersIn = (topology: { segments: Readonly<Record<string, { segmentationId: number }>> }): Record<string, number> =>
  Object.fromEntries(Object.entries(topology.segments).map(([name, { segmentationId }]) => [name, segmentationId]));

const atSites = (sites: Iterable<EmulatedSite>) => Object.fromEntries([...sites].map((site) => [site.name, holds(site)]));

function seedOf(t: ExecutionContext): number {
  const seed = Number(process.env.BORDER_GATEWAY_SEED ?? randomInt(2 ** 31));
  t.log(`seed ${seed}: BORDER_GATEWAY_SEED=${seed} repeats it`);
  return seed;
}

test("200 random meshes, each changed at random, through the lifecycle in one process", async (t) => {
  t.timeout(1_200_000);
  const sites = await startSites({ sites: NAMES });
  t.teardown(() => Promise.all(sites.map((site) => site.stop())));
  const ground = groundAt(sites);
  const settings = settingsOf({ "border-gateway:sites": Object.fromEntries(sites.map((site) => [site.name, site.cloud])) });
  let cases = 0;
  const life = async (steps: readonly Topology[]): Promise<void> => {
    const stack = new InProcessStack(settings);
    let before: Record<string, number> = {};
    for (const topology of steps) {
      const numbers = numbersIn(await stack.up(topology));
      t.deepEqual(atSites(sites), expected(topology, numbers, ground));
      for (const [name, { segmentationId }] of Object.entries(topology.segments)) {
        if (segmentationId !== undefined) t.is(numbers[name], segmentationId as number);
        else if (before[name] !== undefined && before[name] < 200) t.is(numbers[name], before[name], `${name} is renumbered`);
      }
      before = numbers;
    }
    await stack.destroy();
    t.deepEqual(atSites(sites), Object.fromEntries(NAMES.map((name) => [name, EMPTY])));
    cases += 1;
  };
  const two = fc.tuple(topologies(ground), topologies(ground));
  await fc.assert(fc.asyncProperty(two, life), { numRuns: 200, seed: seedOf(t), endOnFailure: true });
  t.is(cases, 200);
});

test.serial("5 random meshes, each changed at random, through the real processes of the SDK", async (t) => {
  t.timeout(900_000);
  const { stack, sites, declare } = await meshStack(t, NAMES);
  const ground = groundAt(sites.values());
  const seed = seedOf(t);
  for (const [first, second] of fc.sample(fc.tuple(topologies(ground), topologies(ground)), { numRuns: 5, seed })) {
    for (const topology of [first, second]) {
      await declare(topology);
      const up = await stack.up();
      t.true(up.ok, up.diagnostics);
      const outputs = (await stack.outputs()) as { topology: Parameters<typeof numbersIn>[0] };
      t.deepEqual(atSites(sites.values()), expected(topology, numbersIn(outputs.topology), ground));
    }
    const gone = await stack.destroy();
    t.true(gone.ok, gone.diagnostics);
    t.deepEqual(atSites(sites.values()), Object.fromEntries(NAMES.map((name) => [name, EMPTY])));
  }
});
