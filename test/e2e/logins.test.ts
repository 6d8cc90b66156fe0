// SPDX-License-Identifier: Apache-2.0
// What logging in costs a site, counted by the site.
import test from "ava";
import { startSites } from "../../sdk/testing/index";
import type { Declared } from "../helpers/inProcess/declaredProgram";
import { InProcessStack } from "../helpers/inProcess/inProcessStack";
import { asked } from "../helpers/sites";

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));

test("300 resources on 10 sites: exactly 10 tokens and 10 discoveries in each operation, and nothing before them", async (t) => {
  const names = times(10, (index) => `site-${index}`);
  const sites = await startSites({ sites: names, auth: "keystone" });
  t.teardown(() => Promise.all(sites.map((site) => site.stop())));
  const stack = new InProcessStack(t, { "border-gateway:sites": Object.fromEntries(sites.map(({ name, cloud }) => [name, cloud])) });
  stack.resources = sites.flatMap((site) => {
    const gatewayDeviceId = site.insert("gateway_devices", {
      name: "edge",
      type: "router_vtep",
      resource_id: site.addRouter(),
      tunnel_ips: ["203.0.113.10"],
      tenant_id: "a".repeat(32),
    });
    return times(30, (index): Declared => {
      const args = {
        site: site.name,
        gatewayDeviceId,
        macAddress: `02:00:5e:10:00:${(16 + index).toString(16)}`,
        vtepAddress: "203.0.113.11",
        segmentationId: 10_100,
      };
      return { kind: "RemoteMacEntry", name: `${site.name}-host-${index}`, args };
    });
  });
  t.is(stack.resources.length, 300);
  for (const operation of ["preview", "up", "up again", "refresh", "destroy"] as const) {
    for (const site of sites) site.clearRequests();
    const result = await stack[operation === "up again" ? "up" : operation]();
    t.true(result.ok, result.diagnostics);
    for (const site of sites) {
      const lines = asked(site);
      const logins = lines.filter((line) => line.includes("/auth/tokens") || line === "GET /");
      // Where nothing has changed, no site is asked anything.
      t.deepEqual(logins, operation === "up again" ? [] : ["POST /identity/v3/auth/tokens", "GET /"], operation);
      t.deepEqual(lines.slice(0, 2), logins, operation);
    }
  }
});
