// SPDX-License-Identifier: Apache-2.0
// The main job, through the SDK's own processes: the whole life of a segment between two sites, on the test engine and on Pulumi itself where there is one.
import test from "ava";
import { engines } from "../engine/newStack";
import { declare, did, type End, good, held, segment, twoSites } from "./topology";

const writes = (end: End): string[] | undefined => end.site.seen?.().filter((line) => !line.startsWith("GET"));

for (const engine of engines()) {
  test(`${engine}: the life of a segment between two sites`, async (t) => {
    t.timeout(240_000);
    const { ends, stack } = await twoSites(t, engine);
    const [tokyo, osaka] = ends;
    await declare(stack, segment(ends, { segmentationId: 10_100 }));

    const preview = await good(t, stack.preview());
    t.is(did(preview).filter((step) => step.startsWith("create ")).length, 8);
    t.deepEqual(await held(tokyo.site), [0, 0, 0]);

    await good(t, stack.up());
    for (const [end, other] of [ends, [osaka, tokyo] as const]) {
      const [device] = await end.site.list("gw/gateway_devices");
      const [gateway] = await end.site.list("l2-gateways");
      const [connection] = await end.site.list("l2-gateway-connections");
      t.like(device, { type: "router_vtep", resource_id: end.router, tunnel_ips: [end.tunnel] });
      t.regex(String(device?.name), new RegExp(`^${end.site.name}-edge-[0-9a-f]{7}$`));
      t.like(gateway?.devices, [{ device_id: device?.id, segmentation_id: "10100" }]);
      t.like(connection, { l2_gateway_id: gateway?.id, network_id: end.network, segmentation_id: "" });
      t.like((await end.site.list(`gw/gateway_devices/${device?.id}/remote_mac_entries`))[0], {
        mac_address: other.hostMac,
        vtep_address: other.tunnel,
        segmentation_id: 10_100,
      });
    }

    for (const end of ends) end.site.forget();
    t.deepEqual(did(await good(t, stack.up())), [], "a second up changes nothing");
    for (const end of ends) t.deepEqual(end.site.seen?.() ?? [], [], "and asks nothing");
    const quiet = await good(t, stack.refresh());
    t.deepEqual(
      quiet.steps.filter(({ found }) => found !== undefined && found !== "same"),
      [],
    );

    // Out-of-band: a tunnel address and a name changed by hand, an entry taken away.
    const [device] = await osaka.site.list("gw/gateway_devices");
    await osaka.site.put(`gw/gateway_devices/${device?.id}`, { gateway_device: { name: "by hand", tunnel_ips: ["203.0.113.99"] } });
    const [entry] = await osaka.site.list(`gw/gateway_devices/${device?.id}/remote_mac_entries`);
    await osaka.site.remove(`gw/gateway_devices/${device?.id}/remote_mac_entries/${entry?.id}`);
    const drift = await good(t, stack.refresh());
    t.deepEqual(
      drift.steps
        .filter(({ found }) => found === "update" || found === "delete")
        .map(({ name, found }) => `${name} ${found}`)
        .sort(),
      ["osaka-edge update", "osaka-host delete"],
    );
    t.deepEqual(did(await good(t, stack.up())).sort(), ["create osaka-host", "update osaka-edge"]);
    t.like((await osaka.site.list("gw/gateway_devices"))[0], { tunnel_ips: [osaka.tunnel] });

    // Another segment: what depends goes first, and comes last.
    await declare(stack, segment(ends, { segmentationId: 10_200 }));
    const moved = did(await good(t, stack.up()));
    const at = (step: string) => moved.indexOf(step);
    for (const { site } of ends) {
      const order = [
        `delete-replaced ${site.name}-join`,
        `delete-replaced ${site.name}-blue`,
        `create-replacement ${site.name}-blue`,
        `create-replacement ${site.name}-join`,
      ].map(at);
      t.false(order.includes(-1), moved.join("\n"));
      t.deepEqual(
        order,
        [...order].sort((a, b) => a - b),
        moved.join("\n"),
      );
    }
    t.like((await tokyo.site.list("l2-gateways"))[0]?.devices, [{ segmentation_id: "10200" }]);

    // In place: the device's name and its tunnel address; the other site's entry follows.
    for (const end of ends) end.site.forget();
    await declare(stack, segment(ends, { segmentationId: 10_200, tunnels: ["203.0.113.50", osaka.tunnel], deviceName: "renamed" }));
    const changed = did(await good(t, stack.up()));
    t.true(changed.includes("update tokyo-edge"), changed.join("\n"));
    t.true(changed.includes("create-replacement osaka-host"), changed.join("\n"));
    t.deepEqual(writes(tokyo)?.map((line) => line.split(" ")[0]) ?? ["PUT"], ["PUT"]);
    t.like((await tokyo.site.list("gw/gateway_devices"))[0], { name: "renamed", tunnel_ips: ["203.0.113.50"] });

    // A network deleted under its connection takes the connection along.
    const network = await osaka.site.post("networks", { network: { name: "blue again" } });
    await osaka.site.remove(`networks/${osaka.network}`);
    const gone = await good(t, stack.refresh());
    t.deepEqual(
      gone.steps.filter(({ found }) => found === "delete").map(({ name }) => name),
      ["osaka-join"],
    );
    const resources = segment(ends, {
      segmentationId: 10_200,
      tunnels: ["203.0.113.50", osaka.tunnel],
      deviceName: "renamed",
      networks: [tokyo.network, network.id],
    });
    await declare(stack, resources);
    t.deepEqual(did(await good(t, stack.up())), ["create osaka-join"]);

    // Wrong: refused in the preview, and nothing is touched.
    for (const end of ends) end.site.forget();
    await declare(stack, segment(ends, { segmentationId: 0 }));
    const refused = await stack.preview();
    t.false(refused.ok);
    t.regex(refused.diagnostics, /segmentationId.* has a problem: 0 is not a segmentation id: a whole number from 1 to 16777214/);
    t.false(/\n\s+at /.test(refused.diagnostics), refused.diagnostics);
    for (const end of ends) t.deepEqual(writes(end) ?? [], []);

    // Replaced on demand, with all that stands on it, although nothing differs.
    await declare(stack, resources);
    const urn = (await stack.exportState()).deployment.resources?.find((resource) => resource.urn.endsWith("::tokyo-edge"))?.urn ?? "";
    await good(t, stack.up({ replace: [urn] }));
    t.deepEqual(did(await good(t, stack.up())), []);

    await good(t, stack.destroy());
    for (const end of ends) t.deepEqual(await held(end.site), [0, 0, 0], `${end.site.name} is empty`);
  });
}
