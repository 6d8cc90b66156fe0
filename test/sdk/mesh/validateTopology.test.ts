// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { findingText } from "../../../sdk/mesh/finding";
import type { Topology } from "../../../sdk/mesh/topology";
import { validateTopology } from "../../../sdk/mesh/validateTopology";

const said = (topology: unknown): string[] => validateTopology(topology).findings.map(findingText);

/** What the reader takes for an Output; a real one needs the SDK. */
const output = (): Promise<string> => Promise.resolve("");

const good: Topology = {
  sites: { tokyo: { router: "edge", tunnelIp: "203.0.113.1" }, osaka: { router: "edge", tunnelIp: "203.0.113.2" } },
  segments: { web: { segmentationId: 100, sites: { tokyo: { network: "web" }, osaka: { network: "web" } } } },
};

test("a good topology has no finding", (t) => t.deepEqual(said(good), []));

test("what is not known yet is never wrong, wherever an id, a name or an address goes", (t) => {
  const later = {
    sites: {
      tokyo: { router: output(), tunnelIp: output() },
      osaka: { device: output() },
      sendai: { managementIp: output(), managementPort: 6640, tunnelIp: output() },
      nara: { network: output() },
    },
    segments: {
      web: {
        segmentationId: 100,
        sites: {
          tokyo: { network: output(), hosts: [output(), output()] },
          osaka: { network: output(), hosts: [output()], remoteMacs: [{ macAddress: output(), vtepAddress: output() }] },
          sendai: { network: output(), remoteMacs: [{ macAddress: "02:00:00:00:00:01", vtepAddress: "203.0.113.1" }] },
          nara: { network: output() },
        },
      },
    },
  } satisfies Topology;
  t.deepEqual(said(later), []);
});

test("what can be checked without the unknown is", (t) => {
  const { tokyo, osaka } = good.sites;
  t.deepEqual(
    said({ ...good, sites: { tokyo: { ...tokyo, router: output() }, osaka: { ...osaka, router: output(), tunnelIp: "203.0.113.1" } } }),
    [
      'sites.tokyo.tunnelIp: "203.0.113.1" is the tunnel address of sites.osaka.tunnelIp too: the other sites could not tell the two apart. Give each device its own',
    ],
  );
  t.deepEqual(said({ ...good, segments: output() }), ["segments: an Output is not the segments: it has to be an object with keys"]);
});

test("the order of keys changes nothing", (t) => {
  const bad = {
    ...good,
    sites: { ...good.sites, a: { router: "edge" }, b: {} },
    segmentz: 1,
    segments: { ...good.segments, x: { sites: {} } },
  };
  const reversed = {
    ...bad,
    sites: Object.fromEntries(Object.entries(bad.sites).reverse()),
    segments: Object.fromEntries(Object.entries(bad.segments).reverse()),
  };
  t.deepEqual(said(reversed).sort(), said(bad).sort());
  t.is(said(bad).length, 7);
});

test("keys that objects have by themselves are keys like others", (t) => {
  const topology = JSON.parse(
    '{"sites": {"constructor": {"router": "edge", "tunnelIp": "203.0.113.1", "__proto__": 1, "toString": 2}}, "segments": {}}',
  );
  t.deepEqual(
    validateTopology(topology)
      .findings.filter(({ rule }) => rule === "unknown-key")
      .map(({ path }) => path.join(" ")),
    ["sites constructor __proto__", "sites constructor toString"],
  );
});

test("200 sites, 50 segments and 40,000 hosts are a matter of seconds, however busy the machine", (t) => {
  const names = Array.from({ length: 200 }, (_, index) => `site${index}`);
  const mac = (n: number) => `02:00:00:${[n >> 16, (n >> 8) & 255, n & 255].map((byte) => byte.toString(16).padStart(2, "0")).join(":")}`;
  let next = 0;
  const sites = Object.fromEntries(names.map((name, index) => [name, { router: "edge", tunnelIp: `10.0.${index >> 8}.${index & 255}` }]));
  const members = () =>
    Object.fromEntries(names.map((name) => [name, { network: `n${next}`, hosts: Array.from({ length: 4 }, () => mac(next++)) }]));
  const segments = Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [`segment${index}`, { segmentationId: index + 1, sites: members() }]),
  );
  const began = performance.now();
  t.deepEqual(said({ sites, segments }), []);
  const ms = performance.now() - began;
  t.log(`${ms.toFixed(0)} ms`);
  t.true(ms < 10_000);
});
