// SPDX-License-Identifier: Apache-2.0
// The reference page of one resource, from its table in `provider/kinds/`, its example and the rules of the contract suite.
import type { Input } from "../../../provider/kinds/definition";
import type { SchemaProperty, SchemaType } from "../../../provider/kinds/values";
import { rulesOf } from "../../../test/contract/rules/index";
import { type Facts, namedTypes, propertiesOf } from "../facts";
import { code, page, table } from "../markdown";
import { rulesTable } from "../serverRules";

export function resourcePage(facts: Facts): string {
  const { kind, description, example, inputs, outputs } = facts;
  return page(
    kind,
    description,
    requirements(facts),
    `## Example\n\n\`\`\`typescript\n${example}\n\`\`\``,
    `## Inputs\n\n${table(
      ["input", "type", "update behaviour", "description"],
      Object.entries(inputs).map(([name, input]) => [code(name), typeText(input.value.schema), changeText(input), inputText(input)]),
    )}`,
    ...namedTypes(Object.values(inputs).map(({ value }) => value.schema)).flatMap(typeSection),
    `## Outputs\n\n${sharedOutputs(facts)} The resource also has these outputs:\n\n${table(
      ["output", "type", "description"],
      [
        [code("id"), "string", idText(facts)],
        ...Object.entries(outputs).map(([name, output]) => [code(name), typeText(output.schema), output.description]),
      ],
    )}`,
    `## Existing objects\n\nDynamic resources do not support \`pulumi import\`. Set \`adopt: true\` to adopt an existing object. \`${kind}.get(name, id, { site })\` reads an existing object without managing it. Its argument \`id\` is the value of the output \`id\`.`,
    `## Server rules\n\nThe contract tests run these rules on the real servers and on the emulated sites. [The rules of all resources](../servers.md#rules) apply too.\n\n${rulesTable(rulesOf(kind))}`,
  );
}

function requirements({ extensions, adminOnly }: Facts): string {
  const names = extensions.map(code).join(" and ");
  const plural = extensions.length > 1 ? "the API extensions" : "the API extension";
  return `The site must support ${plural} ${names}.${adminOnly ? " The credentials of the site must have the admin role." : ""}`;
}

const sharedOutputs = (facts: Facts): string => {
  const missing = Object.keys(facts.inputs).filter((name) => propertiesOf(facts)[name] === undefined);
  return missing.length === 0 ? "All inputs are also outputs." : `All inputs except ${missing.map(code).join(" and ")} are also outputs.`;
};

const idText = ({ kind }: Facts): string => {
  if (kind === "RemoteMacEntry") return "Id of the entry, in the form `<device>/<entry>`.";
  return kind === "RemoteMacTable"
    ? "Id of the table, in the form `<device>/<table>`. The site does not store it."
    : "UUID of the object at the site.";
};

function inputText(input: Input<unknown>): string {
  const standard = input.default === undefined ? "" : ` Defaults to \`${input.default}\`.`;
  return `${input.optional ? "" : "Required. "}${input.description}${standard}`;
}

/** The effect of changing an input, in the words of the table. */
export const effectText = ({ change }: Input<unknown>): string => ({ update: "in place", replace: "replaces", none: "no request" })[change];

const changeText = (input: Input<unknown>): string =>
  input.changeNote === undefined ? effectText(input) : `${effectText(input)}. ${input.changeNote}`;

function typeText(schema: SchemaType): string {
  if (schema.values !== undefined) return schema.values.map(code).join(", ");
  if (schema.items !== undefined) return listText(schema.items);
  if (schema.additionalProperties !== undefined) return `map of ${typeText(schema.additionalProperties)}`;
  return schema.name === undefined ? schema.type : linkTo(schema.name);
}

function listText(items: SchemaType): string {
  const forms = items.oneOf ?? [items];
  return forms.map((form) => `list of ${form.alone ? "one " : ""}${typeText(form)}`).join(", or ");
}

const linkTo = (type: string): string => `[${type}](#${type.toLowerCase()})`;

function typeSection({ name = "", description = "", properties }: SchemaType): string[] {
  if (properties === undefined) return [];
  const rows = Object.entries(properties).map(([key, property]) => [code(key), typeText(property), memberText(property)]);
  return [`### ${name}\n\n${description}\n\n${table(["property", "type", "description"], rows)}`];
}

const memberText = ({ optional, description }: SchemaProperty): string => `${optional ? "" : "Required. "}${description}`;
