// SPDX-License-Identifier: Apache-2.0
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a reference to an output of another resource in a declared program
// Resources are renamed and moved in a run that fails, so that the state names one object twice. The next run must not delete it under the resource that stays.
import test, { type ExecutionContext } from "ava";
import fc from "fast-check";
import { type EmulatedSite, startSites } from "../../sdk/testing/index";
import type { Declared } from "../helpers/inProcess/declaredProgram";
import { did, drift } from "../helpers/inProcess/emulatedSegment";
import { InProcessStack } from "../helpers/inProcess/inProcessStack";

const REFUSED = { status: 400, body: { NeutronError: { type: "BadRequest", message: "by the test", detail: "" } } };
/** A resource that the site refuses to create, in addition to the renamed ones. */
const BROKEN: Declared = { kind: "L2Gateway", name: "broken", args: { name: "broken", devices: [{ deviceId: "${edge-1.id}" }] } };
const refuseBroken = (site: EmulatedSite) =>
  site.fault({ match: { method: "POST", path: /l2-gateways$/, times: Number.POSITIVE_INFINITY }, action: REFUSED });

async function start(t: ExecutionContext) {
  const [site] = await startSites({ sites: ["tokyo"] });
  const stack = new InProcessStack(t, { "border-gateway:sites": { tokyo: site.cloud } });
  t.teardown(() => site.stop());
  const networks = [site.addNetwork(), site.addNetwork()];
  const routers = [1, 2, 3].map(() => site.addRouter());
  const device = (n: number): Declared["args"] => ({ type: "router_vtep", resourceId: routers[n - 1], tunnelIps: [`203.0.113.${n}`] });
  const edges = [1, 2].map((n): Declared => ({ kind: "GatewayDevice", name: `edge-${n}`, args: device(n) }));
  const gateways = [1, 2].map(
    (n): Declared => ({
      kind: "L2Gateway",
      name: `gateway-${n}`,
      args: { devices: [{ deviceId: `\${edge-${n}.id}`, segmentationId: n }] },
    }),
  );
  const base = [...edges, ...gateways];
  const mac = (n: number) => ({ macAddress: `02:00:5e:00:00:0${n}`, vtepAddress: "203.0.113.9", segmentationId: 100 + n });
  /** Every kind that a rename without an alias can adopt, under a name of its own. */
  const things: Readonly<Record<string, Pick<Declared, "kind" | "args">>> = {
    entry: { kind: "RemoteMacEntry", args: { gatewayDeviceId: "${edge-1.id}", ...mac(1) } },
    connection: { kind: "L2GatewayConnection", args: { l2GatewayId: "${gateway-1.id}", networkId: networks[0] } },
    table: { kind: "RemoteMacTable", args: { gatewayDeviceId: "${edge-2.id}", entries: [mac(2), mac(3)] } },
    device: { kind: "GatewayDevice", args: { ...device(3), name: "third", adopt: true } },
    gateway: { kind: "L2Gateway", args: { name: "named", adopt: true, devices: [{ deviceId: "${edge-2.id}", segmentationId: 7 }] } },
  };
  return { site, stack, base, things, mac, networks };
}

/** What a site holds, without ids: what the program gives. */
function held(site: EmulatedSite): string[] {
  const devices = site.objects("gateway_devices");
  return [
    ...devices.flatMap(({ tunnel_ips: ips, remote_mac_entries: rows }) => [
      `device ${ips}`,
      ...(rows as Array<{ mac_address: string; segmentation_id: number }>).map(
        (row) => `${row.mac_address} ${row.segmentation_id} on ${ips}`,
      ),
    ]),
    ...site
      .objects("l2_gateways")
      .map(({ devices: list }) => `gateway ${(list as Array<{ segmentation_id: string }>)[0]?.segmentation_id}`),
    ...site.objects("l2_gateway_connections").map(({ network_id: network }) => `connection of ${network}`),
  ].sort();
}

/** Ids of all objects in a state. */
const ids = (stack: InProcessStack): string[] =>
  stack.kept().flatMap(({ id, outputs }) => {
    const entries = outputs.entryIds as string[] | undefined;
    return entries ?? [id];
  });

/** The state names each object once, all of them are at the site, and a further run has nothing to do. */
async function settled(t: ExecutionContext, stack: InProcessStack): Promise<void> {
  t.deepEqual(new Set(ids(stack)).size, ids(stack).length, "each object is in the state once");
  t.deepEqual(drift(await stack.refresh()), []);
  const again = await stack.up();
  t.true(again.ok, again.diagnostics);
  t.deepEqual(did(again), []);
}

for (const what of ["entry", "connection", "table", "device", "gateway"])
  for (const then of ["up", "up --refresh", "up of the former program", "destroy"])
    test(`a renamed ${what}, and a neighbour that fails; then ${then}`, async (t) => {
      const { site, stack, base, things } = await start(t);
      const foreign = held(site);
      const thing = things[what] as Declared;
      const former = [...base, { ...thing, name: "former" }];
      const renamed = [...base, { ...thing, name: "renamed" }];
      stack.resources = former;
      t.true((await stack.up()).ok);
      const before = held(site);

      stack.resources = [...renamed, BROKEN];
      refuseBroken(site);
      const failed = await stack.up();
      t.false(failed.ok);
      t.regex(failed.diagnostics, /run `pulumi up` again before you delete anything/);
      t.deepEqual(held(site), before);
      site.clearFaults();

      if (then === "destroy") {
        stack.resources = [];
        const gone = await stack.destroy();
        t.true(gone.ok, gone.diagnostics);
        t.deepEqual([stack.kept(), held(site)], [[], foreign]);
        return;
      }
      stack.resources = then === "up of the former program" ? former : renamed;
      const up = await stack.up(then === "up --refresh" ? { refresh: true } : {});
      t.true(up.ok, up.diagnostics);
      t.deepEqual(held(site), before);
      await settled(t, stack);
    });

/** Where each thing of a program is declared: under which of its names, below which component, in which table of its device, or in none. */
interface Layout {
  readonly names: readonly number[];
  readonly components: readonly number[];
  readonly tables: readonly number[];
  readonly order: readonly number[];
  readonly broken: number | undefined;
}

const THINGS = 9;
const each = (max: number) => fc.array(fc.nat({ max }), { minLength: THINGS, maxLength: THINGS });
const layouts: fc.Arbitrary<Layout> = fc.record({
  names: each(2),
  components: each(2),
  tables: each(2),
  order: fc.shuffledSubarray([...Array(THINGS).keys()], { minLength: THINGS }),
  broken: fc.option(fc.nat({ max: THINGS }), { nil: undefined }),
});

function arranged({ base, things, mac }: Pick<Awaited<ReturnType<typeof start>>, "base" | "things" | "mac">, layout: Layout): Declared[] {
  const below = (n: number) => (n === 0 ? {} : { options: { component: `part-${n}` } });
  const entryOf = (n: number) => ({ gatewayDeviceId: `\${edge-${1 + (n % 2)}.id}`, ...mac(n + 1) });
  const single = ["connection", "device", "gateway"] as const;
  const tables = new Map<string, Declared & { args: { entries: object[] } }>();
  const declared = layout.order.flatMap((n): Declared[] => {
    const [name, component, table] = [layout.names[n] ?? 0, layout.components[n] ?? 0, layout.tables[n] ?? 0];
    const kind = single[n];
    if (kind !== undefined) return [{ ...(things[kind] as Declared), name: `the-${kind}-${name}`, ...below(component) }];
    const { gatewayDeviceId, ...entry } = entryOf(n);
    if (table === 0)
      return [{ kind: "RemoteMacEntry", name: `entry-${n}-${name}`, args: { gatewayDeviceId, ...entry }, ...below(component) }];
    const key = `table-${n % 2}-${table}-${name === 2 ? 1 : 0}`;
    const known = tables.get(key);
    known?.args.entries.push(entry);
    if (known !== undefined) return [];
    const made = { kind: "RemoteMacTable" as const, name: key, args: { gatewayDeviceId, entries: [entry] } };
    tables.set(key, made);
    return [made];
  });
  const all = [...base, ...declared];
  return layout.broken === undefined ? all : all.toSpliced(base.length + Math.min(layout.broken, declared.length), 0, BROKEN);
}

test("random renames and moves between components and tables, with a failure at any resource; the next run makes all good", async (t) => {
  t.timeout(300_000);
  await fc.assert(
    fc.asyncProperty(
      layouts,
      layouts,
      fc.constantFrom("refused", "lost", "none"),
      fc.nat({ max: 12 }),
      fc.boolean(),
      fc.boolean(),
      async (first, second, fault, nth, revert, refresh) => {
        const program = await start(t);
        const { site, stack } = program;
        const former = arranged(program, { ...first, broken: undefined });
        stack.resources = former;
        const made = await stack.up();
        t.true(made.ok, made.diagnostics);
        const before = held(site);

        stack.resources = arranged(program, second);
        if (second.broken !== undefined) refuseBroken(site);
        if (fault !== "none")
          site.fault({
            match: { method: "POST", nth: nth + 1, times: 3 },
            action: fault === "refused" ? REFUSED : { status: 500, done: true, body: "" },
          });
        await stack.up();
        site.clearFaults();

        stack.resources = revert ? former : arranged(program, { ...second, broken: undefined });
        const up = await stack.up(refresh ? { refresh } : {});
        t.true(up.ok, up.diagnostics);
        t.deepEqual(held(site), before);
        await settled(t, stack);
        await site.stop();
      },
    ),
    { numRuns: 30 },
  );
});

for (const path of [/l2-gateways$/, /l2-gateway-connections$/, /remote_mac_entries$/])
  test(`a segment is renamed, as in a mesh, and the site refuses one POST to ${path.source}`, async (t) => {
    const { site, stack, base, mac, networks } = await start(t);
    const declared = (name: string): Declared[] => [
      ...base,
      { kind: "L2Gateway", name: `${name}-gateway`, args: { devices: [{ deviceId: "${edge-1.id}", segmentationId: 300 }] } },
      { kind: "L2GatewayConnection", name: `${name}-connection`, args: { l2GatewayId: `\${${name}-gateway.id}`, networkId: networks[1] } },
      { kind: "RemoteMacTable", name: `${name}-table`, args: { gatewayDeviceId: "${edge-1.id}", entries: [mac(4), mac(5)], adopt: true } },
    ];
    stack.resources = declared("web");
    t.true((await stack.up()).ok);
    const before = held(site);
    stack.resources = declared("www");
    site.fault({ match: { method: "POST", path }, action: REFUSED });
    await stack.up();
    site.clearFaults();
    const up = await stack.up();
    t.true(up.ok, up.diagnostics);
    t.deepEqual(held(site), before);
    await settled(t, stack);
  });
