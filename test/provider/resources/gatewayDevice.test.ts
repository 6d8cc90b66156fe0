// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { gatewayDevice } from "../../../provider/kinds/gatewayDevice";
import { UNKNOWN } from "../../../provider/kinds/unknown";
import { difference } from "../../../provider/lifecycle/diff";
import { checkOffline } from "../../helpers/checking";

const ID = "5f3c9e2a-6a0b-4c55-9d1e-0d6f3f1c2b3a";
const hwVtep = { name: "edge", managementIp: "192.0.2.1", managementPort: 6632, tunnelIps: ["10.0.0.1"] };
const routerVtep = { name: "edge", type: "router_vtep", resourceId: ID, tunnelIps: ["10.0.0.1"] };
const networkVlan = { name: "edge", type: "network_vlan", resourceId: ID };
const check = (given: Record<string, unknown>, old?: Record<string, unknown>) => checkOffline(gatewayDevice, given, old);

test("minimal: what is left out is filled in", async (t) => {
  t.deepEqual(await check(hwVtep), { failures: [], inputs: { ...hwVtep, type: "hw_vtep", managementProtocol: "ovsdb", site: "tokyo" } });
  t.deepEqual(await check(routerVtep), { failures: [], inputs: { ...routerVtep, site: "tokyo" } });
  t.deepEqual(await check(networkVlan), { failures: [], inputs: { ...networkVlan, site: "tokyo" } });
});

test("every spelling becomes the canonical one", async (t) => {
  const { inputs } = await check({ ...hwVtep, managementIp: "2001:DB8:0::1", managementPort: "6632", tunnelIps: ["2001:db8:0:0::2"] });
  t.like(inputs, { managementIp: "2001:db8::1", managementPort: 6632, tunnelIps: ["2001:db8::2"] });
});

const refused: Array<[string, Record<string, unknown>, RegExp[]]> = [
  ["a type that is none", { ...hwVtep, type: "HW_VTEP" }, [/^type: "HW_VTEP" is not one of "hw_vtep", "router_vtep", "network_vlan"$/]],
  ["port 0", { ...hwVtep, managementPort: 0 }, [/^managementPort: managementPort must be an integer from 1 to 65535; got 0$/]],
  ["port 65536", { ...hwVtep, managementPort: 65536 }, [/^managementPort: managementPort must be an integer/]],
  ["an IPv4 octet 256", { ...hwVtep, managementIp: "192.0.2.256" }, [/^managementIp: "192.0.2.256" is not an IPv4 or IPv6 address$/]],
  [
    "a tunnel address that is none",
    { ...hwVtep, tunnelIps: ["not-an-ip"] },
    [/^tunnelIps\[0\]: "not-an-ip" is not an IPv4 or IPv6 address$/],
  ],
  [
    "two tunnel addresses",
    { ...hwVtep, tunnelIps: ["10.0.0.1", "10.0.0.2"] },
    [/^tunnelIps: a device .* exactly one tunnel address; got 2/],
  ],
  ["no tunnel address in the list", { ...routerVtep, tunnelIps: [] }, [/^tunnelIps: a device .*; got 0/]],
  [
    "a name in place of the router's id",
    { ...routerVtep, resourceId: "edge-router" },
    [/^resourceId: "edge-router" is not a UUID: give the id/],
  ],
  [
    "a property that nobody knows",
    { ...hwVtep, managmentIp: "192.0.2.1" },
    [/^managmentIp: unknown property "managmentIp"\. Did you mean "managementIp"\?/],
  ],
  [
    "nothing but a name",
    { name: "edge" },
    [
      /^managementIp: managementIp is required for .* hw_vtep/,
      /^managementPort: managementPort is required/,
      /^tunnelIps: tunnelIps is required/,
    ],
  ],
  [
    "router_vtep without its router",
    { name: "e", type: "router_vtep", tunnelIps: ["10.0.0.1"] },
    [/^resourceId: resourceId is required for a device of type router_vtep/],
  ],
  [
    "network_vlan without its network",
    { name: "e", type: "network_vlan" },
    [/^resourceId: resourceId is required for a device of type network_vlan/],
  ],
  [
    "a resource on hw_vtep",
    { ...hwVtep, resourceId: ID },
    [/^resourceId: resourceId is not allowed for a device of type hw_vtep: the server would ignore it/],
  ],
  [
    "management on router_vtep",
    { ...routerVtep, managementIp: "192.0.2.1", managementPort: 6632, managementProtocol: "ovsdb" },
    [
      /^managementIp: managementIp is not allowed/,
      /^managementPort: managementPort is not allowed/,
      /^managementProtocol: managementProtocol is not allowed/,
    ],
  ],
  ["a tunnel address on network_vlan", { ...networkVlan, tunnelIps: ["10.0.0.1"] }, [/^tunnelIps: .*would store it but never return it/]],
  [
    "everything at once",
    { ...hwVtep, managementIp: "x", managementPort: 0, tunnelIps: ["y"], adopt: "yes" },
    [/^adopt: "yes" is not true or false/, /^managementIp: /, /^managementPort: /, /^tunnelIps\[0\]: /],
  ],
];
for (const [what, given, expected] of refused) {
  test(`refused by check: ${what}`, async (t) => {
    const { failures } = await check(given);
    t.is(failures.length, expected.length, failures.join("\n"));
    for (const [index, pattern] of expected.entries()) t.regex(failures[index] ?? "", pattern);
  });
}

test("an unknown value passes the check, also for numbers", async (t) => {
  const given = { name: "edge", type: "hw_vtep", managementIp: UNKNOWN, managementPort: UNKNOWN, tunnelIps: [UNKNOWN] };
  t.deepEqual((await check(given)).failures, []);
  t.deepEqual((await check({ name: "edge", type: UNKNOWN, resourceId: UNKNOWN, tunnelIps: UNKNOWN })).failures, []);
  t.regex(
    (await check({ ...given, type: "router_vtep" })).failures.join(),
    /managementIp: managementIp is not allowed.*resourceId: resourceId is required/,
  );
});

test("a name that the program leaves out is proposed once, and then kept", async (t) => {
  const { name: _, ...nameless } = hwVtep;
  t.is((await check({ ...nameless, nameHint: "edge-0123abc" })).inputs.name, "edge-0123abc");
  t.is((await check({ ...nameless, nameHint: "edge-fffffff" }, { name: "edge-0123abc" })).inputs.name, "edge-0123abc");
  t.is((await check({ ...hwVtep, nameHint: "edge-fffffff" }, { name: "edge-0123abc" })).inputs.name, "edge");
  t.false("nameHint" in (await check({ ...hwVtep, nameHint: "x" })).inputs);
});

const state = { ...hwVtep, type: "hw_vtep", managementProtocol: "ovsdb", tenantId: "p", site: "tokyo", endpoint: "http://neutron" };
const changes: Array<[string, Record<string, unknown>, "update" | "replace" | "none"]> = [
  ["name", { name: "other" }, "update"],
  ["tunnelIps", { tunnelIps: ["10.0.0.2"] }, "update"],
  ["type", { type: "router_vtep" }, "replace"],
  ["managementIp", { managementIp: "192.0.2.2" }, "replace"],
  ["managementPort", { managementPort: 6633 }, "replace"],
  ["managementProtocol", { managementProtocol: "other" }, "replace"],
  ["tenantId", { tenantId: "q" }, "replace"],
  ["site", { site: "osaka" }, "replace"],
  ["managementIp", { managementIp: UNKNOWN }, "replace"],
  ["tunnelIps", { tunnelIps: [UNKNOWN] }, "update"],
  ["adopt", { adopt: true }, "none"],
];
for (const [input, change, cost] of changes) {
  test(`a change of ${input} to ${Object.values(change).flat().map(String).join()} costs: ${cost}`, (t) => {
    const { tenantId: _, endpoint: __, ...program } = state;
    const { updates, replaces } = difference(gatewayDevice.definition, state, { ...program, ...change });
    t.deepEqual({ updates, replaces }, { updates: cost === "update" ? [input] : [], replaces: cost === "replace" ? [input] : [] });
  });
}

test("a value that the program omits and the server fills in is not a change", (t) => {
  t.deepEqual(difference(gatewayDevice.definition, state, hwVtep), { updates: [], replaces: [] });
});

test("another spelling of a value in the state is not a change", (t) => {
  const spelled = { ...state, managementIp: "2001:DB8:0::1", managementPort: "6632" };
  t.deepEqual(difference(gatewayDevice.definition, spelled, { ...hwVtep, managementIp: "2001:db8::1" }), { updates: [], replaces: [] });
});
