// SPDX-License-Identifier: Apache-2.0
// Resource options of Pulumi on the real engine, on a segment between two emulated sites.
import { idsAt, writesOf } from "../helpers/inProcess/emulatedSegment";
import { onPulumi } from "../pulumi/onPulumi";
import { assertSame, changed, deployedSegment, pulumiSegment } from "./pulumiSegment";
import { declare, did, good, inOrder } from "./topology";

onPulumi("protect: what is protected is neither replaced nor deleted", async (t) => {
  const { stack, sites, resources } = await deployedSegment(t);
  const before = sites.flatMap(idsAt);
  const options = { protect: true };
  await declare(stack, changed(resources(), "tokyo-blue", { options }));
  await good(t, stack.up());
  await declare(stack, changed(resources(10_200), "tokyo-blue", { options }));
  for (const refused of [await stack.preview(), await stack.up(), await stack.destroy()]) {
    t.false(refused.ok);
    t.regex(refused.errors.join("\n"), /protect/);
  }
  t.is(sites[0].objects("l2_gateways").length, 1);
  t.is(sites[0].objects("gateway_devices").length, 1, "the device of the protected gateway stays");
  t.true(sites.flatMap(idsAt).includes(String(sites[0].objects("l2_gateways")[0]?.id)));
  await assertSame(t, sites, stack);
  t.true(before.includes(String(sites[0].objects("l2_gateways")[0]?.id)));
});

onPulumi("retainOnDelete: the object stays at the site, and a later program adopts it", async (t) => {
  const { stack, sites, resources } = await deployedSegment(t);
  await declare(stack, changed(resources(), "tokyo-edge", { options: { retainOnDelete: true } }));
  await good(t, stack.up());
  const [device] = sites[0].objects("gateway_devices");
  await good(t, stack.destroy());
  t.deepEqual(sites.flatMap(idsAt), [String(device?.id)]);
  await declare(stack, changed(resources(), "tokyo-edge", { args: { ...resources()[0]?.args, adopt: true } }));
  await good(t, stack.up());
  t.is(sites[0].objects("gateway_devices")[0]?.id, device?.id);
  await assertSame(t, sites, stack);
});

onPulumi("ignoreChanges: of a property and of a path into a list, for changes by hand and in the program", async (t) => {
  const { stack, sites, resources, ends } = await deployedSegment(t);
  const ignoring = (path: string, tunnelIps: readonly string[]) =>
    changed(resources(), "tokyo-edge", { args: { ...resources()[0]?.args, tunnelIps }, options: { ignoreChanges: [path] } });
  const [device] = sites[0].objects("gateway_devices");
  for (const path of ["tunnelIps", "tunnelIps[0]"]) {
    await declare(stack, ignoring(path, ["203.0.113.77"]));
    t.deepEqual(did(await good(t, stack.up())), [], path);
  }
  sites[0].edit("gateway_devices", String(device?.id), { tunnel_ips: ["203.0.113.88"] });
  await good(t, stack.refresh());
  t.deepEqual(did(await good(t, stack.up())), []);
  t.deepEqual(sites[0].objects("gateway_devices")[0]?.tunnel_ips, ["203.0.113.88"]);
  await declare(stack, resources());
  t.deepEqual(did(await good(t, stack.up())), ["update tokyo-edge"]);
  t.deepEqual(sites[0].objects("gateway_devices")[0]?.tunnel_ips, [ends[0].tunnel]);
});

onPulumi("aliases: a resource gets another name, and moves into a component, without a change at any site", async (t) => {
  const { stack, sites, resources } = await deployedSegment(t);
  const renamed = JSON.parse(JSON.stringify(resources()).replaceAll("tokyo-blue", "tokyo-web")) as ReturnType<typeof resources>;
  await declare(stack, changed(renamed, "tokyo-web", { options: { aliases: [{ name: "tokyo-blue" }] } }));
  t.deepEqual(did(await good(t, stack.up())), []);
  const inside = renamed.map((one) => ({
    ...one,
    component: "edge",
    options: { aliases: [{ parent: `urn:pulumi:dev::project::pulumi:pulumi:Stack::project-dev` }] },
  }));
  await declare(stack, inside);
  t.deepEqual(did(await good(t, stack.up())), []);
  t.deepEqual(sites.flatMap(writesOf), []);
  await declare(
    stack,
    inside.map(({ options: _, ...one }) => one),
  );
  t.deepEqual(did(await good(t, stack.up())), []);
  await assertSame(t, sites, stack);
});

onPulumi("the provider itself asks for deletion before replacement, also if a transformation drops the option", async (t) => {
  const { stack, sites, resources } = await deployedSegment(t);
  await stack.setConfig("test:withoutDeleteBeforeReplace", "true");
  await declare(stack, resources(10_200));
  const moved = did(await good(t, stack.up()));
  inOrder(t, moved, [
    "delete-replaced tokyo-join",
    "delete-replaced tokyo-blue",
    "create-replacement tokyo-blue",
    "create-replacement tokyo-join",
  ]);
  await assertSame(t, sites, stack);
});

onPulumi("two stacks are brought up at one site at once: each holds its own objects", async (t) => {
  const { stack, sites, ends } = await pulumiSegment(t);
  const other = await stack.sibling("other");
  const device = (address: number, router: string) =>
    [
      {
        kind: "GatewayDevice",
        name: "edge",
        args: { site: "tokyo", type: "router_vtep", resourceId: router, tunnelIps: [`203.0.113.${address}`] },
      },
      {
        kind: "L2Gateway",
        name: "blue",
        args: { site: "tokyo", devices: [{ deviceId: `\${edge.id}`, segmentationId: 10_000 + address }] },
      },
      { kind: "L2GatewayConnection", name: "blue", args: { site: "tokyo", l2GatewayId: `\${blue.id}`, networkId: sites[0].addNetwork() } },
    ] as const;
  await declare(stack, [...device(10, ends[0].router)]);
  await declare(other, [...device(20, sites[0].addRouter())]);
  await Promise.all([stack, other].map((each) => good(t, each.up())));
  t.is(sites[0].objects("gateway_devices").length, 2);
  await assertSame(t, sites, stack, other);
  await Promise.all([good(t, stack.destroy()), good(t, other.up())]);
  await assertSame(t, sites, stack, other);
  await good(t, other.destroy());
  t.deepEqual(sites.flatMap(idsAt), []);
});
