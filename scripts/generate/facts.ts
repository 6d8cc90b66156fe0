// SPDX-License-Identifier: Apache-2.0
// What the generators read about each kind: its table in `provider/kinds/` and the example that the tests run.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { kinds } from "../../provider/kinds";
import type { Input, Inputs, Output } from "../../provider/kinds/definition";
import type { SchemaType } from "../../provider/kinds/values";

export interface Facts {
  /** Class name: `GatewayDevice`. */
  readonly kind: string;
  /** Name of its files and of its handler: `gatewayDevice`. */
  readonly key: string;
  readonly description: string;
  readonly inputs: Inputs;
  readonly outputs: Readonly<Record<string, Output>>;
  readonly extensions: readonly string[];
  readonly adminOnly: boolean;
  /** The example program, without its licence line. */
  readonly example: string;
}

export function readFacts(root: string): Facts[] {
  return Object.entries(kinds).map(([key, { definition }]) => {
    const { kind, description, inputs, outputs, extensions, adminOnly } = definition;
    const example = readFileSync(join(root, "examples", `${key}.ts`), "utf8").replace(/^\/\/ SPDX.*\n/, "");
    return { kind, key, description, inputs, outputs, extensions, adminOnly, example: example.trim() };
  });
}

/** A property of an existing resource: an input other than `adopt`, which is an instruction to the provider, or an output from the site. */
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

/** The effect of changing the input, in one or two sentences. */
export function costOf({ change, changeNote }: Input<unknown>): string {
  const note = changeNote === undefined ? "" : ` ${changeNote}`;
  if (change === "none") return "Changing this flag has no effect on its own.";
  return change === "update" ? `Changing it updates the resource in place.${note}` : `Changing it replaces the resource.${note}`;
}

/** All named object and enumeration types in the schemas, each once, inner types before the types that contain them. */
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
