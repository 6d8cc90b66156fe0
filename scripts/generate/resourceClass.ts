// SPDX-License-Identifier: Apache-2.0
import { costOf, type Facts, namedTypes, type Property, propertiesOf } from "./facts";
import { barredIn, declarationOf, doc, typeOf } from "./programTypes";

/** The file of one kind in `sdk/`: its arguments, the types inside them, and its class. Biome formats it. */
export function resourceClass(facts: Facts): string {
  const { kind, key, inputs } = facts;
  const properties = propertiesOf(facts);
  const schemas = Object.values(inputs).map(({ value }) => value.schema);
  const barred = barredIn(schemas);
  const types = namedTypes(schemas).flatMap((schema) =>
    (["given", "answered"] as const).map((side) => declarationOf(schema, side, barred.get(schema.name ?? "") ?? [])),
  );
  return `// SPDX-License-Identifier: Apache-2.0
// Written by \`npm run generate\` from provider/resources/${key}.ts and examples/${key}.ts. Change those.
import type { CustomResourceOptions, ID, Input, Output } from "@pulumi/pulumi";
import { NamedResource } from "./namedResource";

${[...types].filter((text) => text !== "").join("\n")}
${argumentsOf(facts)}
${classDoc(facts)}export class ${kind} extends NamedResource {
${Object.entries(properties)
  .map(([name, property]) => `${doc(property.description)}declare readonly ${name}: ${outputType(property)};`)
  .join("\n")}

constructor(name: string, args: ${kind}Args, opts?: CustomResourceOptions) {
  super({ kind: ${JSON.stringify(kind)}, outputs: ${JSON.stringify(Object.keys(properties))} }, name, args, opts);
}

/** Looks up one that exists, by its id at the site. It is read, never changed or deleted. */
static get(name: string, id: Input<ID>, state: { site?: Input<string> | undefined } = {}, opts?: CustomResourceOptions): ${kind} {
  return new ${kind}(name, state as ${kind}Args, { ...opts, id });
}
}
`;
}

function argumentsOf({ kind, inputs }: Facts): string {
  const members = Object.entries(inputs).map(([name, input]) => {
    const { value, description, optional } = input;
    const standard = input.default === undefined ? "" : ` Default: \`${input.default}\`.`;
    return `${doc(`${description} ${costOf(input)}${standard}`)}${name}${optional ? "?" : ""}: Input<${typeOf(value.schema, "given")}>${optional ? " | undefined" : ""};`;
  });
  return `/** What a program says of a {@link ${kind}}. */\nexport interface ${kind}Args {\n${members.join("\n")}\n}\n`;
}

function outputType({ schema, always }: Property): string {
  return `Output<${typeOf(schema, "answered")}${always ? "" : " | undefined"}>`;
}

function classDoc({ description, example }: Facts): string {
  return doc(description, "\n@example", "```typescript", example, "```");
}
