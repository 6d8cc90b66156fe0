// SPDX-License-Identifier: Apache-2.0
// The upstream form of L2 gateways, switches by name: the whole life of two networks on a gateway at each of two sites, and an agent that is silent.
import { randomInt } from "node:crypto";
import test from "ava";
import { InProcessStack } from "../helpers/inProcess/inProcessStack";
import { type TargetSite, targetSites } from "./target";
import { declare, did, drift, good, held, inOrder, type Plain, stackOf } from "./topology";

const ours = ["l2-gateways", "l2-gateway-connections"];

interface Edge {
  /** Ports by switch. */
  readonly switches: Readonly<Record<string, readonly string[]>>;
  readonly name: string;
  /** Networks, each with its VLAN. */
  readonly joins: readonly (readonly [network: string, vlan: number])[];
}

/** One gateway, and a connection for each network. */
function edge({ name: site }: TargetSite, { switches, name, joins }: Edge): Plain[] {
  const devices = Object.entries(switches).map(([deviceName, ports]) => ({
    deviceName,
    interfaces: ports.map((port) => ({ name: port })),
  }));
  return [
    { kind: "L2Gateway", name: `${site}-edge`, args: { site, name, devices } },
    ...joins.map(
      ([networkId, segmentationId], index): Plain => ({
        kind: "L2GatewayConnection",
        name: `${site}-join-${index}`,
        args: { site, l2GatewayId: `\${${site}-edge.id}`, networkId, segmentationId },
      }),
    ),
  ];
}

const networkAt = async (site: TargetSite) => (await site.post("networks", { network: { name: "blue" } })).id;

/** What a site's API shows: the one gateway, its ports by switch, and its networks with their VLANs; lists in any order. */
async function shown(site: TargetSite) {
  const [gateway, ...others] = await site.list("l2-gateways");
  const connections = await site.list("l2-gateway-connections");
  const devices = gateway?.devices as { device_name: string; interfaces: { name: string }[] }[];
  return {
    id: gateway?.id,
    name: gateway?.name,
    alone: others.length === 0 && connections.every(({ l2_gateway_id }) => l2_gateway_id === gateway?.id),
    ports: devices.flatMap((one) => one.interfaces.map(({ name }) => `${one.device_name} ${name}`)).sort(),
    vlans: Object.fromEntries(connections.map(({ network_id, segmentation_id }) => [network_id, segmentation_id])),
  };
}

test("the life of an upstream gateway with two networks, at two sites", async (t) => {
  t.timeout(240_000);
  const sites = await targetSites(t, "upstream", ["tokyo", "osaka"]);
  const stack = await stackOf(t, sites);
  const networks = new Map<TargetSite, string[]>();
  for (const site of sites) networks.set(site, [await networkAt(site), await networkAt(site)]);
  const [, osaka] = sites as [TargetSite, TargetSite];
  // A VLAN whose network was deleted stays bound on a real server permanently, so another run uses other VLANs.
  const vlan = randomInt(100, 3_000);
  const state = { name: "edge", switches: { sw1: ["p1"] } as Edge["switches"], vlan };
  const program = () =>
    sites.flatMap((site) => {
      const joins = (networks.get(site) ?? []).map((network, index) => [network, state.vlan + index] as const);
      return edge(site, { ...state, joins });
    });
  const up = async () => {
    for (const site of sites) site.forget();
    await declare(stack, program());
    return did(await good(t, stack.up()));
  };
  const assertShown = async (ports: string[], first: number) => {
    for (const site of sites) {
      const [blue = "", red = ""] = networks.get(site) ?? [];
      t.like(await shown(site), { alone: true, ports, vlans: { [blue]: first, [red]: first + 1 } });
    }
  };

  await declare(stack, program());
  t.is(did(await good(t, stack.preview())).filter((step) => step.startsWith("create ")).length, 6);
  for (const site of sites) t.deepEqual([site.writes(), await held(site, ours)], [[], [0, 0]]);
  await up();
  await assertShown(["sw1 p1"], vlan);
  const made = await shown(osaka);
  t.is(made.name, "edge");
  t.deepEqual(await up(), [], "a second up changes nothing");
  for (const site of sites) t.deepEqual(site.seen(), [], "and asks nothing");
  t.deepEqual(drift(await good(t, stack.refresh())), []);

  // Out-of-band: renamed by hand, a connection taken away.
  await osaka.put(`l2-gateways/${made.id}`, { l2_gateway: { name: "by hand" } });
  const red = (await osaka.list("l2-gateway-connections")).find(({ segmentation_id }) => segmentation_id === vlan + 1);
  await osaka.remove(`l2-gateway-connections/${red?.id}`);
  t.deepEqual(drift(await good(t, stack.refresh())).sort(), ["osaka-edge update", "osaka-join-1 delete"]);
  t.deepEqual((await up()).sort(), ["create osaka-join-1", "update osaka-edge"]);
  t.deepEqual(await shown(osaka), made);

  // With other segments, the connections are replaced and the gateway stays.
  state.vlan += 10;
  inOrder(t, await up(), ["delete-replaced osaka-join-1", "create-replacement osaka-join-1"]);
  await assertShown(["sw1 p1"], state.vlan);
  t.is((await shown(osaka)).id, made.id);

  // In place: the name, and a port more.
  state.name = "renamed";
  t.deepEqual((await up()).sort(), ["update osaka-edge", "update tokyo-edge"]);
  state.switches = { sw1: ["p2", "p1"] };
  t.deepEqual((await up()).sort(), ["update osaka-edge", "update tokyo-edge"]);
  t.deepEqual(osaka.writes(), [`PUT /v2.0/l2-gateways/${made.id}`]);
  t.like(await shown(osaka), { id: made.id, name: "renamed" });
  await assertShown(["sw1 p1", "sw1 p2"], state.vlan);

  // An additional switch replaces the gateway, and its dependents are deleted first. From here on without updates: those of a gateway of two switches unbind its VLANs.
  state.switches = { sw1: ["p1"], sw2: ["p1"] };
  const replaced = await up();
  for (const { name: site } of sites) {
    const steps = [`delete-replaced ${site}-join-0`, `delete-replaced ${site}-edge`, `create-replacement ${site}-edge`];
    inOrder(t, replaced, [...steps, `create-replacement ${site}-join-0`]);
  }
  await assertShown(["sw1 p1", "sw2 p1"], state.vlan);
  t.not((await shown(osaka)).id, made.id);

  // A network deleted under its connection takes the connection along; its VLAN stays bound, so that the new network gets another.
  const [blue = "", old = ""] = networks.get(osaka) ?? [];
  await osaka.remove(`networks/${old}`);
  t.deepEqual(Object.keys((await shown(osaka)).vlans), [blue]);
  t.deepEqual(drift(await good(t, stack.refresh())), ["osaka-join-1 delete"]);
  const fresh = await networkAt(osaka);
  const resources = [
    ...program().filter(({ name }) => name !== "osaka-join-1"),
    ...edge(osaka, {
      ...state,
      joins: [
        [blue, 1],
        [fresh, state.vlan + 20],
      ],
    }).filter(({ name }) => name === "osaka-join-1"),
  ];
  await declare(stack, resources);
  t.deepEqual(did(await good(t, stack.up())), ["create osaka-join-1"]);
  t.deepEqual((await shown(osaka)).vlans, { [blue]: state.vlan, [fresh]: state.vlan + 20 });

  // Wrong: refused in the preview, and nothing is touched.
  for (const site of sites) site.forget();
  state.vlan = 4_094;
  await declare(stack, program());
  const refused = await stack.preview();
  t.regex(
    refused.diagnostics,
    /property segmentationId.* has a problem: segmentationId must be an integer from 0 to 4094, a VLAN, for the switches of L2Gateway "(tokyo|osaka)-edge"; got 4095/,
  );
  for (const site of sites) t.deepEqual(site.writes(), []);

  await good(t, stack.destroy());
  for (const site of sites) t.deepEqual(await held(site, ours), [0, 0], `${site.name} is empty`);
});

test("a silent L2 gateway agent: the failure is told, and the next up goes on", async (t) => {
  const [site] = (await targetSites(t, "upstream", ["tokyo"])) as [TargetSite];
  const stack = new InProcessStack(t, { "border-gateway:sites": { tokyo: site.cloud } });
  const devices = [{ deviceName: "sw3", interfaces: [{ name: "p1", segmentationIds: [100] }] }];
  stack.resources = [
    { kind: "L2Gateway", name: "edge", args: { devices } },
    { kind: "L2GatewayConnection", name: "join", args: { l2GatewayId: `\${${"edge"}.id}`, networkId: await networkAt(site) } },
  ];
  t.teardown(() => site.failAgent(false));
  await site.failAgent(true);
  const failed = await stack.up();
  t.false(failed.ok);
  t.regex(failed.diagnostics, /409 OVSDBError: .*Communication error with the L2 gateway agent/);
  t.deepEqual([stack.kept().length, await held(site, ours)], [1, [1, 0]]);
  await site.failAgent(false);
  await good(t, stack.up());
  t.deepEqual(drift(await good(t, stack.refresh())), []);
  t.deepEqual(did(await good(t, stack.up())), []);
  await site.failAgent(true);
  t.false((await stack.destroy()).ok);
  t.is((await held(site, ours))[1], 1);
  await site.failAgent(false);
  await good(t, stack.destroy());
  t.deepEqual([stack.kept(), await held(site, ours)], [[], [0, 0]]);
});
