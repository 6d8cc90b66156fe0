// SPDX-License-Identifier: Apache-2.0
// Ctrl-C and kill -9 of the real engine during each write of an `up` and of a `destroy`. One `pulumi up` afterwards is enough.
import { setTimeout as sleep } from "node:timers/promises";
import type { ExecutionContext } from "ava";
import type { EmulatedSite } from "../../sdk/testing/index";
import { writesOf } from "../helpers/inProcess/emulatedSegment";
import { onPulumi } from "../pulumi/onPulumi";
import { assertSame, type PulumiSegment, pulumiSegment } from "./pulumiSegment";
import { declare, did, good } from "./topology";

const COLLECTIONS = ["gw/gateway_devices", "l2-gateways", "l2-gateway-connections", "remote_mac_entries"];

/** A collection in a path, for a POST to it and for a DELETE in it. */
const inCollection = (collection: string) => new RegExp(`${collection}(/[^/]*)?$`);

type Signal = "Ctrl-C" | "kill -9";

/** Runs the operation and stops the engine while the site works on this write. */
async function stopDuring(
  { stack }: PulumiSegment,
  operation: "up" | "destroy",
  site: EmulatedSite,
  collection: string,
  signal: Signal,
): Promise<void> {
  const method = operation === "up" ? "POST" : "DELETE";
  site.clearRequests();
  site.fault({ match: { method, path: inCollection(collection) }, action: { delayMs: 2_500 } });
  const run = stack.start(operation);
  const isUnderWay = () => writesOf(site).some((line) => line.startsWith(method) && inCollection(collection).test(line));
  while (!isUnderWay()) await sleep(10);
  // Until the other resources are done: a CLI that is killed while it writes its state can leave an empty file ("failed to load checkpoint: EOF").
  await sleep(1_000);
  if (signal === "kill -9") await run.kill();
  else run.interrupt();
  await run.result;
  // An orphaned provider ends its request.
  if (signal === "kill -9") await sleep(3_000);
}

async function survives(t: ExecutionContext, operation: "up" | "destroy", signal: Signal): Promise<void> {
  const segment = await pulumiSegment(t);
  const { stack, sites } = segment;
  await declare(stack, segment.resources());
  if (operation === "destroy") await good(t, stack.up());
  for (const [site, collection] of sites.flatMap((one) => COLLECTIONS.map((collection) => [one, collection] as const))) {
    await stopDuring(segment, operation, site, collection, signal);
    if (signal === "Ctrl-C") await assertSame(t, sites, stack);
    await good(t, stack.up());
    await assertSame(t, sites, stack);
    if (operation === "up") await good(t, stack.destroy());
  }
  if (operation === "destroy") t.deepEqual(did(await good(t, stack.up())), [], "nothing is left to do");
}

onPulumi("kill -9 during each write of an up", survives, "up", "kill -9");
onPulumi("Ctrl-C during each write of an up", survives, "up", "Ctrl-C");
onPulumi("kill -9 during each write of a destroy", survives, "destroy", "kill -9");
onPulumi("Ctrl-C during each write of a destroy", survives, "destroy", "Ctrl-C");
