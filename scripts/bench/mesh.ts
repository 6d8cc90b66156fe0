// SPDX-License-Identifier: Apache-2.0
// The measured mesh, its sites, and the no-op resources that it is compared with.
import { join } from "node:path";
import { createRuntime } from "../../provider/runtime";
import { Findings } from "../../sdk/mesh/finding";
import type { Topology } from "../../sdk/mesh/index";
import { meshAtSites } from "../../sdk/mesh/live/atSites";
import { validateTopology } from "../../sdk/mesh/validateTopology";
import { type EmulatedSite, startSites } from "../../sdk/testing/index";
import { type Engine, newStack } from "../../test/stack/newStack";
import type { StackDriver } from "../../test/stack/stack";
import type { Test } from "../../test/stack/turn";

export type MeshStack = StackDriver;

export interface Ground {
  /** One more than the mesh has at first. */
  readonly sites: readonly EmulatedSite[];
  readonly topology: Topology;
  held(): Record<"devices" | "gateways" | "connections" | "remoteMacs", number>;
}

const mac = (n: number) => `02:00:00:${[n >> 16, (n >> 8) & 255, n & 255].map((byte) => byte.toString(16).padStart(2, "0")).join(":")}`;

/** A full mesh; a host has the same address however many sites there are. */
export function topologyOf(siteCount: number, segmentCount: number, hostCount: number): Topology {
  const names = Array.from({ length: siteCount }, (_, index) => `site${index}`);
  const members = (segment: number) =>
    Object.fromEntries(
      names.map((name, site) => [
        name,
        {
          network: `net${segment}`,
          hosts: Array.from({ length: hostCount }, (_, host) => mac(1 + (site * segmentCount + segment) * hostCount + host)),
        },
      ]),
    );
  return {
    sites: Object.fromEntries(names.map((name, index) => [name, { router: "edge", tunnelIp: `10.0.${index >> 8}.${index & 255}` }])),
    segments: Object.fromEntries(
      Array.from({ length: segmentCount }, (_, index) => [`net${index}`, { segmentationId: index + 1, sites: members(index) }]),
    ),
  };
}

/** Emulated sites for a mesh of this size and one site more, and a place to clear things away. */
export async function withGround(
  siteCount: number,
  segmentCount: number,
  body: (ground: Ground, test: Test) => Promise<void>,
): Promise<void> {
  const names = Object.keys(topologyOf(siteCount + 1, segmentCount, 1).sites);
  const sites = await startSites({ sites: names });
  const cleanups: Array<() => unknown> = [() => Promise.all(sites.map((site) => site.stop()))];
  for (const site of sites) {
    site.addRouter({ name: "edge" });
    for (let segment = 0; segment < segmentCount; segment++) site.addNetwork({ name: `net${segment}` });
  }
  const count = (kind: Parameters<EmulatedSite["objects"]>[0]) => sites.reduce((sum, site) => sum + site.objects(kind).length, 0);
  const held = () => ({
    devices: count("gateway_devices"),
    gateways: count("l2_gateways"),
    connections: count("l2_gateway_connections"),
    remoteMacs: count("remote_mac_entries"),
  });
  try {
    const topology = topologyOf(siteCount, segmentCount, 1);
    await body({ sites, topology, held }, { teardown: (action) => void cleanups.push(action) });
  } finally {
    for (const cleanup of cleanups.reverse()) await cleanup();
  }
}

const cloudsOf = (sites: readonly EmulatedSite[]) => JSON.stringify(Object.fromEntries(sites.map((site) => [site.name, site.cloud])));

export function meshOf({ sites, topology }: Ground, test: Test, engine: Engine): Promise<MeshStack> {
  const config = { "mesh:topology": JSON.stringify(topology), "border-gateway:sites": cloudsOf(sites) };
  return newStack(test, { program: join(__dirname, "../../test/sdk/mesh/fixtures/program.js"), engine, config });
}

export function noopStack(count: number, test: Test, engine: Engine): Promise<MeshStack> {
  const config = { "bench:what": "noop", "bench:count": String(count), "bench:device": "none" };
  return newStack(test, { program: join(__dirname, "program.js"), engine, config });
}

/** The time of one operation, which has to succeed. */
export async function seconds(stack: MeshStack, operation: "preview" | "up"): Promise<number> {
  const started = performance.now();
  const result = await stack[operation]();
  if (!result.ok) throw new Error(result.diagnostics);
  return (performance.now() - started) / 1000;
}

/** What the program asks of the site that it asks most, before it declares anything. */
export async function liveRequests({ sites, topology }: Ground): Promise<number> {
  const clouds = cloudsOf(sites);
  const stackConfig = (key: string) => (key === "border-gateway:sites" ? clouds : undefined);
  const findings = new Findings();
  const runtime = createRuntime({ stackConfig, env: {}, cwd: "/nonexistent", home: "/nonexistent" });
  await meshAtSites(validateTopology(topology).mesh, runtime, findings);
  if (findings.all.length > 0) throw new Error("the sites contradict the mesh that is measured");
  return Math.max(...sites.map((site) => site.requests().length));
}

/** What a preview shows for a site more: `create GatewayDevice 1, …`. @throws Error where it touches anything else */
export async function addedSite(stack: MeshStack, siteCount: number, segmentCount: number): Promise<string> {
  await stack.setConfig("mesh:topology", JSON.stringify(topologyOf(siteCount + 1, segmentCount, 1)));
  const { ok, steps, diagnostics } = await stack.preview();
  if (!ok) throw new Error(diagnostics);
  const counts = new Map<string, number>();
  for (const { op, type, name } of steps.filter((step) => step.op !== "same" && step.type.includes("dynamic/"))) {
    const isNew = name.endsWith(`site${siteCount}`);
    if (op !== (isNew ? "create" : "update") || (!isNew && !type.endsWith("RemoteMacTable")))
      throw new Error(`a site more: ${op} ${type} ${name}`);
    const what = `${op} ${type.split(":").at(-1)}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [...counts].map(([what, count]) => `${count} × ${what}`).join(", ");
}
