// SPDX-License-Identifier: Apache-2.0
// The engine is killed or interrupted in the middle of a request. Its provider process finishes that request and starts no other.
import { setTimeout as sleep } from "node:timers/promises";
import type { ExecutionContext } from "ava";
import { startSites } from "../../sdk/testing/index";
import { idsAt, writesOf } from "../helpers/inProcess/emulatedSegment";
import { onPulumi } from "../pulumi/onPulumi";
import { newStack } from "../stack/newStack";
import { isAlive } from "../stack/processTree";
import { declare, did, good, placeAt, segment } from "./topology";

async function segmentOn(t: ExecutionContext) {
  t.timeout(240_000);
  const sites = await startSites({ sites: ["tokyo", "osaka"] });
  const clouds = Object.fromEntries(sites.map((site) => [site.name, site.cloud]));
  const secrets = { "border-gateway:sites": JSON.stringify(clouds) };
  const stack = await newStack(t, { program: `${__dirname}/program.js`, secrets });
  t.teardown(() => Promise.all(sites.map((site) => site.stop())));
  const places = [placeAt(sites[0], 0), placeAt(sites[1], 1)] as const;
  await declare(stack, segment(places, { segmentationId: 10_100 }));
  const gatewayPosts = () => writesOf(sites[0]).filter((line) => line === "POST /v2.0/l2-gateways").length;
  return { sites, places, stack, gatewayPosts };
}

const GATEWAY_POST = { method: "POST", path: /l2-gateways$/ } as const;

onPulumi("the engine is killed while a gateway is created, and its orphaned provider still creates it", async (t) => {
  const { sites, stack, gatewayPosts } = await segmentOn(t);
  const [tokyo] = sites;
  tokyo.fault({ match: GATEWAY_POST, action: { delayMs: 2_000 } });
  const run = stack.start("up");
  while (gatewayPosts() === 0) await sleep(10);
  await run.kill();
  while (tokyo.objects("l2_gateways").length === 0) await sleep(10);

  const result = await good(t, stack.up());
  const ours = ((await stack.exportState()).deployment.resources ?? []).filter(({ type }) => type.includes("border-gateway"));
  t.deepEqual(ours.map(({ id }) => String(id)).sort(), sites.flatMap(idsAt).sort());
  t.is(ours.length, 8);
  t.false(JSON.stringify([ours, result]).includes('"token'), "no login is in our resources or on the terminal");
  t.deepEqual(did(await good(t, stack.up())), []);
  await good(t, stack.destroy());
  t.deepEqual(sites.flatMap(idsAt), []);
});

onPulumi("an orphaned provider does not retry a request that failed after the engine was killed", async (t) => {
  const { sites, stack, gatewayPosts } = await segmentOn(t);
  // Alive, it would look and send again after half a second.
  sites[0].fault({ match: GATEWAY_POST, action: { delayMs: 1_000, status: 503 } });
  const run = stack.start("up");
  while (gatewayPosts() === 0) await sleep(10);
  await run.kill();
  await sleep(4_000);
  t.is(gatewayPosts(), 1);
  t.deepEqual(sites[0].objects("l2_gateways"), []);
});

onPulumi("an orphaned provider exits once its request has ended", async (t) => {
  const { sites, stack, gatewayPosts } = await segmentOn(t);
  sites[0].fault({ match: GATEWAY_POST, action: { delayMs: 3_000 } });
  const run = stack.start("up");
  while (gatewayPosts() === 0) await sleep(10);
  const orphans = await run.kill();
  await sleep(1_000);
  t.true(orphans.some(isAlive), "its request is under way");
  while (sites[0].objects("l2_gateways").length === 0) await sleep(10);
  const endsAt = Date.now() + 10_000;
  while (orphans.some(isAlive) && Date.now() < endsAt) await sleep(50);
  t.deepEqual(orphans.filter(isAlive), []);
});

onPulumi("an interrupt ends the repetition of a PUT that the site does not answer", async (t) => {
  const { sites, places, stack } = await segmentOn(t);
  await good(t, stack.up());
  await declare(stack, segment(places, { segmentationId: 10_100, deviceName: "renamed" }));
  for (const site of sites) site.fault({ match: { method: "PUT", times: Number.POSITIVE_INFINITY }, action: { hang: true } });
  const puts = () => sites.flatMap(writesOf).filter((line) => line.startsWith("PUT")).length;
  const run = stack.start("up");
  while (puts() < 2) await sleep(10);
  const interruptedAt = Date.now();
  run.interrupt();
  t.false((await run.result).ok);
  const seconds = (Date.now() - interruptedAt) / 1000;
  t.true(seconds < 40, `the engine ended ${seconds} s after the interrupt`);
  t.is(puts(), 2, "no repetition");
});
