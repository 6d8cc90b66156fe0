// SPDX-License-Identifier: Apache-2.0
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a reference to an output of another resource in a declared program
// Resources are renamed while a neighbour fails, in real processes: the engine deletes nothing in that run, and the next one must keep what the new resources have.
import test, { type ExecutionContext } from "ava";
import { type EmulatedSite, startSites } from "../../sdk/testing/index";
import { idsAt } from "../helpers/inProcess/emulatedSegment";
import { onPulumi } from "../pulumi/onPulumi";
import { newStack } from "../stack/newStack";
import type { RunOptions } from "../stack/stack";
import { declare, did, good, type Plain, placeAt, segment } from "./topology";

const otherDevice = (site: EmulatedSite): string =>
  site.insert("gateway_devices", { name: "other", type: "router_vtep", resource_id: site.addRouter(), tunnel_ips: ["203.0.113.97"] });

async function start(t: ExecutionContext) {
  t.timeout(400_000);
  const sites = await startSites({ sites: ["tokyo", "osaka"] });
  const clouds = Object.fromEntries(sites.map((site) => [site.name, site.cloud]));
  const stack = await newStack(t, {
    program: `${__dirname}/program.js`,
    secrets: { "border-gateway:sites": JSON.stringify(clouds) },
  });
  t.teardown(() => Promise.all(sites.map((site) => site.stop())));
  const former = segment([placeAt(sites[0], 0), placeAt(sites[1], 1)], { segmentationId: 10_100 });
  const renamed = former.map((one): Plain => (/join|host/.test(one.name) ? { ...one, name: `new-${one.name}` } : one));
  // After one of those that are renamed: its MAC address is in use at the site.
  const taken = { mac_address: "02:00:5e:00:00:ff", vtep_address: "203.0.113.99", segmentation_id: 99 };
  sites[0].insert("remote_mac_entries", { device_id: otherDevice(sites[0]), ...taken });
  const args = { macAddress: taken.mac_address, vtepAddress: "203.0.113.98", segmentationId: 98 };
  const broken: Plain = {
    kind: "RemoteMacEntry",
    name: "broken",
    args: { site: "tokyo", gatewayDeviceId: "${new-tokyo-host.gatewayDeviceId}", ...args },
  };
  const ids = async () =>
    ((await stack.exportState()).deployment.resources ?? [])
      .filter(({ type }) => type.includes("border-gateway"))
      .map(({ id }) => String(id))
      .sort();
  await declare(stack, former);
  await good(t, stack.up());
  const [before, known] = [sites.flatMap(idsAt).sort(), await ids()];
  await declare(stack, [...renamed, broken]);
  const failed = await stack.up();
  t.false(failed.ok, failed.diagnostics);
  t.deepEqual(sites.flatMap(idsAt).sort(), before);
  await declare(stack, renamed);
  const urn = async (name: string) =>
    String(((await stack.exportState()).deployment.resources ?? []).find(({ urn: one }) => one.endsWith(`::${name}`))?.urn);
  return { stack, before, known, ids, urn, held: () => sites.flatMap(idsAt).sort() };
}

async function renamedThen(t: ExecutionContext, options: RunOptions): Promise<void> {
  const { stack, before, known, ids, held } = await start(t);
  await good(t, stack.up(options));
  t.deepEqual([await ids(), held()], [known, before]);
  await good(t, stack.refresh());
  t.deepEqual(did(await good(t, stack.up())), []);
  t.deepEqual(held(), before);
}

test("connections and entries are renamed while another fails; then up", renamedThen, {});
test("connections and entries are renamed while another fails; then up --refresh", renamedThen, { refresh: true });
onPulumi("connections and entries are renamed while another fails; then up --refresh --run-program", renamedThen, {
  cliArguments: ["--refresh", "--run-program"],
});

test("connections and entries are renamed while another fails; then up --replace of a new one, which is replaced", async (t) => {
  const { stack, before, ids, urn, held } = await start(t);
  await good(t, stack.up({ replace: [await urn("new-tokyo-host")] }));
  t.is(new Set(await ids()).size, 8);
  t.is(held().filter((id) => !before.includes(id)).length, 1);
  t.deepEqual(did(await good(t, stack.up())), []);
});

onPulumi("connections and entries are renamed while another fails; then up --target of a new one, then all", async (t) => {
  const { stack, before, known, ids, urn, held } = await start(t);
  await good(t, stack.up({ cliArguments: ["--target", await urn("new-tokyo-host")] }));
  t.deepEqual(held(), before);
  await good(t, stack.up());
  t.deepEqual([await ids(), held()], [known, before]);
});
