// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { findingText } from "../../../sdk/mesh/finding";
import { plainTopology } from "../../../sdk/mesh/plainTopology";
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
      'sites.tokyo.tunnelIp: "203.0.113.1" is also the tunnel address at sites.osaka.tunnelIp. Remote MAC entries cannot tell the two devices apart: give each device its own address. If the two are a pair of switches with one anycast address, declare the pair as one site.',
    ],
  );
  t.deepEqual(said({ ...good, segments: output() }), ["segments: an Output is not the segments. Write an object with keys."]);
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

test("keys that begin with x- are accepted in code, too, and are not kept with the component", (t) => {
  const topology = { "x-defaults": { router: "edge", password: output() }, ...good };
  t.deepEqual(said(topology), []);
  t.deepEqual(plainTopology(topology), good);
  t.deepEqual(said({ ...good, "y-defaults": {} }), [
    'y-defaults: unknown key "y-defaults" in a topology. Valid keys: $schema, sites, segments, links, segmentationIds, adopt.',
  ]);
});

test("findings about a topology from another parser quote the original text if it is known", (t) => {
  const web = (hosts: unknown[], network: unknown = "web") => ({
    web: { segmentationId: 100, sites: { tokyo: { network, hosts }, osaka: { network: "web" } } },
  });
  // What js-yaml 3 and PyYAML make of 10:22:33:44:55:06.
  t.deepEqual(said({ ...good, segments: web([8068409706, 1122334455, new Date(0), true]) }), [
    "segments.web.sites.tokyo.hosts[0]: 8068409706 is a number, and a MAC address is text. YAML 1.1 parsers read 10:22:33:44:55:06 without quotes as this number. If the topology comes from YAML, write the value in quotes there.",
    "segments.web.sites.tokyo.hosts[1]: 1122334455 is a number, and a MAC address is text. If the topology comes from YAML, write the value in quotes there.",
    'segments.web.sites.tokyo.hosts[2]: "1970-01-01T00:00:00.000Z" is a date, and a MAC address is text. If the topology comes from YAML, write the value in quotes there.',
    "segments.web.sites.tokyo.hosts[3]: true is a boolean, and a MAC address is text. If the topology comes from YAML, write the value in quotes there.",
  ]);
  t.deepEqual(said({ ...good, segments: web([], 7) }), [
    "segments.web.sites.tokyo.network: 7 is a number, and an ID or a name is text. If the topology comes from YAML, write the value in quotes there.",
  ]);
});

test("the words of other tools for a key are understood", (t) => {
  const suggestions = (site: object, segment: object, member: object) =>
    said({
      sites: { ...good.sites, tokyo: { router: "edge", ...site } },
      segments: { web: { sites: { tokyo: member, osaka: {} }, ...segment } },
    })
      .filter((text) => text.includes("unknown key"))
      .map((text) => / (".*") in .* Did you mean (".*")\?/.exec(text)?.slice(1).join(" "));
  t.deepEqual(suggestions({ ip: "203.0.113.1" }, { vni: 100 }, { macs: [] }), [
    '"ip" "tunnelIp"',
    '"macs" "hosts"',
    '"vni" "segmentationId"',
  ]);
  t.deepEqual(suggestions({ vtep: "" }, { vlan: 1 }, { mac: "" }), ['"vtep" "tunnelIp"', '"mac" "hosts"', '"vlan" "segmentationId"']);
  t.deepEqual(suggestions({ VTEP_IP: "" }, { vxlan: 1 }, { toString: "" }), [
    '"VTEP_IP" "tunnelIp"',
    undefined,
    '"vxlan" "segmentationId"',
  ]);
});
