// SPDX-License-Identifier: Apache-2.0
// A segment between two emulated sites on the real engine, for the tests of the engine's commands and options.
import type { ExecutionContext } from "ava";
import { type EmulatedSite, startSites } from "../../sdk/testing/index";
import { idsAt } from "../helpers/inProcess/emulatedSegment";
import { CliStack } from "../pulumi/cliStack";
import { newStack } from "../stack/newStack";
import type { Declared } from "./program";
import { declare, good, type Place, type Plain, placeAt, segment } from "./topology";

export interface PulumiSegment {
  readonly stack: CliStack;
  readonly sites: readonly [EmulatedSite, EmulatedSite];
  readonly ends: readonly [Place, Place];
  /** The eight resources of a segment with this id. */
  resources(segmentationId?: number): Plain[];
}

/** Two sites with a router and a network each, and an empty stack that is configured for both. */
export async function pulumiSegment(t: ExecutionContext): Promise<PulumiSegment> {
  t.timeout(600_000);
  const sites = await startSites({ sites: ["tokyo", "osaka"] });
  t.teardown(() => Promise.all(sites.map((site) => site.stop())));
  const clouds = Object.fromEntries(sites.map((site) => [site.name, site.cloud]));
  const stack = await newStack(t, {
    program: `${__dirname}/program.js`,
    engine: "cli",
    secrets: { "border-gateway:sites": JSON.stringify(clouds) },
  });
  if (!(stack instanceof CliStack)) throw new Error("the real engine was asked for");
  const ends = [placeAt(sites[0], 0), placeAt(sites[1], 1)] as const;
  return { stack, sites, ends, resources: (segmentationId = 10_100) => segment(ends, { segmentationId }) };
}

/** Brings a segment up. */
export async function deployedSegment(t: ExecutionContext): Promise<PulumiSegment> {
  const deployed = await pulumiSegment(t);
  await declare(deployed.stack, deployed.resources());
  await good(t, deployed.stack.up());
  for (const site of deployed.sites) site.clearRequests();
  return deployed;
}

/** The resources with one of them declared differently. */
export const changed = (resources: readonly Declared[], name: string, change: Partial<Declared>): Declared[] =>
  resources.map((one) => (one.name === name ? { ...one, ...change } : one));

/** The ids of our resources in the states of these stacks. */
export async function idsInState(...stacks: readonly CliStack[]): Promise<string[]> {
  const states = await Promise.all(stacks.map((stack) => stack.exportState()));
  const ours = states.flatMap(({ deployment }) => (deployment.resources ?? []).filter(({ type }) => type.includes("border-gateway")));
  return ours.map(({ id }) => String(id)).sort();
}

/** The states name what the sites hold, each object once, and nothing else. */
export async function assertSame(t: ExecutionContext, sites: readonly EmulatedSite[], ...stacks: readonly CliStack[]): Promise<void> {
  t.deepEqual(await idsInState(...stacks), sites.flatMap(idsAt).sort(), "the states and the sites");
}
