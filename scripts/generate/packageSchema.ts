// SPDX-License-Identifier: Apache-2.0
// The package schema in the format that Pulumi defines: pulumi/pulumi pkg/codegen/schema/pulumi.json.
import type { Input } from "../../provider/kinds/definition";
import type { SchemaProperty, SchemaType } from "../../provider/kinds/values";
import { dynamicType, pluginType } from "../../provider/program/hints";
import { costOf, type Facts, namedTypes, propertiesOf } from "./facts";
import { settings } from "./settings";

type Json = Readonly<Record<string, unknown>>;

const mapValues = <T, R>(record: Readonly<Record<string, T>>, to: (value: T) => R): Record<string, R> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, to(value)]));

export function packageSchema(facts: readonly Facts[], about: { version: string; description: string; license: string }): Json {
  const kinds = facts.map(withoutForms);
  const schemas = kinds.flatMap(({ inputs }) => Object.values(inputs).map(({ value }) => value.schema));
  return {
    name: "border-gateway",
    displayName: "Border Gateway",
    version: about.version,
    description: about.description,
    keywords: ["pulumi", "openstack", "neutron", "midonet", "l2gw", "category/network", "kind/native"],
    license: about.license,
    meta: { moduleFormat: "(.*)" },
    config: { variables: settings, defaults: [] },
    provider: { description: "Configuration of the sites and of the validation during preview.", inputProperties: settings },
    types: Object.fromEntries(namedTypes(schemas).map((schema) => [tokenOf(schema), typeSpec(schema)])),
    resources: Object.fromEntries(kinds.map((facts) => [pluginType(facts.kind), resourceSpec(facts)])),
    language: {
      nodejs: { packageName: "@border-gateway/pulumi", respectSchemaVersion: true },
      python: { packageName: "pulumi_border_gateway", respectSchemaVersion: true, pyproject: { enabled: true } },
      go: { importBasePath: "border-gateway/sdk/go/bordergateway", generateResourceContainerTypes: true, respectSchemaVersion: true },
      csharp: { rootNamespace: "Pulumi", respectSchemaVersion: true },
      java: {},
    },
  };
}

/**
 * Generated SDKs have one flat type for an object of several forms, whose properties are all optional: a type that is one of several crashes the
 * Python code of `pulumi convert` and has no Go code.
 */
function withoutForms(facts: Facts): Facts {
  const inputs = mapValues(facts.inputs, (input) => input);
  for (const [name, input] of Object.entries(facts.inputs)) {
    const { items, ...schema } = input.value.schema;
    if (items?.oneOf === undefined) continue;
    const members = items.oneOf.flatMap((form) => Object.entries(form.properties ?? {}));
    const flat: SchemaType = {
      type: "object",
      name: `${facts.kind}${name.charAt(0).toUpperCase()}${name.slice(1).replace(/s$/, "")}`,
      description: items.oneOf.map(({ description }) => description).join(" Or: "),
      properties: Object.fromEntries(members.map(([member, property]) => [member, { ...property, optional: true }])),
    };
    inputs[name] = { ...input, value: { ...input.value, schema: { ...schema, items: flat } } };
  }
  return { ...facts, inputs };
}

const tokenOf = ({ name }: SchemaType): string => pluginType(String(name));

function typeSpec({ description, values, properties = {} }: SchemaType): Json {
  if (values !== undefined) return { type: "string", enum: values.map((value) => ({ name: enumName(value), value })) };
  const required = Object.keys(properties).filter((name) => !properties[name]?.optional);
  return { description, type: "object", properties: mapValues(properties, propertySpec), required };
}

/** `hw_vtep` as Go and C# name it: `HwVtep`. */
const enumName = (value: string): string => value.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

const propertySpec = (property: SchemaProperty): Json => ({ ...reference(property), description: property.description });

function reference(schema: SchemaType): Json {
  if (schema.name !== undefined) return { $ref: `#/types/${tokenOf(schema)}` };
  if (schema.items !== undefined) return { type: "array", items: reference(schema.items) };
  if (schema.additionalProperties !== undefined) return { type: "object", additionalProperties: reference(schema.additionalProperties) };
  return { type: schema.type };
}

function resourceSpec(facts: Facts): Json {
  const properties = propertiesOf(facts);
  return {
    description: `${facts.description}\n\n## Example\n\n\`\`\`typescript\n${facts.example}\n\`\`\`\n`,
    properties: mapValues(properties, ({ schema, description }) => ({ ...reference(schema), description })),
    required: Object.keys(properties).filter((name) => properties[name]?.always),
    inputProperties: mapValues(facts.inputs, inputSpec),
    // The engine finds the state of a dynamic resource under its type, so that `pulumi up` alone moves a stack to the plugin.
    aliases: [{ type: dynamicType(facts.kind) }],
    requiredInputs: Object.keys(facts.inputs).filter((name) => facts.inputs[name]?.optional === false),
  };
}

function inputSpec(input: Input<unknown>): Json {
  return {
    ...reference(input.value.schema),
    description: `${input.description} ${costOf(input)}`,
    ...(input.default === undefined ? {} : { default: input.default }),
    // This mark makes the engine force a replacement, so it is only set if no change is ever made in place.
    ...(input.change === "replace" && input.changeNote === undefined ? { replaceOnChanges: true } : {}),
  };
}
