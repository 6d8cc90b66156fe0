// SPDX-License-Identifier: Apache-2.0
// Objects that exist before their resource: what another stack has is not adopted unasked, and every adoption is shown, in the preview already.
import test from "ava";
import { startSites } from "../../sdk/testing/index";
import type { Declared } from "../helpers/inProcess/declaredProgram";
import { did, emulatedSegment, idsAt, writesOf } from "../helpers/inProcess/emulatedSegment";
import { InProcessStack } from "../helpers/inProcess/inProcessStack";

const ADOPTS = /warning: this update adopts the existing (\w+) /g;
const adopted = (text: string): string[] => [...text.matchAll(ADOPTS)].map(([, kind = ""]) => kind).sort();

test("a preview of the same stack in another backend shows what it adopts, and the update prints how to undo it", async (t) => {
  const { sites, stack, declare, clouds } = await emulatedSegment(t);
  declare(10_100);
  const first = await stack.up();
  t.true(first.ok, first.diagnostics);
  t.deepEqual(adopted(first.diagnostics), [], "what the stack creates is not adopted");

  const second = new InProcessStack(t, { "border-gateway:sites": clouds });
  second.resources = stack.resources;
  const preview = await second.preview();
  t.true(preview.ok, preview.diagnostics);
  t.deepEqual(adopted(preview.diagnostics), ["GatewayDevice", "GatewayDevice"], "the ids of what the others belong to are not known yet");
  t.regex(preview.diagnostics, /remove it from one of the two with `pulumi state delete`/);

  const up = await second.up();
  t.true(up.ok, up.diagnostics);
  const kinds = ["GatewayDevice", "L2Gateway", "L2GatewayConnection", "RemoteMacEntry"];
  t.deepEqual(
    adopted(up.diagnostics),
    kinds.flatMap((kind) => [kind, kind]),
    up.diagnostics,
  );
  const again = await second.up();
  t.deepEqual([did(again), adopted(again.diagnostics)], [[], []]);
  t.deepEqual(
    second
      .kept()
      .map(({ id }) => id)
      .sort(),
    sites.flatMap(idsAt).sort(),
  );
});

test("a run that was killed: the next one goes on without help, and its preview shows what it adopts", async (t) => {
  const { sites, stack, declare } = await emulatedSegment(t);
  declare(10_100);
  const [tokyo] = sites;
  t.true((await stack.up()).ok);
  // A killed run has created objects and could not record them.
  for (const name of ["tokyo-blue", "tokyo-join", "tokyo-host"]) stack.forget(name);
  tokyo.clearRequests();
  const preview = await stack.preview();
  t.deepEqual(adopted(preview.diagnostics), ["L2Gateway"]);
  const up = await stack.up();
  t.true(up.ok, up.diagnostics);
  t.deepEqual(adopted(up.diagnostics), ["L2Gateway", "L2GatewayConnection", "RemoteMacEntry"]);
  t.deepEqual(
    writesOf(tokyo).map((line) => line.split(" ")[0]),
    ["POST", "POST"],
    "the refused duplicates",
  );
});

const owned = (kind: string) => ({
  message: new RegExp(`${kind} .* equals this resource, but may belong to another stack, because this stack does not manage`),
});

for (const [name, args] of [
  ["tokyo-join", "l2GatewayId"],
  ["tokyo-host", "gatewayDeviceId"],
] as const)
  test(`${name} of another stack, on what that stack manages: refused, until adopt is set or the other stack gives it up`, async (t) => {
    const { sites, stack, declare, clouds } = await emulatedSegment(t);
    declare(10_100);
    t.true((await stack.up()).ok);
    const before = sites.flatMap(idsAt);
    const one = stack.resources.find((each) => each.name === name) as Declared;
    const { [args]: parent, networkId, macAddress, ...rest } = stack.kept().find(({ urn }) => urn.endsWith(`::${name}`))?.outputs ?? {};
    const { tenantId: _tenant, endpoint: _endpoint, ...values } = rest;
    const given = Object.fromEntries(
      Object.entries({ ...values, [args]: parent, networkId, macAddress }).filter(
        ([key, value]) => value !== undefined && !key.startsWith("__"),
      ),
    );
    const other = new InProcessStack(t, { "border-gateway:sites": clouds }, "other");
    other.resources = [{ kind: one.kind, name, args: given }];
    const refused = await other.up();
    t.false(refused.ok);
    t.regex(refused.diagnostics, owned(one.kind).message);
    t.regex(refused.diagnostics, /Set `adopt: true` to manage it here/);
    t.deepEqual(other.kept(), []);
    const gone = await other.destroy();
    t.true(gone.ok, gone.diagnostics);
    t.deepEqual(sites.flatMap(idsAt), before);

    // The other way round, as a resource moves between stacks.
    stack.resources = stack.resources.filter((each) => each.name !== name);
    t.true((await stack.up()).ok);
    const moved = await other.up();
    t.true(moved.ok, moved.diagnostics);
    t.is(sites.flatMap(idsAt).length, before.length);
    t.deepEqual(did(await stack.up()), []);
    t.deepEqual(did(await other.up()), []);
  });

for (const onGateway of [true, false])
  test(`an upstream gateway and its connection, with the VLAN on the ${onGateway ? "gateway" : "connection"}: the preview adopts both`, async (t) => {
    const [site] = await startSites({ sites: ["tokyo"], kind: "upstream", auth: "tokens" });
    t.teardown(() => site.stop());
    const networkId = site.addNetwork();
    const vlan = onGateway ? { segmentationIds: [300] } : {};
    const devices = [{ deviceName: "sw2", interfaces: [{ name: "p3", ...vlan }] }];
    const connection = { l2GatewayId: `\${printer.id}`, networkId, ...(onGateway ? {} : { segmentationId: 300 }) };
    const program = (more: object): Declared[] => [
      { kind: "L2Gateway", name: "printer", args: { name: "printer", devices, ...more } },
      { kind: "L2GatewayConnection", name: "office", args: { ...connection, ...more } },
    ];
    const config = { "border-gateway:sites": { tokyo: site.cloud } };
    const stack = new InProcessStack(t, config);
    stack.resources = program({});
    t.true((await stack.up()).ok);
    const before = idsAt(site);

    const other = new InProcessStack(t, config, "other");
    other.resources = program({ adopt: true });
    const preview = await other.preview();
    t.true(preview.ok, preview.diagnostics);
    const up = await other.up();
    t.true(up.ok, up.diagnostics);
    t.deepEqual(adopted(up.diagnostics), ["L2Gateway", "L2GatewayConnection"]);
    t.deepEqual(idsAt(site), before);
  });

test("a device that is renamed without an alias: the preview names the alias", async (t) => {
  const { stack, declare } = await emulatedSegment(t);
  declare(10_100);
  t.true((await stack.up()).ok);
  stack.resources = JSON.parse(JSON.stringify(stack.resources).replaceAll("tokyo-edge", "tokyo-border"));
  const preview = await stack.preview();
  t.false(preview.ok);
  t.regex(preview.diagnostics, /already used at site tokyo by gateway device .*add `aliases: \[\{ name: "tokyo-edge" \}\]` to it/);
});
