// SPDX-License-Identifier: Apache-2.0
// Where the sites and their logins come from, and what happens to a stack when that changes.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { cloudsYaml, type EmulatedSite, startSites } from "../../sdk/testing/index";
import { folderWith } from "../helpers/folders";
import { assertNothingLostNorDoubled, did, drift, emulatedSegment, idsAt, writesOf } from "../helpers/inProcess/emulatedSegment";
import { InProcessStack } from "../helpers/inProcess/inProcessStack";

type Segment = Awaited<ReturnType<typeof emulatedSegment>>;
const good = async (t: ExecutionContext, running: ReturnType<InProcessStack["up"]>) => {
  const result = await running;
  t.true(result.ok, result.diagnostics);
  return result;
};

async function made(t: ExecutionContext, options?: Parameters<typeof emulatedSegment>[1]): Promise<Segment> {
  const segment = await emulatedSegment(t, options);
  segment.declare(10_100);
  await good(t, segment.stack.up());
  for (const site of segment.sites) site.clearRequests();
  return segment;
}

/** A stack of one hw_vtep device that names no site. */
const device = (args: object = {}) => [
  {
    kind: "GatewayDevice" as const,
    name: "edge",
    args: { managementIp: "192.0.2.1", managementPort: 6632, tunnelIps: ["10.0.0.1"], ...args },
  },
];
async function unnamed(t: ExecutionContext, config: object = {}) {
  const sites = await startSites({ sites: ["tokyo", "osaka"] });
  const stack = new InProcessStack(t, { ...config });
  t.teardown(() => Promise.all(sites.map((site) => site.stop())));
  stack.resources = device();
  const path = folderWith(t);
  writeFileSync(join(path, "clouds.yaml"), cloudsYaml(sites));
  stack.surroundings = { ...stack.surroundings, env: { OS_CLIENT_CONFIG_FILE: join(path, "clouds.yaml"), OS_CLOUD: "tokyo" } };
  return { sites, stack, clouds: join(path, "clouds.yaml") };
}
const devices = (sites: readonly EmulatedSite[]) => sites.map((site) => site.objects("gateway_devices").length);

test("clouds.yaml and OS_CLOUD replace the stack configuration; the state contains the site, and a changed OS_CLOUD moves no resource", async (t) => {
  const { sites, stack } = await unnamed(t);
  await good(t, stack.up());
  t.deepEqual(devices(sites), [1, 0]);
  t.is(stack.kept()[0]?.outputs.site, "tokyo");

  const osaka = { env: { OS_CLOUD: "osaka" } };
  for (const refused of [await stack.preview(osaka), await stack.up(osaka)]) {
    t.false(refused.ok);
    t.regex(refused.diagnostics, /site .*the default is no longer "tokyo".* but "osaka".*Give the site by name/);
  }
  t.deepEqual(drift(await good(t, stack.refresh(osaka))), [], "nothing looks deleted");
  t.deepEqual(devices(sites), [1, 0]);
  await good(t, stack.destroy(osaka));
  t.deepEqual(devices(sites), [0, 0], "and destroy goes where the object is");
});

test("no site configured: one sentence, in preview, and no emulator takes its place", async (t) => {
  const stack = new InProcessStack(t, {});
  stack.resources = device();
  const result = await stack.preview();
  t.false(result.ok);
  t.regex(result.diagnostics, /property site .* has a problem: no site is configured: set border-gateway:sites/);
  t.notRegex(result.diagnostics, /\n\s+at |defect/);
});

test("a site with another name at the same endpoint: in place, and without a request that changes anything", async (t) => {
  const segment = await made(t);
  const { stack, clouds } = segment;
  stack.setConfig("border-gateway:sites", { ...clouds, edo: clouds.tokyo });
  const renamed = { ...segment.ends[0], site: { name: "edo" } };
  stack.resources = segment.stack.resources.map((one) =>
    one.args.site === "tokyo" ? { ...one, args: { ...one.args, site: renamed.site.name } } : one,
  );
  const steps = did(await good(t, stack.up()));
  t.deepEqual(steps.sort(), ["update tokyo-blue", "update tokyo-edge", "update tokyo-host", "update tokyo-join"]);
  t.deepEqual(segment.sites.flatMap(writesOf), []);
  stack.setConfig("border-gateway:sites", { edo: clouds.tokyo, osaka: clouds.osaka });
  t.deepEqual(did(await good(t, stack.up())), [], "the old name is needed no longer");
  t.deepEqual(drift(await good(t, stack.refresh())), []);
});

test("a site name that leads elsewhere: every operation refuses and names both; endpointChangedSites follows", async (t) => {
  const { sites, stack, clouds } = await unnamed(t);
  const [tokyo, osaka] = sites;
  await good(t, stack.up());
  const pointTo = (endpoint: string) =>
    writeFileSync(clouds, JSON.stringify({ clouds: { tokyo: { auth_type: "admin_token", auth: { endpoint, token: "admin" } } } }));
  pointTo(osaka.url);
  const elsewhere = new RegExp(`site tokyo now leads to ${osaka.url}, but this object was created at ${tokyo.url}.*endpointChangedSites`);
  for (const operation of ["refresh", "destroy"] as const) {
    const refused = await stack[operation]();
    t.false(refused.ok, operation);
    t.regex(refused.diagnostics, elsewhere, operation);
    t.is(stack.kept().length, 1, "nothing leaves the state");
  }
  stack.resources = device({ name: "renamed" });
  t.regex((await stack.up()).diagnostics, elsewhere);
  t.deepEqual(devices(sites), [1, 0]);

  // The same Neutron under a new address: here by another spelling of it. Refresh and destroy go by the configuration of the last `up`.
  pointTo(tokyo.url.replace("127.0.0.1", "localhost"));
  t.false((await stack.refresh()).ok);
  stack.setConfig("border-gateway:endpointChangedSites", ["tokyo"]);
  await good(t, stack.up());
  t.is(tokyo.objects("gateway_devices")[0]?.name, "renamed");
  await good(t, stack.refresh());
  t.regex(String(stack.kept()[0]?.outputs.endpoint), /localhost/);
  await good(t, stack.destroy());
  t.deepEqual(devices(sites), [0, 0]);
});

test("adopt: true takes over what a colleague made by hand, and changes what can be changed", async (t) => {
  const segment = await emulatedSegment(t);
  segment.declare(10_100);
  const [tokyo] = segment.sites;
  const [end] = segment.ends;
  const tenant_id = "a".repeat(32);
  const deviceId = tokyo.insert("gateway_devices", {
    name: "by hand",
    type: "router_vtep",
    resource_id: end.router,
    tunnel_ips: ["203.0.113.200"],
    tenant_id,
  });
  const refused = await segment.stack.up();
  t.false(refused.ok);
  t.regex(
    refused.diagnostics,
    /property resourceId .* has a problem: router .* is already used .* by gateway device .* "by hand".*adopt: true/,
  );
  segment.stack.resources = segment.stack.resources.map((one) => ({ ...one, args: { ...one.args, adopt: true } }));
  await good(t, segment.stack.up());
  t.is(segment.stack.kept().find(({ urn }) => urn.endsWith("::tokyo-edge"))?.id, deviceId);
  t.like(tokyo.objects("gateway_devices")[0], { id: deviceId, tunnel_ips: [end.tunnel] });
  assertNothingLostNorDoubled(t, segment.stack, segment.sites);
  t.deepEqual(did(await good(t, segment.stack.up())), []);
});

const logins = (site: EmulatedSite) =>
  site.requests().filter(({ method, path }) => method === "POST" && path.endsWith("/auth/tokens")).length;

test("Keystone: one token for each site and operation; revoked in the middle, it is renewed by exactly one request", async (t) => {
  const segment = await emulatedSegment(t, { auth: "keystone" });
  segment.declare(10_100);
  await good(t, segment.stack.up());
  t.deepEqual(segment.sites.map(logins), [1, 1]);
  for (const site of segment.sites) site.clearRequests();

  const [tokyo] = segment.sites;
  const hosts = Array.from({ length: 24 }, (_, index) => ({
    kind: "RemoteMacEntry" as const,
    name: `host-${index}`,
    args: {
      site: "tokyo",
      gatewayDeviceId: `\${${"tokyo-edge"}.id}`,
      macAddress: `02:00:5e:01:00:${(16 + index).toString(16)}`,
      vtepAddress: "203.0.113.11",
      segmentationId: 10_100,
    },
  }));
  segment.stack.resources = [...segment.stack.resources, ...hosts];
  const revoked = (async () => {
    while (!tokyo.requests().some(({ method, path }) => method === "POST" && path.includes("remote_mac"))) await new Promise(setImmediate);
    tokyo.revokeTokens();
  })();
  await good(t, segment.stack.up());
  await revoked;
  t.is(logins(tokyo), 2, "one at the start, one renewal");
  t.true(tokyo.requests().some(({ status }) => status === 401));
  t.is(idsAt(tokyo).length, 3 + 25);
  assertNothingLostNorDoubled(t, segment.stack, segment.sites);
});

test("tokens that live for less than the run", async (t) => {
  const segment = await emulatedSegment(t, { auth: "keystone", tokenLifetimeMs: 1_000 });
  for (const site of segment.sites) site.fault({ match: { times: Number.POSITIVE_INFINITY, path: /v2\.0/ }, action: { delayMs: 150 } });
  segment.declare(10_100);
  await good(t, segment.stack.up());
  segment.declare(10_200);
  await good(t, segment.stack.up());
  assertNothingLostNorDoubled(t, segment.stack, segment.sites);
  t.true(segment.sites.some((site) => logins(site) > 2));
  await good(t, segment.stack.destroy());
  t.deepEqual(segment.sites.flatMap(idsAt), []);
});

for (const auth of ["keystone", "tokens"] as const) {
  test(`${auth}: secrets of border-gateway:sites reach no state and no message`, async (t) => {
    const segment = await emulatedSegment(t, { auth });
    const canary = "canary-8c1d4f";
    const { auth: login, ...rest } = segment.clouds.tokyo as { auth: object };
    const wrong = { ...rest, auth: { ...login, ...(auth === "keystone" ? { password: canary } : { token: canary }) } };
    segment.stack.setConfig("border-gateway:sites", { ...segment.clouds, tokyo: wrong });
    segment.declare(10_100);
    const refused = await segment.stack.up();
    t.false(refused.ok);
    t.regex(refused.diagnostics, /property site .* has a problem: site tokyo/);
    const text = JSON.stringify([refused, segment.stack.kept()]);
    t.false(text.includes(canary), text);
    segment.stack.setConfig("border-gateway:sites", segment.clouds);
    await good(t, segment.stack.up());
    t.false(JSON.stringify(segment.stack.kept()).includes(auth === "keystone" ? "secret" : '"admin"'));
  });
}
