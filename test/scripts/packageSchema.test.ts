// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import test from "ava";
import { kinds } from "../../provider/kinds";
import { ROOT } from "../helpers/compile";

interface PropertySpec {
  type?: string;
  $ref?: string;
  items?: PropertySpec;
  oneOf?: PropertySpec[];
  additionalProperties?: PropertySpec;
  description?: string;
  default?: unknown;
  replaceOnChanges?: boolean;
  secret?: boolean;
}
interface ObjectSpec {
  description?: string;
  properties: Record<string, PropertySpec>;
  required: string[];
  inputProperties: Record<string, PropertySpec>;
  requiredInputs: string[];
  aliases?: Array<{ type: string }>;
  enum?: Array<{ value: string }>;
}
interface Schema {
  name: string;
  version: string;
  config: { variables: Record<string, PropertySpec> };
  types: Record<string, ObjectSpec>;
  resources: Record<string, ObjectSpec>;
}

const schema = readFile(join(ROOT, "schema.json"), "utf8").then((text) => JSON.parse(text) as Schema);
const resource = async (kind: string) => (await schema).resources[`border-gateway:index:${kind}`] as ObjectSpec;

function* within(spec: PropertySpec): Generator<PropertySpec> {
  yield spec;
  for (const inner of [spec.items, spec.additionalProperties, ...(spec.oneOf ?? [])]) if (inner !== undefined) yield* within(inner);
}

test("every property is described, and of a type that the schema holds", async (t) => {
  const { types, resources, config } = await schema;
  for (const { properties = {}, inputProperties = {} } of [...Object.values(types), ...Object.values(resources)])
    for (const [name, spec] of Object.entries({ ...properties, ...inputProperties })) {
      t.truthy(spec.description, name);
      for (const { type, $ref, oneOf } of within(spec)) {
        t.is([type, $ref, oneOf].filter((one) => one !== undefined).length, 1, name);
        if ($ref !== undefined) t.truthy(types[$ref.replace("#/types/", "")], `${name}: ${$ref}`);
      }
    }
  for (const [name, { description }] of Object.entries(config.variables)) t.truthy(description, name);
});

test("what is required is there", async (t) => {
  const { types, resources } = await schema;
  for (const { required = [], properties, requiredInputs = [], inputProperties = {} } of [
    ...Object.values(types),
    ...Object.values(resources),
  ]) {
    for (const name of required) t.truthy(properties[name], name);
    for (const name of requiredInputs) t.truthy(inputProperties[name], name);
  }
  t.deepEqual((await resource("RemoteMacEntry")).requiredInputs, ["gatewayDeviceId", "macAddress", "vtepAddress", "segmentationId"]);
  t.deepEqual((await resource("L2Gateway")).requiredInputs, ["devices"]);
});

test("a replacement is forced where no change is ever made in place, and nowhere else", async (t) => {
  const forced = async (kind: string) =>
    Object.entries((await resource(kind)).inputProperties).flatMap(([name, { replaceOnChanges }]) => (replaceOnChanges ? [name] : []));
  t.deepEqual(await forced("GatewayDevice"), ["type", "managementIp", "managementPort", "managementProtocol", "resourceId", "tenantId"]);
  t.deepEqual(await forced("L2Gateway"), ["tenantId"]);
  t.deepEqual(await forced("L2GatewayConnection"), ["l2GatewayId", "networkId", "segmentationId"]);
  t.deepEqual(await forced("RemoteMacTable"), ["gatewayDeviceId"]);
});

test("every resource has the dynamic type as an alias", async (t) => {
  for (const [token, { aliases }] of Object.entries((await schema).resources))
    t.deepEqual(aliases, [{ type: `pulumi-nodejs:dynamic/border-gateway:${token.split(":")[2]}` }]);
});

test("defaults, enumerations, forms and secrets", async (t) => {
  const { config, types } = await schema;
  const { type } = (await resource("GatewayDevice")).inputProperties;
  t.is(type?.default, "hw_vtep");
  t.deepEqual(
    types["border-gateway:index:GatewayDeviceType"]?.enum?.map(({ value }) => value),
    ["hw_vtep", "router_vtep", "network_vlan"],
  );
  // Python's and Go's generated code cannot have a type that is one of several.
  t.false(JSON.stringify(await schema).includes('"oneOf"'));
  t.deepEqual((await resource("L2Gateway")).inputProperties.devices?.items, { $ref: "#/types/border-gateway:index:L2GatewayDevice" });
  t.deepEqual(Object.keys(types["border-gateway:index:L2GatewayDevice"]?.properties ?? {}), [
    "deviceId",
    "segmentationId",
    "deviceName",
    "interfaces",
  ]);
  t.deepEqual(Object.keys(config.variables), ["sites", "defaultSite", "liveValidation", "endpointChangedSites"]);
  t.true(config.variables.sites?.secret);
});

test("every kind is a resource, and `adopt` is not an output", async (t) => {
  const { resources } = await schema;
  t.deepEqual(
    Object.keys(resources),
    Object.values(kinds).map(({ definition }) => `border-gateway:index:${definition.kind}`),
  );
  for (const { properties, inputProperties } of Object.values(resources)) {
    t.false("adopt" in properties);
    t.true("adopt" in inputProperties);
  }
});

test("the Pulumi CLI reads the schema and makes an SDK of it", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "schema-"));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const env = { ...process.env, PULUMI_HOME: folder, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const args = ["package", "gen-sdk", join(ROOT, "schema.json"), "--language", "nodejs", "--out", folder];
  try {
    await promisify(execFile)("pulumi", args, { cwd: folder, env });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    t.pass();
    t.log(`left out: there is no pulumi on PATH (${process.env.PATH?.split(delimiter).length} folders searched)`);
    return;
  }
  t.regex(await readFile(join(folder, "nodejs", "gatewayDevice.ts"), "utf8"), /class GatewayDevice extends pulumi.CustomResource/);
});
