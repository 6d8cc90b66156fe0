// SPDX-License-Identifier: Apache-2.0
// A destroy that is killed after the site has deleted an object and before the engine has recorded it: the state holds what the site does not.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import test from "ava";
import { assertNothingLostNorDoubled, did, drift, emulatedSegment } from "../helpers/inProcess/emulatedSegment";

for (const [kind, collection, left] of [
  ["gateway device", "gateway_devices", ["GatewayDevice"]],
  ["L2 gateway", "l2_gateways", ["GatewayDevice", "L2Gateway", "RemoteMacEntry"]],
] as const) {
  test(`a ${kind} that is only in the state: its dependents name the way out, which works`, async (t) => {
    const { sites, stack, declare } = await emulatedSegment(t);
    declare(10_100);
    const all = stack.resources;
    stack.resources = all.filter((one) => (left as readonly string[]).includes(one.kind));
    t.true((await stack.up()).ok);
    const [gone] = sites[0].objects(collection);
    sites[0].remove(collection, String(gone?.id));

    stack.resources = all;
    const refused = await stack.up();
    t.false(refused.ok);
    t.regex(refused.diagnostics, new RegExp(`the state of this stack holds this ${kind}, but site tokyo does not.*pulumi up --refresh`));
    const cured = await stack.up({ refresh: true });
    t.true(cured.ok, cured.diagnostics);
    assertNothingLostNorDoubled(t, stack, sites);
  });
}

const DELETIONS = ["gw/gateway_devices", "l2-gateways", "l2-gateway-connections", "remote_mac_entries"];

for (const index of [0, 1] as const)
  for (const collection of DELETIONS)
    for (const [outcome, action] of [
      ["answered after the kill", { delayMs: 50 }],
      ["done and never answered", { hang: true, done: true }],
      ["neither done nor answered", { hang: true }],
    ] as const)
      test(`kill -9 of the engine while a destroy deletes in ${collection} of site ${index}, ${outcome}: one up is enough`, async (t) => {
        const { sites, stack, declare } = await emulatedSegment(t);
        declare(10_100);
        t.true((await stack.up()).ok);
        const site = sites[index];
        const path = new RegExp(`${collection}/[^/]*$`);
        site.clearRequests();
        site.fault({ match: { method: "DELETE", path }, action });
        const until = async (reached: () => boolean) => {
          while (!reached()) await sleep(2);
        };
        const asked = () => site.requests().find((request) => request.method === "DELETE" && path.test(request.path));
        await stack.killed(
          "destroy",
          until(() => asked() !== undefined),
          { orphaned: true },
        );
        const id = asked()?.path.split("/").at(-1) ?? "";
        if ("delayMs" in action) await until(() => deletedAccordingTo(stack.notes).includes(id));
        else await sleep(20);

        const next = await stack.up();
        t.true(next.ok, next.diagnostics);
        assertNothingLostNorDoubled(t, stack, sites);
        t.deepEqual(did(await stack.up()), []);
        t.deepEqual(drift(await stack.refresh()), []);
      });

/** The ids of the deletions that are answered according to the notes in a folder. */
const deletedAccordingTo = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => (JSON.parse(readFileSync(join(folder, name), "utf8")) as { deleted: string[] }).deleted);
