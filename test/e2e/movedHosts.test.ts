// SPDX-License-Identifier: Apache-2.0
// A Neutron has one remote MAC entry for each address: what happens where tables of one program, or others, want the same one.
import test, { type ExecutionContext } from "ava";
import { type EmulatedSite, startSites } from "../../sdk/testing/index";
import type { Declared } from "../helpers/inProcess/declaredProgram";
import { did } from "../helpers/inProcess/emulatedSegment";
import { InProcessStack } from "../helpers/inProcess/inProcessStack";

const mac = (n: number) => `02:00:5e:10:00:0${n}`;
const entry = (n: number, segmentationId = 100) => ({ macAddress: mac(n), vtepAddress: "203.0.113.9", segmentationId });

async function start(t: ExecutionContext) {
  const [site] = await startSites({ sites: ["tokyo"] });
  const stack = new InProcessStack(t, { "border-gateway:sites": { tokyo: site.cloud } });
  t.teardown(() => site.stop());
  const edge = (n: number) =>
    site.insert("gateway_devices", {
      name: `edge-${n}`,
      type: "router_vtep",
      resource_id: site.addRouter(),
      tunnel_ips: [`203.0.113.${n}`],
    });
  const [one, two] = [edge(1), edge(2)];
  const table = (name: string, entries: readonly object[], more: { device?: string | undefined; adopt?: boolean } = {}): Declared => {
    const { device = one, ...rest } = more;
    return { kind: "RemoteMacTable", name, args: { gatewayDeviceId: device, entries, ...rest } };
  };
  const up = async (...resources: Declared[]) => {
    stack.resources = resources;
    return stack.up();
  };
  const good = async (...resources: Declared[]) => {
    const result = await up(...resources);
    t.true(result.ok, result.diagnostics);
    t.deepEqual(did(await stack.up()), [], "a second up has nothing to do");
    return result;
  };
  return { site, stack, table, up, good, one, two };
}

/** `02:…:01 100 on 1`: what the site holds. */
function held(site: EmulatedSite): string[] {
  const devices = site.objects("gateway_devices");
  return devices
    .flatMap((device) =>
      (device.remote_mac_entries as Array<{ mac_address: string; segmentation_id: unknown }>).map(
        (row) => `${row.mac_address} ${row.segmentation_id} on ${String(device.name).at(-1)}`,
      ),
    )
    .sort();
}

for (const kind of ["RemoteMacTable", "RemoteMacEntry"] as const)
  test(`an entry of a table, declared a second time by a ${kind}: refused, and the table keeps it`, async (t) => {
    const { site, stack, table, up, good, one } = await start(t);
    const first = table("hosts", [entry(1), entry(2)]);
    await good(first);
    const again: Declared =
      kind === "RemoteMacTable" ? table("again", [entry(1)]) : { kind, name: "again", args: { gatewayDeviceId: one, ...entry(1) } };
    const refused = await up(first, again);
    t.false(refused.ok);
    t.regex(refused.diagnostics, /MAC address .* is already declared by RemoteMac\w+ "(hosts|again)" of this program/);
    await good(first);
    t.deepEqual(held(site), [`${mac(1)} 100 on 1`, `${mac(2)} 100 on 1`]);
    t.is(stack.kept().length, 1);
  });

for (const where of ["of one device", "of two devices"])
  test(`hosts change places between two tables ${where}, in one up`, async (t) => {
    const { site, table, good, one, two } = await start(t);
    const other = { device: where === "of one device" ? one : two };
    await good(table("a", [entry(1), entry(2)]), table("b", [entry(3, 200), entry(4, 200)], other));
    await good(table("a", [entry(3), entry(2)]), table("b", [entry(1, 200), entry(4, 200)], other));
    const at = where === "of one device" ? 1 : 2;
    t.deepEqual(held(site), [`${mac(1)} 200 on ${at}`, `${mac(2)} 100 on 1`, `${mac(3)} 100 on 1`, `${mac(4)} 200 on ${at}`]);
  });

test("a table that replaces another one with other segmentation ids requires adopt: true", async (t) => {
  const { site, stack, table, up, good } = await start(t);
  await good(table("old", [entry(1), entry(2)]));
  const refused = await up(table("new", [entry(1, 200), entry(2, 200)]));
  t.false(refused.ok);
  t.regex(refused.diagnostics, /409 DuplicateRemoteMacEntry.*In the way: RemoteMacEntry/s);
  t.deepEqual(held(site), [`${mac(1)} 100 on 1`, `${mac(2)} 100 on 1`]);

  const taken = await good(table("new", [entry(1, 200), entry(2, 200)], { adopt: true }));
  t.regex(taken.diagnostics, /the remote MAC entry of 02:00:5e:10:00:01 behind 203\.0\.113\.9 with segmentation id 100/);
  t.deepEqual(held(site), [`${mac(1)} 200 on 1`, `${mac(2)} 200 on 1`]);
  t.deepEqual(
    stack.kept().map(({ urn }) => urn.split("::").at(-1)),
    ["new"],
  );
});

test("a table with adopt: true removes conflicting entries of others, on every device", async (t) => {
  const { site, table, up, good, two } = await start(t);
  site.insert("remote_mac_entries", { device_id: two, mac_address: mac(1), vtep_address: "203.0.113.77", segmentation_id: 7 });
  site.insert("remote_mac_entries", { device_id: two, mac_address: mac(5), vtep_address: "203.0.113.77", segmentation_id: 7 });
  t.false((await up(table("hosts", [entry(1), entry(2)]))).ok);
  await good(table("hosts", [entry(1), entry(2)], { adopt: true }));
  t.deepEqual(held(site), [`${mac(1)} 100 on 1`, `${mac(2)} 100 on 1`, `${mac(5)} 7 on 2`]);
});

test("the ids of a table's entries do not contain its MAC addresses, which can be secret", async (t) => {
  const { site, stack, table, good } = await start(t);
  await good(table("hosts", [entry(2), entry(1)]));
  const [{ outputs } = { outputs: {} }] = stack.kept();
  const ids = (outputs as { entryIds: string[] }).entryIds;
  t.deepEqual(
    ids.map((id) => site.objects("remote_mac_entries").find((row) => row.id === id)?.mac_address),
    [mac(1), mac(2)],
  );
  t.notRegex(JSON.stringify(ids), /02:00/);
});
