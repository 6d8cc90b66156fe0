// SPDX-License-Identifier: Apache-2.0
// Resource options and their effect, on a segment between two emulated sites.
import test, { type ExecutionContext } from "ava";
import { type Declared, notKnown, secret } from "../helpers/inProcess/declaredProgram";
import { assertNothingLostNorDoubled, did, drift, emulatedSegment, idsAt, writesOf } from "../helpers/inProcess/emulatedSegment";

type Segment = Awaited<ReturnType<typeof emulatedSegment>>;

async function made(t: ExecutionContext, options?: Parameters<typeof emulatedSegment>[1]): Promise<Segment> {
  const segment = await emulatedSegment(t, options);
  segment.declare(10_100);
  const { ok, diagnostics } = await segment.stack.up();
  t.true(ok, diagnostics);
  for (const site of segment.sites) site.clearRequests();
  return segment;
}

/** The program with one resource declared otherwise. */
function change({ stack }: Segment, name: string, how: (declared: Declared) => Declared): void {
  stack.resources = stack.resources.map((one) => (one.name === name ? how(one) : one));
}
const withOptions = (segment: Segment, name: string, options: Declared["options"]) =>
  change(segment, name, (one) => ({ ...one, options: { ...one.options, ...options } }));
const withArgs = (segment: Segment, name: string, args: Record<string, unknown>) =>
  change(segment, name, (one) => ({ ...one, args: { ...one.args, ...args } }));
const outputOf = (name: string) => `\${${name}.id}`;
const good = async (t: ExecutionContext, running: ReturnType<Segment["stack"]["up"]>) => {
  const result = await running;
  t.true(result.ok, result.diagnostics);
  return result;
};

test("ignoreChanges: what was changed by hand or in the program stays", async (t) => {
  const segment = await made(t);
  const [tokyo] = segment.sites;
  withOptions(segment, "tokyo-edge", { ignoreChanges: ["tunnelIps"] });
  withArgs(segment, "tokyo-edge", { tunnelIps: ["203.0.113.77"] });
  t.deepEqual(did(await good(t, segment.stack.up())), []);
  tokyo.edit("gateway_devices", segment.stack.kept().find(({ urn }) => urn.endsWith("::tokyo-edge"))?.id ?? "", {
    tunnel_ips: ["203.0.113.88"],
  });
  await good(t, segment.stack.refresh());
  t.deepEqual(did(await good(t, segment.stack.up())), []);
  t.deepEqual(tokyo.objects("gateway_devices")[0]?.tunnel_ips, ["203.0.113.88"]);
});

test("a stack is renamed: no object changes, and objects keep their names", async (t) => {
  const segment = await made(t);
  const [tokyo] = segment.sites;
  const name = tokyo.objects("l2_gateways")[0]?.name;
  segment.stack.rename("production");
  await good(t, segment.stack.up());
  t.deepEqual(segment.sites.flatMap(writesOf), []);
  t.is(tokyo.objects("l2_gateways")[0]?.name, name);
  t.regex(String(name), /^tokyo-blue-[0-9a-f]{7}$/);
  t.deepEqual(did(await good(t, segment.stack.up())), []);
});

test("an object that the stack no longer manages, as after retainOnDelete, is adopted by a later program", async (t) => {
  const segment = await made(t);
  segment.stack.forget("tokyo-host");
  const again = await good(t, segment.stack.up());
  t.regex(
    again.diagnostics,
    /this update adopts the existing RemoteMacEntry .* of site tokyo, because its values are those of this resource/,
  );
  assertNothingLostNorDoubled(t, segment.stack, segment.sites);
});

test("a parent component, and deleteBeforeReplace: false that the user asks for: replaced all the same, or refused without harm", async (t) => {
  const segment = await made(t);
  const inComponent = (options: Declared["options"] = {}) => {
    segment.stack.resources = segment.stack.resources.map((one) => ({
      ...one,
      options: { ...one.options, ...options, component: one.name.split("-")[0] ?? "" },
    }));
  };
  await good(t, segment.stack.destroy());
  inComponent();
  await good(t, segment.stack.up());
  segment.declare(10_200);
  inComponent();
  await good(t, segment.stack.up());
  assertNothingLostNorDoubled(t, segment.stack, segment.sites);

  // Create before delete: a gateway can coexist with its replacement; a connection, an entry and a device cannot.
  segment.declare(10_300);
  inComponent({ deleteBeforeReplace: false });
  const result = await segment.stack.up();
  t.notRegex(result.diagnostics, /\n\s+at |defect/);
  segment.declare(10_300);
  inComponent();
  for (let run = 0; run < 2; run++) await segment.stack.up();
  t.deepEqual(did(await good(t, segment.stack.up())), []);
  assertNothingLostNorDoubled(t, segment.stack, segment.sites);
  t.like(segment.sites[0].objects("l2_gateways")[0]?.devices, [{ segmentation_id: "10300" }]);
});

test("up --refresh corrects changed objects and creates deleted ones in one run", async (t) => {
  const segment = await made(t);
  const {
    stack,
    sites: [tokyo, osaka],
  } = segment;
  const idOf = (name: string) => stack.kept().find(({ urn }) => urn.endsWith(`::${name}`))?.id ?? "";
  tokyo.edit("gateway_devices", idOf("tokyo-edge"), { name: "by hand", tunnel_ips: ["203.0.113.99"] });
  osaka.remove("l2_gateway_connections", idOf("osaka-join"));
  const result = await good(t, stack.up({ refresh: true }));
  t.deepEqual(
    did(result)
      .filter((step) => !step.startsWith("refresh"))
      .sort(),
    ["create osaka-join", "update tokyo-edge"],
  );
  assertNothingLostNorDoubled(t, stack, segment.sites);
  t.deepEqual(drift(await good(t, stack.refresh())), []);
});

test("destroy with everything gone already, and after the half of it went by hand", async (t) => {
  const segment = await made(t);
  for (const device of segment.sites[0].objects("gateway_devices")) {
    for (const kind of ["l2_gateway_connections", "l2_gateways"] as const)
      for (const row of segment.sites[0].objects(kind)) segment.sites[0].remove(kind, String(row.id));
    segment.sites[0].remove("gateway_devices", String(device.id));
  }
  await good(t, segment.stack.destroy());
  t.deepEqual(segment.sites.flatMap(idsAt), []);
  t.deepEqual(segment.stack.kept(), []);
});

test("unknown values pass a preview, also as numbers and in sets, and the following up succeeds", async (t) => {
  const segment = await emulatedSegment(t);
  segment.declare(10_100);
  const known = segment.stack.resources;
  withArgs(segment, "tokyo-blue", { devices: [{ deviceId: outputOf("tokyo-edge"), segmentationId: notKnown }] });
  withArgs(segment, "osaka-blue", { devices: notKnown });
  withArgs(segment, "tokyo-host", { segmentationId: notKnown, macAddress: notKnown, vtepAddress: notKnown });
  withArgs(segment, "tokyo-edge", { tunnelIps: [notKnown] });
  withArgs(segment, "osaka-edge", { type: notKnown, resourceId: notKnown, tunnelIps: notKnown });
  withArgs(segment, "tokyo-join", { networkId: notKnown, segmentationId: notKnown });
  await good(t, segment.stack.preview());
  segment.stack.resources = known;
  await good(t, segment.stack.up());
  // The same over what exists: a replacement is planned, nothing is done.
  withArgs(segment, "tokyo-blue", { devices: [{ deviceId: outputOf("tokyo-edge"), segmentationId: notKnown }] });
  const preview = await good(t, segment.stack.preview());
  t.true(
    did(preview).some((step) => step.endsWith("replace tokyo-blue") || step.endsWith("replacement tokyo-blue")),
    did(preview).join(),
  );
  assertNothingLostNorDoubled(t, segment.stack, segment.sites);
});

test("secrets stay secret in inputs and outputs, also after an update, a replacement and a refresh", async (t) => {
  const segment = await emulatedSegment(t);
  segment.declare(10_100);
  const [{ network }] = segment.ends;
  const mac = "02:00:5e:aa:bb:cc";
  withArgs(segment, "tokyo-join", { networkId: secret(network) });
  withArgs(segment, "tokyo-host", { macAddress: secret(mac) });
  withArgs(segment, "tokyo-edge", { name: secret("canary-name") });
  const plain = () => {
    const text = JSON.stringify(segment.stack.state().deployment.resources);
    // In an exported state a secret is {"4dabf…": "1b47…", "plaintext": …}: everything outside of such an object is plain text.
    const open = text.replaceAll(/\{"4dabf18193072939515e22adb298388d":"[0-9a-f]+","plaintext":"(?:[^"\\]|\\.)*"\}/g, '"[secret]"');
    return [network, mac, "canary-name"].filter((value) => open.includes(value));
  };
  const first = await good(t, segment.stack.up());
  t.deepEqual(plain(), []);
  segment.sites[0].edit("gateway_devices", segment.stack.kept().find(({ urn }) => urn.endsWith("::tokyo-edge"))?.id ?? "", {
    tunnel_ips: ["203.0.113.99"],
  });
  await good(t, segment.stack.refresh());
  t.deepEqual(plain(), []);
  const other = segment.sites[0].addNetwork();
  withArgs(segment, "tokyo-join", { networkId: secret(other) });
  t.true(did(await good(t, segment.stack.up())).includes("replace tokyo-join"));
  t.deepEqual(plain(), []);
  t.false(
    JSON.stringify(segment.stack.state())
      .replaceAll(/"plaintext":"(?:[^"\\]|\\.)*"/g, "")
      .includes(other),
  );
  t.false([network, mac, "canary-name"].some((value) => first.diagnostics.includes(value)));
});

test("lookups of every kind by id; an id that is not there is a clear failure", async (t) => {
  const segment = await made(t);
  const idOf = (name: string) => segment.stack.kept().find(({ urn }) => urn.endsWith(`::${name}`))?.id ?? "";
  const kinds = [
    ["GatewayDevice", "edge", { type: "router_vtep", tunnelIps: ["203.0.113.10"] }],
    ["L2Gateway", "blue", { devices: [{ deviceId: idOf("tokyo-edge"), segmentationId: 10_100 }] }],
    ["L2GatewayConnection", "join", { networkId: segment.ends[0].network }],
    ["RemoteMacEntry", "host", { macAddress: segment.ends[1].hostMac, segmentationId: 10_100 }],
  ] as const;
  const managed = segment.stack.resources;
  const looks = kinds.map(
    ([kind, name]): Declared => ({ kind, name: `look-${name}`, args: { site: "tokyo" }, options: { id: idOf(`tokyo-${name}`) } }),
  );
  const table: Declared = {
    kind: "RemoteMacTable",
    name: "look-table",
    args: { site: "tokyo" },
    options: { id: `${idOf("tokyo-edge")}/any` },
  };
  segment.stack.resources = [...managed, ...looks, table];
  await good(t, segment.stack.up());
  for (const [, name, outputs] of kinds) t.like(segment.stack.made[`look-${name}`]?.outputs, { ...outputs, site: "tokyo" });
  t.like(segment.stack.made["look-table"]?.outputs, { entries: [{ macAddress: segment.ends[1].hostMac }] });
  t.deepEqual(segment.sites.flatMap(writesOf), []);

  const absent = "5f3c9e2a-6a0b-4c55-9d1e-0d6f3f1c2b3a";
  for (const [kind, ,] of kinds) {
    const id = kind === "RemoteMacEntry" ? `${idOf("tokyo-edge")}/${absent}` : absent;
    segment.stack.resources = [...managed, { kind, name: "nowhere", args: { site: "tokyo" }, options: { id } }];
    const result = await segment.stack.up();
    t.false(result.ok, `${kind}: ${result.diagnostics}`);
    t.regex(result.diagnostics, new RegExp(`${kind} nowhere: ${kind} .*${absent} does not exist at site tokyo`), kind);
    t.notRegex(result.diagnostics, /\n\s+at |defect/, kind);
  }
  segment.stack.resources = managed;
  await good(t, segment.stack.destroy());
  t.deepEqual(segment.sites.flatMap(idsAt), []);
});
