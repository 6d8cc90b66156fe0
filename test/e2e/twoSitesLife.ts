// SPDX-License-Identifier: Apache-2.0
// The main job, through the SDK's own processes: the whole life of a segment between two sites.
import type { ExecutionContext } from "ava";
import type { TargetSite } from "./target";
import { declare, did, drift, good, held, inOrder, segment, twoSites } from "./topology";

/** The one device of a site and its one remote MAC entry, as the site's API shows them. */
async function edgeOf(site: TargetSite) {
  const [device] = await site.list("gw/gateway_devices");
  const entries = `gw/gateway_devices/${device?.id}/remote_mac_entries`;
  const [host, ...others] = await site.list(entries);
  return { device, host, others, entries };
}

/**
 * Takes a segment through preview, up, drift, replacement, updates, wrong input and destroy.
 * @param program defaults to `program.js` next to this file, which runs on the SDK of this repository
 */
export async function liveOfTwoSites(t: ExecutionContext, program?: string): Promise<void> {
  t.timeout(600_000);
  const { ends, stack } = await twoSites(t, program);
  const [tokyo, osaka] = ends;
  await declare(stack, segment(ends, { segmentationId: 10_100 }));

  const preview = await good(t, stack.preview());
  t.is(did(preview).filter((step) => step.startsWith("create ")).length, 8);
  t.deepEqual(await held(tokyo.site), [0, 0, 0]);

  await good(t, stack.up());
  for (const [end, other] of [ends, [osaka, tokyo] as const]) {
    const { device, host, others } = await edgeOf(end.site);
    const [gateway] = await end.site.list("l2-gateways");
    const [connection] = await end.site.list("l2-gateway-connections");
    t.like(device, { type: "router_vtep", resource_id: end.router, tunnel_ips: [end.tunnel] });
    t.regex(String(device?.name), new RegExp(`^${end.site.name}-edge-[0-9a-f]{7}$`));
    t.like(gateway?.devices, [{ device_id: device?.id, segmentation_id: "10100" }]);
    t.like(connection, { l2_gateway_id: gateway?.id, network_id: end.network, segmentation_id: "" });
    t.like(host, { mac_address: other.hostMac, vtep_address: other.tunnel, segmentation_id: 10_100 });
    t.deepEqual(others, []);
  }

  for (const end of ends) end.site.forget();
  t.deepEqual(did(await good(t, stack.up())), [], "a second up changes nothing");
  for (const { site } of ends) t.deepEqual(site.seen(), [], "and asks nothing");
  t.deepEqual(drift(await good(t, stack.refresh())), []);
  for (const { site } of ends) t.deepEqual(site.writes(), []);

  // Out-of-band: a tunnel address and a name changed by hand, an entry taken away.
  const made = await edgeOf(osaka.site);
  await osaka.site.put(`gw/gateway_devices/${made.device?.id}`, { gateway_device: { name: "by hand", tunnel_ips: ["203.0.113.99"] } });
  await osaka.site.remove(`${made.entries}/${made.host?.id}`);
  t.deepEqual(drift(await good(t, stack.refresh())).sort(), ["osaka-edge update", "osaka-host delete"]);
  t.deepEqual(did(await good(t, stack.up())).sort(), ["create osaka-host", "update osaka-edge"]);
  const repaired = await edgeOf(osaka.site);
  t.like(repaired.device, { id: made.device?.id, tunnel_ips: [osaka.tunnel] });
  t.like(repaired.host, { mac_address: tokyo.hostMac, vtep_address: tokyo.tunnel, segmentation_id: 10_100 });

  // Another segment: what depends goes first, and comes last.
  await declare(stack, segment(ends, { segmentationId: 10_200 }));
  const moved = did(await good(t, stack.up()));
  for (const { site, network } of ends) {
    const steps = [`delete-replaced ${site.name}-join`, `delete-replaced ${site.name}-blue`, `create-replacement ${site.name}-blue`];
    inOrder(t, moved, [...steps, `create-replacement ${site.name}-join`]);
    const [gateway] = await site.list("l2-gateways");
    t.like(gateway?.devices, [{ segmentation_id: "10200" }]);
    t.like((await site.list("l2-gateway-connections"))[0], { l2_gateway_id: gateway?.id, network_id: network });
    t.like((await edgeOf(site)).host, { segmentation_id: 10_200 });
    t.deepEqual(await held(site), [1, 1, 1]);
  }

  // In place: the devices' names and one tunnel address; the other site's remote MAC moves behind it.
  for (const end of ends) end.site.forget();
  await declare(stack, segment(ends, { segmentationId: 10_200, tunnels: ["203.0.113.50", osaka.tunnel], deviceName: "renamed" }));
  const changed = did(await good(t, stack.up()));
  t.true(changed.includes("update tokyo-edge"), changed.join("\n"));
  t.true(changed.includes("create-replacement osaka-host"), changed.join("\n"));
  t.deepEqual(
    tokyo.site.writes().map((line) => line.split(" ")[0]),
    ["PUT"],
  );
  t.like((await edgeOf(tokyo.site)).device, { name: "renamed", tunnel_ips: ["203.0.113.50"] });
  const renamed = await edgeOf(osaka.site);
  t.like(renamed.device, { id: made.device?.id, name: "renamed", tunnel_ips: [osaka.tunnel] });
  t.like(renamed.host, { mac_address: tokyo.hostMac, vtep_address: "203.0.113.50" });
  t.deepEqual(renamed.others, [], "the entry that was is gone");

  // A network deleted under its connection takes the connection along.
  const network = await osaka.site.post("networks", { network: { name: "blue again" } });
  await osaka.site.remove(`networks/${osaka.network}`);
  t.deepEqual(await osaka.site.list("l2-gateway-connections"), []);
  t.deepEqual(drift(await good(t, stack.refresh())), ["osaka-join delete"]);
  const resources = segment(ends, {
    segmentationId: 10_200,
    tunnels: ["203.0.113.50", osaka.tunnel],
    deviceName: "renamed",
    networks: [tokyo.network, network.id],
  });
  await declare(stack, resources);
  t.deepEqual(did(await good(t, stack.up())), ["create osaka-join"]);
  t.like((await osaka.site.list("l2-gateway-connections"))[0], { network_id: network.id });

  // Wrong: refused in the preview, and nothing is touched.
  for (const end of ends) end.site.forget();
  await declare(stack, segment(ends, { segmentationId: 0 }));
  const refused = await stack.preview();
  t.false(refused.ok);
  t.regex(refused.diagnostics, /segmentationId.* has a problem: segmentationId must be an integer from 1 to 16777214; got 0/);
  t.notRegex(refused.diagnostics, /\n\s+at .*:\d+/, "no stack trace");
  for (const { site } of ends) t.deepEqual(site.writes(), []);

  // --replace replaces a resource with everything that depends on it, although nothing differs.
  await declare(stack, resources);
  const urn = (await stack.exportState()).deployment.resources?.find((resource) => resource.urn.endsWith("::tokyo-edge"))?.urn ?? "";
  await good(t, stack.up({ replace: [urn] }));
  t.deepEqual(did(await good(t, stack.up())), []);

  await good(t, stack.destroy());
  for (const end of ends) t.deepEqual(await held(end.site), [0, 0, 0], `${end.site.name} is empty`);
}
