// SPDX-License-Identifier: Apache-2.0
// What exists at the sites of each guide, and what happens to them while its commands run.
import type { ExecutionContext } from "ava";
import { fillDemoSites } from "../../cli/demoSites";
import { type EmulatedSite, startSites } from "../../sdk/testing/index";
import type { Event } from "./guideRun";

export interface Story {
  readonly sites: readonly EmulatedSite[];
  /** By the heading of the section before whose first command the event happens. */
  readonly events: Readonly<Record<string, Event>>;
}

/** The two sites of `emulate --demo`. */
export const demoSites = async (t: ExecutionContext): Promise<Story> => ({ sites: await borderSites(t, ["tokyo", "osaka"]), events: {} });

export const stories: Readonly<Record<string, (t: ExecutionContext) => Promise<Story>>> = {
  "adopting-existing-objects.md": async (t) => {
    const { sites } = await sitesWithObjects(t);
    const changeTunnelAddress = () => sites[0]?.edit("gateway_devices", idOf(1, "d1"), { tunnel_ips: ["203.0.113.9"] });
    return { sites, events: { "Drift after the adoption": changeTunnelAddress } };
  },
  "from-terraform.md": sitesWithObjects,
  "from-heat.md": async (t) => {
    const sites = await startSites({ sites: ["nagoya"], kind: "upstream" });
    t.teardown(() => Promise.all(sites.map((site) => site.stop())));
    const [nagoya] = sites;
    const network = nagoya.addNetwork({ id: idOf(3, "a1"), name: "office" });
    const tenant = { tenant_id: nagoya.objects("networks")[0]?.tenant_id ?? "" };
    const devices = [{ id: idOf(3, "d1"), device_name: "sw2", interfaces: [{ name: "p3", segmentation_id: ["300"] }] }];
    const gateway = nagoya.insert("l2_gateways", { ...tenant, id: idOf(3, "d2"), name: "printer", devices });
    nagoya.insert("l2_gateway_connections", {
      ...tenant,
      id: idOf(3, "d3"),
      l2_gateway_id: gateway,
      network_id: network,
      segmentation_id: 0,
    });
    return { sites, events: {} };
  },
  "previews-in-ci.md": async (t) => {
    const sites = await borderSites(t, ["tokyo", "osaka"]);
    return {
      sites,
      events: { "Previews without access to the sites": async () => void (await Promise.all(sites.map((site) => site.stop()))) },
    };
  },
  "site-down-or-gone.md": async (t) => {
    const sites = await borderSites(t, ["tokyo", "osaka", "nagoya"]);
    return {
      sites,
      events: {
        "Behaviour while a site is down": () => sites[2]?.stop(),
        "Remove an empty site from the state": () => reinstall(t, sites, 1),
      },
    };
  },
};

async function borderSites(t: ExecutionContext, names: readonly string[]): Promise<EmulatedSite[]> {
  const sites = await startSites({ sites: names });
  t.teardown(() => Promise.all(sites.map((site) => site.stop())));
  fillDemoSites(sites);
  return sites;
}

/** Starts an empty site in place of one of the demo sites, with the same routers, networks and ports. */
async function reinstall(t: ExecutionContext, sites: readonly EmulatedSite[], index: number): Promise<void> {
  const old = sites[index];
  if (old === undefined) throw new Error(`there is no site ${index}`);
  await old.stop();
  const [site] = await startSites({ sites: [old.name], port: Number(new URL(old.url).port) });
  t.teardown(() => site.stop());
  fillDemoSites(sites.map((one) => (one === old ? site : one)));
}

const idOf = (site: number, object: string): string => `0000000${site}-0000-4000-8000-${object.padStart(12, "0")}`;

/** The demo sites, where tokyo has objects that another tool has created. */
async function sitesWithObjects(t: ExecutionContext): Promise<Story> {
  const sites = await borderSites(t, ["tokyo", "osaka"]);
  const [tokyo] = sites;
  const [router] = tokyo?.objects("routers") ?? [];
  if (tokyo === undefined || router === undefined) throw new Error("the demo has no router");
  const tenant = { tenant_id: router.tenant_id ?? "" };
  const network = tokyo.objects("networks").find(({ name }) => name === "web");
  const device = tokyo.insert("gateway_devices", {
    ...tenant,
    id: idOf(1, "d1"),
    name: "edge-vtep",
    type: "router_vtep",
    resource_id: router.id ?? "",
    tunnel_ips: ["203.0.113.1"],
  });
  const devices = [{ device_id: device, segmentation_id: 10100 }];
  const gateway = tokyo.insert("l2_gateways", { ...tenant, id: idOf(1, "d2"), name: "web-gw", devices });
  const ids = { l2_gateway_id: gateway, network_id: network?.id ?? "" };
  tokyo.insert("l2_gateway_connections", { ...tenant, id: idOf(1, "d3"), ...ids, segmentation_id: 0 });
  const entry = { mac_address: "02:00:5e:00:02:11", vtep_address: "203.0.113.2", segmentation_id: 10100 };
  tokyo.insert("remote_mac_entries", { id: idOf(1, "d4"), device_id: device, ...entry });
  return { sites, events: {} };
}
