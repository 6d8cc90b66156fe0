// SPDX-License-Identifier: Apache-2.0
import type { ExecutionContext } from "ava";
import type { EmulatedSite } from "../../sdk/testing/index";
import { newStack } from "../stack/newStack";
import type { Result, StackDriver } from "../stack/stack";
import type { Declared } from "./program";
import { type TargetSite, targetSites } from "./target";

/** One end of a segment: the objects that it requires at a site. */
export interface Place {
  readonly site: { readonly name: string };
  readonly router: string;
  readonly network: string;
  readonly tunnel: string;
  readonly hostMac: string;
}

/** A router and a network at an emulated site, and the addresses of its end of a segment. */
export const placeAt = (site: EmulatedSite, index: number): Place & { readonly site: EmulatedSite } => ({
  site,
  router: site.addRouter(),
  network: site.addNetwork(),
  tunnel: `203.0.113.${10 + index}`,
  hostMac: `02:00:5e:00:00:0${index + 1}`,
});

export interface End extends Place {
  readonly site: TargetSite;
}

export const COLLECTIONS = ["gw/gateway_devices", "l2-gateways", "l2-gateway-connections"] as const;

/** Two border sites, each with a router and a network, and an empty stack of the program that is configured for both. */
export async function twoSites(t: ExecutionContext, program?: string): Promise<{ ends: [End, End]; stack: StackDriver }> {
  const sites = await targetSites(t, "border", ["tokyo", "osaka"]);
  const ends = await Promise.all(
    sites.map(async (site, index): Promise<End> => {
      const router = await site.post("routers", { router: { name: `${site.name}-edge` } });
      const network = await site.post("networks", { network: { name: "blue" } });
      return { site, router: router.id, network: network.id, tunnel: `203.0.113.${10 + index}`, hostMac: `02:00:5e:00:00:0${index + 1}` };
    }),
  );
  const [first, second] = ends;
  if (first === undefined || second === undefined) throw new Error("two sites were asked for");
  return { ends: [first, second], stack: await stackOf(t, sites, program) };
}

export function stackOf(t: ExecutionContext, sites: readonly TargetSite[], program = `${__dirname}/program.js`): Promise<StackDriver> {
  const clouds = JSON.stringify(Object.fromEntries(sites.map((site) => [site.name, site.cloud])));
  return newStack(t, { program, secrets: { "border-gateway:sites": clouds } });
}

export interface Segment {
  readonly segmentationId: number;
  readonly tunnels?: readonly [string, string];
  readonly deviceName?: string;
  readonly networks?: readonly [string, string];
}

/** A declaration without resource options. */
export type Plain = Pick<Declared, "kind" | "name" | "args">;

/** One segment between two sites, declared by hand: four resources at each, the remote MAC at one site pointing to the tunnel address of the other. */
export function segment([tokyo, osaka]: readonly [Place, Place], { segmentationId, tunnels, deviceName, networks }: Segment): Plain[] {
  const tunnelOf = [tunnels?.[0] ?? tokyo.tunnel, tunnels?.[1] ?? osaka.tunnel];
  return [tokyo, osaka].flatMap((end, index): Plain[] => {
    const site = end.site.name;
    const other = index === 0 ? osaka : tokyo;
    return [
      {
        kind: "GatewayDevice",
        name: `${site}-edge`,
        args: {
          site,
          type: "router_vtep",
          resourceId: end.router,
          tunnelIps: [tunnelOf[index]],
          ...(deviceName === undefined ? {} : { name: deviceName }),
        },
      },
      { kind: "L2Gateway", name: `${site}-blue`, args: { site, devices: [{ deviceId: `\${${site}-edge.id}`, segmentationId }] } },
      {
        kind: "L2GatewayConnection",
        name: `${site}-join`,
        args: { site, l2GatewayId: `\${${site}-blue.id}`, networkId: networks?.[index] ?? end.network },
      },
      {
        kind: "RemoteMacEntry",
        name: `${site}-host`,
        args: { site, gatewayDeviceId: `\${${site}-edge.id}`, macAddress: other.hostMac, vtepAddress: tunnelOf[1 - index], segmentationId },
      },
    ];
  });
}

export const declare = (stack: StackDriver, resources: readonly Declared[]): Promise<void> =>
  stack.setConfig("test:resources", JSON.stringify(resources));

/** `create tokyo-edge`, for our resources, without what stayed the same. */
export const did = (result: Result): string[] =>
  result.steps.filter(({ op, type }) => op !== "same" && type.includes("border-gateway")).map(({ op, name }) => `${op} ${name}`);

/** An operation that has to succeed. */
export async function good(t: ExecutionContext, running: Promise<Result>): Promise<Result> {
  const result = await running;
  if (!result.ok) t.fail(result.diagnostics);
  return result;
}

/** How much of ours a site holds in each collection, as its API shows it. */
export async function held(site: TargetSite, collections: readonly string[] = COLLECTIONS): Promise<number[]> {
  const lists = await Promise.all(collections.map((path) => site.list(path)));
  return lists.map((rows) => rows.length);
}

/** What a refresh has found that was not in the state: `osaka-host delete`. */
export const drift = ({ steps }: Result): string[] =>
  steps.flatMap(({ name, found }) => (found === undefined || found === "same" ? [] : [`${name} ${found}`]));

/** These steps were taken, in this order; others may lie between. */
export function inOrder(t: ExecutionContext, steps: readonly string[], wanted: readonly string[]): void {
  const at = wanted.map((step) => steps.indexOf(step));
  t.false(at.includes(-1), steps.join("\n"));
  t.deepEqual(
    at,
    [...at].sort((a, b) => a - b),
    steps.join("\n"),
  );
}
