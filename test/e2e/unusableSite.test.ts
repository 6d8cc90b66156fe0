// SPDX-License-Identifier: Apache-2.0
// A site that cannot be used, under a stack that is up: every operation reports the reason in one sentence, no object counts as deleted, and operations succeed again when the site is back.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { type EmulatedSite, type FaultAction, type JsonObject, startSites } from "../../sdk/testing/index";
import { assertNothingLostNorDoubled, did, drift, emulatedSegment, idsAt, remembered } from "../helpers/inProcess/emulatedSegment";

interface Unusable {
  readonly what: string;
  /** Spoils the site, and answers what makes it good again. */
  spoil(site: EmulatedSite, setCloud: (cloud: JsonObject) => void): () => void;
  readonly says: RegExp;
}

/** The response of the site, or of its front end, to every request. */
const answering = (what: string, action: FaultAction, says: RegExp): Unusable => ({
  what,
  spoil: (site) => {
    site.fault({ match: { times: Number.POSITIVE_INFINITY }, action });
    return () => site.clearFaults();
  },
  says,
});

/** The login of the site is configured like this. */
const configured = (what: string, change: (cloud: JsonObject) => JsonObject, says: RegExp): Unusable => ({
  what,
  spoil: ({ cloud }, setCloud) => {
    setCloud(change(cloud));
    return () => setCloud(cloud);
  },
  says,
});
const withAuth = (cloud: JsonObject, auth: JsonObject): JsonObject => ({ ...cloud, auth: { ...(cloud.auth as JsonObject), ...auth } });

const html = (title: string) => ({ body: `<html><title>${title}</title></html>`, headers: { "content-type": "text/html" } });
const unusable: readonly Unusable[] = [
  answering("a proxy's HTML 404", { status: 404, ...html("Not here") }, /404: a page titled "Not here", not an answer of the API/),
  answering("a proxy's HTML 502", { status: 502, ...html("Bad Gateway") }, /502: a page titled "Bad Gateway"/),
  answering("a 200 with a page", { status: 200, ...html("Log in") }, /a page titled "Log in", not an answer of the API/),
  answering("a 200 with broken JSON", { status: 200, body: '{"gateway_devices": [' }, /not JSON/),
  answering("a 200 of another shape", { status: 200, body: { hello: "world" } }, /is not Neutron|is something else answering/),
  answering("a 200 without a body", { status: 200, body: "" }, /is not Neutron|is something else answering/),
  answering("a connection that is cut", { cut: "before" }, /site tokyo does not answer: .*the connection broke/),
  {
    what: "a site that has lost the extensions",
    spoil: (site) => {
      const body = { NeutronError: { type: "HTTPNotFound", message: "The resource could not be found.", detail: "" } };
      const always = { times: Number.POSITIVE_INFINITY };
      site.fault({ match: { ...always, path: /extensions/ }, action: { status: 200, body: { extensions: [{ alias: "router" }] } } });
      site.fault({ match: { ...always, path: /gw|l2-gateway/ }, action: { status: 404, body } });
      return () => site.clearFaults();
    },
    says: /has not loaded the Neutron extension "l2-gateway": .*midonet_l2gw/,
  },
  configured("a wrong token", (cloud) => withAuth(cloud, { token: "wrong" }), /refuses the login of .*\(401, request id/),
  configured(
    "a member's token",
    (cloud) => withAuth(cloud, { token: "member:p" }),
    /is no administrator, and the server shows L2 gateways/,
  ),
  configured(
    "a server that speaks no TLS",
    (cloud) => withAuth(cloud, { endpoint: String((cloud.auth as JsonObject).endpoint).replace("http:", "https:") }),
    /site tokyo.*TLS/,
  ),
];

async function check(t: ExecutionContext, { what, spoil, says }: Unusable): Promise<void> {
  const segment = await emulatedSegment(t);
  const { stack, sites, clouds } = segment;
  segment.declare(10_100);
  const made = await stack.up();
  t.true(made.ok, made.diagnostics);
  const [tokyo] = sites;
  const [before, held] = [remembered(stack), sites.flatMap(idsAt)];
  const heal = spoil(tokyo, (cloud) => stack.setConfig("border-gateway:sites", { ...clouds, tokyo: cloud }));

  // Another segment, at this site only: what is at the other one stays as it is.
  const devices = [{ deviceId: `\${tokyo-edge.id}`, segmentationId: 10_200 }];
  stack.resources = stack.resources.map((one) => (one.name === "tokyo-blue" ? { ...one, args: { ...one.args, devices } } : one));
  for (const operation of ["preview", "up", "refresh", "destroy"] as const) {
    const result = await stack[operation](operation === "destroy" ? { parallel: 1 } : {});
    t.false(result.ok, `${operation}: ${result.diagnostics}`);
    t.notRegex(result.diagnostics, /\n\s+at |defect/, operation);
    if (operation === "preview" || operation === "up") {
      t.regex(result.diagnostics, /'tokyo-blue': property site value .* has a problem: /, operation);
      t.regex(result.diagnostics, says, operation);
      t.deepEqual(remembered(stack), before, `${what}: ${operation}`);
      t.deepEqual(sites.flatMap(idsAt), held, `${what}: ${operation}`);
    } else t.regex(result.diagnostics, /site tokyo/, operation);
    assertNothingLostNorDoubled(t, stack, sites);
  }

  heal();
  const again = await stack.up();
  t.true(again.ok, again.diagnostics);
  assertNothingLostNorDoubled(t, stack, sites);
  t.deepEqual(drift(await stack.refresh()), []);
  const end = await stack.destroy();
  t.true(end.ok, end.diagnostics);
  t.deepEqual(sites.flatMap(idsAt), []);
}

for (const one of unusable) test(one.what, (t) => check(t, one));

test("a site that is down, and comes back as it was", async (t) => {
  const dir = mkdtempSync(join(tmpdir(), "down-"));
  t.teardown(() => rmSync(dir, { recursive: true, force: true }));
  let [kobe] = await startSites({ sites: ["kobe"], dir });
  t.teardown(() => kobe.stop());
  const { stack, clouds } = await emulatedSegment(t);
  stack.setConfig("border-gateway:sites", { ...clouds, kobe: kobe.cloud });
  const edge = (tunnelIps: string[]) => ({ site: "kobe", managementIp: "192.0.2.1", managementPort: 6640, tunnelIps });
  const declare = (address: string) => {
    stack.resources = [{ kind: "GatewayDevice", name: "edge", args: edge([address]) }];
  };
  declare("203.0.113.1");
  t.true((await stack.up()).ok);
  const before = remembered(stack);
  const port = Number(new URL(kobe.url).port);
  await kobe.stop();

  declare("203.0.113.2");
  for (const operation of ["preview", "up", "refresh", "destroy"] as const) {
    const { ok, diagnostics } = await stack[operation]();
    t.false(ok, operation);
    t.regex(diagnostics, /site kobe cannot be reached: .*the connection was refused \(ECONNREFUSED\)/, operation);
    t.notRegex(diagnostics, /\n\s+at |defect/, operation);
    t.deepEqual(remembered(stack), before, operation);
  }
  [kobe] = await startSites({ sites: ["kobe"], dir, port });
  const up = await stack.up();
  t.deepEqual(did(up), ["update edge"], up.diagnostics);
  t.deepEqual(kobe.objects("gateway_devices")[0]?.tunnel_ips, ["203.0.113.2"]);
});
