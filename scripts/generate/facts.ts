// SPDX-License-Identifier: Apache-2.0
// What the generators read of each kind: the tables of `provider/resources/`, and the example that the tests run.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Input, Inputs, Output } from "../../provider/definition";
import { kinds } from "../../provider/kinds";
import type { SchemaType } from "../../provider/values";

export interface Facts {
  /** `GatewayDevice` */
  readonly kind: string;
  /** `gatewayDevice`: name of its files, and of its handler. */
  readonly key: string;
  readonly description: string;
  readonly inputs: Inputs;
  readonly outputs: Readonly<Record<string, Output>>;
  /** A program, without its licence line. */
  readonly example: string;
}

export function readFacts(root: string): Facts[] {
  return Object.entries(kinds).map(([key, { definition }]) => {
    const { kind, description, inputs, outputs } = definition;
    const example = readFileSync(join(root, "examples", `${key}.ts`), "utf8").replace(/^\/\/ SPDX.*\n/, "");
    return { kind, key, description, inputs, outputs, example: example.trim() };
  });
}

/** What a resource has once it exists: its inputs but `adopt`, which is a word to the provider, and what the site adds. */
export interface Property {
  readonly schema: SchemaType;
  readonly description: string;
  readonly always: boolean;
  readonly input?: Input<unknown>;
}

export function propertiesOf({ inputs, outputs }: Facts): Record<string, Property> {
  const own = Object.entries(inputs)
    .filter(([name]) => name !== "adopt")
    .map(([name, input]) => {
      const { value, description, optional, filled } = input;
      return [name, { schema: value.schema, description, always: !optional || filled !== undefined, input }] as const;
    });
  const computed = Object.entries(outputs).map(([name, output]) => [name, { ...output, always: true }] as const);
  return Object.fromEntries<Property>([...own, ...computed]);
}

/** What a change of the input costs, as a sentence. */
export function costOf({ change, changeNote }: Input<unknown>): string {
  const note = changeNote === undefined ? "" : `; ${changeNote}`;
  if (change === "none") return "A change of it does nothing by itself.";
  return change === "update" ? `Changed in place${note}.` : `A change replaces the resource${note}.`;
}

/** Every named object or enumeration type in the schemas, each once, those inside before those that hold them. */
export function namedTypes(schemas: Iterable<SchemaType>): SchemaType[] {
  const found = new Map<string, SchemaType>();
  const visit = (schema: SchemaType): void => {
    for (const inner of [schema.items, schema.additionalProperties, ...(schema.oneOf ?? []), ...Object.values(schema.properties ?? {})])
      if (inner !== undefined) visit(inner);
    if (schema.name !== undefined && !found.has(schema.name)) found.set(schema.name, schema);
  };
  for (const schema of schemas) visit(schema);
  return [...found.values()];
}
