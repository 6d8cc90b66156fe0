// SPDX-License-Identifier: Apache-2.0
// The programs of examples/ that declare a mesh, each on emulated sites with what its README asks for.
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { type EmulatedSite, startSites } from "../../../sdk/testing/index";
import { newStack } from "../../engine/newStack";
import { holds } from "./meshStack";

interface Example {
  readonly folder: string;
  readonly sites: readonly string[];
  readonly prepare: (site: EmulatedSite, index: number) => void;
  readonly config?: Readonly<Record<string, string>>;
}

/** Brings the example up, answers what the sites then hold, and takes it down. */
async function live(t: ExecutionContext, { folder, sites: names, prepare, config = {} }: Example) {
  t.timeout(300_000);
  const sites = await startSites({ sites: names });
  t.teardown(() => Promise.all(sites.map((site) => site.stop())));
  for (const [index, site] of sites.entries()) prepare(site, index);
  const stack = await newStack(t, {
    program: join(process.cwd(), "dist/examples", folder, "index.js"),
    project: "mesh-example",
    config: { ...config, "border-gateway:sites": JSON.stringify(Object.fromEntries(sites.map((site) => [site.name, site.cloud]))) },
  });
  const up = await stack.up();
  t.true(up.ok, up.diagnostics);
  const held = Object.fromEntries(sites.map((site) => [site.name, holds(site)]));
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
    config: { "mesh-example:topology": join(process.cwd(), "examples/five-sites/mesh.yaml") },
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
    config: {
      "mesh-example:hosts": JSON.stringify(
        Object.fromEntries(names.map((name, index) => [name, [`02:00:00:00:01:${String(10 + index)}`]])),
      ),
    },
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
