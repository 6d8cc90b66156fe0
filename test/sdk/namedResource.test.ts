// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import { GatewayDevice, L2Gateway, RemoteMacEntry, RemoteMacTable, type RemoteMacTableArgs } from "pulumi-border-gateway";
import * as providers from "../../provider";
import { kinds } from "../../provider/kinds";
import { SegmentationIdPool } from "../../sdk/mesh/segmentationIdPool";
import { type Request, recordRegistrations, valueIn } from "../helpers/registrations";
import { ID, MAC, OPTIONS, samples } from "../helpers/samples";

const { requestOf } = recordRegistrations();

/** Every text that a release has written into a state. Lines are added, never changed: to delete an object, the SDK evaluates the text it was made with. */
const RELEASED_TEXTS = [
  'exports.handler=()=>require("pulumi-border-gateway/provider").gatewayDevice',
  'exports.handler=()=>require("pulumi-border-gateway/provider").l2Gateway',
  'exports.handler=()=>require("pulumi-border-gateway/provider").l2GatewayConnection',
  'exports.handler=()=>require("pulumi-border-gateway/provider").remoteMacEntry',
  'exports.handler=()=>require("pulumi-border-gateway/provider").remoteMacTable',
  'exports.handler=()=>require("pulumi-border-gateway/provider").segmentationIdPool',
];

/** What `pulumi.dynamic.Resource` of the installed SDK sends for the same resources. */
const dynamic = promisify(execFile)(process.execPath, [join(__dirname, "../helpers/dynamicRegistrations.js")]).then(
  ({ stdout }) => JSON.parse(stdout) as Record<string, { registered: Request; found: Request }>,
);

/** The request and the provider's text, without fields that the SDK does not send. */
/** The alias by which the engine finds the state of the plugin is ours alone. */
function apart({ object, properties, aliasesList: _aliases, ...request }: Request): { request: object; sent: object; text: string } {
  const { __provider: text, __nameHint: _, ...sent } = (object ?? properties) as Record<string, unknown>;
  const dependencies = (request.propertydependenciesMap ?? []) as Array<[string, unknown]>;
  const propertydependenciesMap = dependencies.filter(([property]) => property !== "__nameHint");
  return { request: { ...request, propertydependenciesMap }, sent, text: String(text) };
}

test("every kind has a sample", (t) => {
  t.deepEqual(Object.keys(samples), Object.keys(kinds));
});

for (const [key, { Kind, args }] of Object.entries(samples)) {
  const Class = Kind as new (name: string, args: object, opts?: pulumi.CustomResourceOptions) => pulumi.CustomResource;
  const Lookup = Kind as Pick<typeof GatewayDevice, "get">;

  test(`${key}: registers as a dynamic resource of the installed SDK does, but for the provider's text`, async (t) => {
    const ours = apart(await requestOf(new Class(key, args, OPTIONS), key));
    const theirs = apart((await dynamic)[key]?.registered ?? {});
    t.deepEqual(ours.sent, theirs.sent);
    t.deepEqual(ours.request, theirs.request);
    t.true(RELEASED_TEXTS.includes(ours.text), `${ours.text} is new: append it to RELEASED_TEXTS`);
    t.true(ours.text.length <= 100 && theirs.text.length > 100);
  });

  test(`${key}: the resource option import is refused, and nothing is registered`, (t) => {
    const error = t.throws(() => new Class(`${key}-import`, args, { import: ID }), { instanceOf: pulumi.RunError });
    t.regex(
      error?.message ?? "",
      new RegExp(`^${Kind.name} "${key}-import": the option "import" needs the plugin of this package, .* adopt: true`),
    );
  });

  test(`${key}: a lookup is a lookup of the SDK's, with the site`, async (t) => {
    const ours = apart(await requestOf(Lookup.get(`${key}-get`, ID, { site: "osaka" }), `${key}-get`));
    const theirs = apart((await dynamic)[key]?.found ?? {});
    t.deepEqual(ours.sent, { site: "osaka" });
    t.deepEqual(ours.request, theirs.request);
    t.true(RELEASED_TEXTS.includes(ours.text));
  });
}

test("the pool of a mesh names its provider as the resources do, and itself, as two meshes may have one name", async (t) => {
  const request = await requestOf(new SegmentationIdPool("pool", { mesh: "mesh", segments: [], taken: [], elsewhere: [] }), "pool");
  t.true(RELEASED_TEXTS.includes(apart(request).text));
  t.regex(String(hintOf(request)), /^pool-[0-9a-f]{7}$/);
});

for (const text of RELEASED_TEXTS)
  test(`a state that holds ${text} finds its provider`, (t) => {
    const loaded: { handler?: () => unknown } = {};
    new Function("exports", "require", text)(loaded, require);
    const provider = new Map(Object.entries(providers)).get(text.slice(text.lastIndexOf(".") + 1));
    t.truthy(provider);
    t.is(loaded.handler?.(), provider);
  });

test("a resource is deleted before it is replaced, unless the program sets deleteBeforeReplace", async (t) => {
  const { Kind, args } = samples.l2Gateway;
  const byDefault = await requestOf(new Kind("order", args, {}), "order");
  const chosen = await requestOf(new Kind("order-chosen", args, { deleteBeforeReplace: false }), "order-chosen");
  t.deepEqual(
    [byDefault, chosen].map((request) => request.deletebeforereplace),
    [true, false],
  );
});

const hintOf = (request: Request) => (request.object as { __nameHint?: string } | undefined)?.__nameHint;
const digits = (urn: string) => createHash("sha256").update(`acme ${urn}`).digest("hex").slice(0, 7);

test("a resource without a name proposes one that its organization and URN give", async (t) => {
  const device = await requestOf(new GatewayDevice("edge", {}), "edge");
  t.is(hintOf(device), `edge-${digits("urn:pulumi:dev::mesh::pulumi-nodejs:dynamic/border-gateway:GatewayDevice::edge")}`);
  const gateway = await requestOf(new L2Gateway("blue", { devices: [{ deviceId: ID }] }), "blue");
  t.is(hintOf(gateway), `blue-${digits("urn:pulumi:dev::mesh::pulumi-nodejs:dynamic/border-gateway:L2Gateway::blue")}`);
});

test("the types of its parents are part of the proposal, and the parent is not a dependency", async (t) => {
  const parent = new pulumi.ComponentResource("acme:net:Mesh", "mesh");
  const first = new GatewayDevice("inner", {}, { parent });
  const second = new GatewayDevice("sibling", {}, { parent });
  const request = await requestOf(first, "inner");
  await requestOf(second, "sibling");
  t.is(hintOf(request), `inner-${digits("urn:pulumi:dev::mesh::acme:net:Mesh$pulumi-nodejs:dynamic/border-gateway:GatewayDevice::inner")}`);
  const dependencies = new Map(request.propertydependenciesMap as Array<[string, { urnsList: string[] }]>);
  t.deepEqual(dependencies.get("__nameHint")?.urnsList, []);
  t.deepEqual(request.dependenciesList, []);
});

test("a proposal is never longer than a name may be", async (t) => {
  const name = "x".repeat(300);
  t.regex(String(hintOf(await requestOf(new GatewayDevice(name, {}), name))), /^x{247}-[0-9a-f]{7}$/);
});

test("every kind identifies itself, with or without a name of its own, but not in a lookup", async (t) => {
  t.regex(String(hintOf(await requestOf(new GatewayDevice("named", { name: "edge" }), "named"))), /^named-[0-9a-f]{7}$/);
  t.regex(String(hintOf(await requestOf(new RemoteMacEntry("entry", { gatewayDeviceId: ID, ...MAC }), "entry"))), /^entry-[0-9a-f]{7}$/);
  const lookup = await requestOf(GatewayDevice.get("found", ID), "found");
  t.false("__nameHint" in (lookup.properties as object));
});

test("a name that may turn out to be none comes with a proposal", async (t) => {
  const name = pulumi.output(undefined as string | undefined) as pulumi.Output<string>;
  t.regex(String(hintOf(await requestOf(new GatewayDevice("late", { name }), "late"))), /^late-/);
});

test("every property that the provider returns is an Output, even if the program does not set it", async (t) => {
  const gateway = new L2Gateway("outputs", { name: "blue", devices: [{ deviceId: ID }] });
  for (const key of ["site", "name", "devices", "tenantId", "endpoint"] as const) t.true(pulumi.Output.isInstance(gateway[key]), key);
  t.deepEqual(await valueIn(gateway.devices), [{ deviceId: ID }]);
  t.is(await valueIn(gateway.endpoint), undefined as unknown as string);
});

const idHintsOf = (request: Request) => (request.object as { __idHints?: Record<string, string> } | undefined)?.__idHints;

test("an id that is the Output of another resource names that resource, and nothing else does", async (t) => {
  const edge = new GatewayDevice("ids-edge", {});
  const key = hintOf(await requestOf(edge, "ids-edge"));
  const gateway = new L2Gateway("ids-blue", { devices: [{ deviceId: edge.id }] });
  t.deepEqual(idHintsOf(await requestOf(gateway, "ids-blue")), { deviceId: String(key) });
  const plain = new RemoteMacEntry("ids-plain", { gatewayDeviceId: ID, ...MAC });
  t.is(idHintsOf(await requestOf(plain, "ids-plain")), undefined);
  const derived = new RemoteMacEntry("ids-derived", { gatewayDeviceId: edge.id.apply((id) => id), ...MAC });
  t.not(idHintsOf(await requestOf(derived, "ids-derived"))?.gatewayDeviceId, key);
  const direct = new RemoteMacEntry("ids-direct", { gatewayDeviceId: edge.id, ...MAC });
  const request = await requestOf(direct, "ids-direct");
  t.deepEqual(idHintsOf(request), { gatewayDeviceId: String(key) });
  const dependencies = new Map(request.propertydependenciesMap as Array<[string, { urnsList: string[] }]>);
  t.deepEqual(dependencies.get("__idHints")?.urnsList, []);
});

test("an Output of another package is recognised by its second use", async (t) => {
  const router = pulumi.output(ID);
  const hints = ["foreign-one", "foreign-two"].map(async (name) =>
    idHintsOf(await requestOf(new GatewayDevice(name, { type: "router_vtep", resourceId: router }), name)),
  );
  const [one, two] = await Promise.all(hints);
  t.truthy(one?.resourceId);
  t.deepEqual(one, two);
});

test("the provider is told which arguments contain secrets, at any depth, and nothing else", async (t) => {
  const hidden = pulumi.secret("02:00:5e:10:00:01");
  const secretsOf = async (name: string, args: object) => {
    const request = await requestOf(new RemoteMacTable(name, args as RemoteMacTableArgs), name);
    return (request.object as { __secretInputs?: string[] }).__secretInputs;
  };
  const plain = { site: pulumi.output("tokyo"), gatewayDeviceId: Promise.resolve(ID), entries: [MAC] };
  t.is(await secretsOf("plain", plain), undefined);
  t.deepEqual(await secretsOf("leaf", { ...plain, gatewayDeviceId: pulumi.secret(ID) }), ["gatewayDeviceId"]);
  t.deepEqual(await secretsOf("nested", { ...plain, entries: [MAC, { ...MAC, macAddress: hidden }] }), ["entries"]);
  t.deepEqual(await secretsOf("promised", { ...plain, entries: Promise.resolve([{ ...MAC, macAddress: hidden }]) }), ["entries"]);
  t.deepEqual(await secretsOf("applied", { ...plain, entries: pulumi.output(1).apply(() => [{ ...MAC, macAddress: hidden }]) }), [
    "entries",
  ]);
  t.deepEqual(await secretsOf("whole", { ...plain, site: pulumi.secret("tokyo"), entries: pulumi.secret([MAC]) }), ["site", "entries"]);
});

test("inputs that the program does not give begin with two underscores, so that the engine does not show them", async (t) => {
  const args = { managementIp: pulumi.secret("192.0.2.10"), managementPort: 6640, tunnelIps: ["203.0.113.1"] };
  const request = await requestOf(new GatewayDevice("shown", args), "shown");
  const shown = Object.keys(request.object as object).filter((key) => !key.startsWith("__"));
  t.deepEqual(shown.sort(), Object.keys(args).sort());
});
