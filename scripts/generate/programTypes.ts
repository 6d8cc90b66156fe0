// SPDX-License-Identifier: Apache-2.0
// The TypeScript types of a table: as arguments of a program (Inputs everywhere) and as outputs of a resource.
import type { SchemaProperty, SchemaType } from "../../provider/kinds/values";

/** `given` is what a program passes, `answered` is the value of an Output. */
export type Side = "given" | "answered";

export function typeOf(schema: SchemaType, side: Side): string {
  if (schema.type === "integer") return "number";
  if (schema.type === "array") return arrayOf(schema.items ?? { type: "string" }, side);
  if (schema.additionalProperties !== undefined) return `Record<string, ${wrapped(schema.additionalProperties, side)}>`;
  if (schema.name === undefined) return schema.type;
  return schema.values === undefined && side === "given" ? `${schema.name}Args` : schema.name;
}

const wrapped = (schema: SchemaType, side: Side): string => (side === "given" ? `Input<${typeOf(schema, side)}>` : typeOf(schema, side));

/** All elements of a list with several forms have the same form: `[BorderGatewayDevice] | SwitchDevice[]`. */
function arrayOf(items: SchemaType, side: Side): string {
  const readonly = side === "given" ? "readonly " : "";
  const forms = items.oneOf ?? [items];
  return forms.map((form) => `${readonly}${form.alone ? `[${wrapped(form, side)}]` : `${elementOf(form, side)}[]`}`).join(" | ");
}

const elementOf = (schema: SchemaType, side: Side): string =>
  schema.values === undefined ? wrapped(schema, side) : `(${wrapped(schema, side)})`;

/** The declaration of a named type. `others` are the properties of its sibling forms, which it declares as `never` so that a mixture does not compile. */
export function declarationOf(schema: SchemaType, side: Side, others: readonly string[]): string {
  if (schema.values !== undefined) return side === "given" ? "" : enumeration(schema);
  const members = Object.entries(schema.properties ?? {}).map(([name, property]) => member(name, property, side));
  const barred = others.map((name) => `  ${name}?: never;`);
  return `${doc(schema.description ?? schema.name ?? "")}export interface ${typeOf(schema, side)} {\n${[...members, ...barred].join("\n")}\n}\n`;
}

function enumeration({ name, values = [] }: SchemaType): string {
  return `export type ${name} = ${values.map((value) => JSON.stringify(value)).join(" | ")};\n`;
}

function member(name: string, property: SchemaProperty, side: Side): string {
  return `${doc(property.description)}${name}${property.optional ? "?" : ""}: ${wrapped(property, side)}${property.optional ? " | undefined" : ""};`;
}

export function doc(...paragraphs: string[]): string {
  const lines = paragraphs.filter((text) => text !== "").flatMap((text) => text.split("\n"));
  return lines.length === 1 ? `/** ${lines[0]} */\n` : `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n`;
}

/** The properties that only the sibling forms of each form have, by form. */
export function barredIn(schemas: Iterable<SchemaType>): Map<string, string[]> {
  const barred = new Map<string, string[]>();
  for (const { items } of schemas)
    for (const form of items?.oneOf ?? []) {
      const own = Object.keys(form.properties ?? {});
      const siblings = (items?.oneOf ?? []).flatMap((other) => Object.keys(other.properties ?? {}));
      barred.set(
        form.name ?? "",
        siblings.filter((name) => !own.includes(name)),
      );
    }
  return barred;
}
