// SPDX-License-Identifier: Apache-2.0
// The reference page of BorderGatewayMesh, from the tables that topology.schema.json is generated from, and from the types of its outputs.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { demoProgram } from "../../../cli/demoProject";
import { RULES } from "../../../sdk/mesh/finding";
import { topologyJsonSchema } from "../../../sdk/mesh/jsonSchema";
import type { Schema } from "../../../sdk/mesh/model/reading";
import type { Facts } from "../facts";
import { code, page, table } from "../markdown";
import { effectText } from "./resourcePage";

/** The resource properties that the mesh sets from each key of a topology. */
const PROPERTIES: Readonly<Record<string, ReadonlyArray<readonly [kind: string, property: string]>>> = {
  "sites.<name>.site": [["GatewayDevice", "site"]],
  "sites.<name>.device": [
    ["L2Gateway", "devices"],
    ["RemoteMacTable", "gatewayDeviceId"],
  ],
  "sites.<name>.type": [["GatewayDevice", "type"]],
  "sites.<name>.router": [["GatewayDevice", "resourceId"]],
  "sites.<name>.network": [["GatewayDevice", "resourceId"]],
  "sites.<name>.managementIp": [["GatewayDevice", "managementIp"]],
  "sites.<name>.managementPort": [["GatewayDevice", "managementPort"]],
  "sites.<name>.tunnelIp": [
    ["GatewayDevice", "tunnelIps"],
    ["RemoteMacTable", "entries"],
  ],
  "segments.<name>.segmentationId": [
    ["L2Gateway", "devices"],
    ["RemoteMacTable", "entries"],
  ],
  "segments.<name>.links": [["RemoteMacTable", "entries"]],
  "segments.<name>.sites.<name>.network": [["L2GatewayConnection", "networkId"]],
  "segments.<name>.sites.<name>.hosts": [["RemoteMacTable", "entries"]],
  "segments.<name>.sites.<name>.remoteMacs": [["RemoteMacTable", "entries"]],
  links: [["RemoteMacTable", "entries"]],
};

export function meshPage(root: string, kinds: readonly Facts[]): string {
  const yaml = readFileSync(join(root, "docs/mesh.yaml"), "utf8").replace(/^(#.*\n)+/, "");
  return page(
    "BorderGatewayMesh",
    "A mesh of sites that are connected at layer 2. It creates the gateway devices, L2 gateways, connections and remote MAC tables of one topology. It is a component resource, exported by `pulumi-border-gateway/mesh`.",
    "The constructor validates the whole topology and reports all errors at once. Before the mesh registers any resource, it also compares the topology with the current contents of the sites, unless [the configuration](configuration.md) turns this off.",
    `## Example\n\n\`\`\`typescript\n${demoProgram(["tokyo", "osaka"]).trim()}\n\`\`\``,
    `\`meshFromFile(name, file)\` reads the topology from a YAML or JSON file:\n\n\`\`\`yaml\n${yaml.trim()}\n\`\`\``,
    "## Inputs\n\nThe tables below list the keys of a topology. Programs and files use the same keys.",
    ...keyTables(topologyJsonSchema() as Schema, "", new Set()),
    `## Update behaviour\n\nA change of a key changes these properties of the resources of the mesh. Adding or removing a site, a segment or a site of a segment creates or deletes its own resources, and updates the remote MAC tables of the linked sites.\n\n${table(
      ["key", "resource property", "update behaviour"],
      Object.entries(PROPERTIES).flatMap(([key, properties]) =>
        properties.map(([kind, property]) => [code(key), `[${kind}](${kind}.md) ${code(property)}`, changeOf(kinds, kind, property)]),
      ),
    )}`,
    `## Outputs\n\n${table(
      ["output", "description"],
      [
        [code("topology"), "Ids and addresses of the created resources, by site and segment."],
        [code("diagram"), "Mermaid flowchart of the mesh."],
      ],
    )}`,
    ...outputTypes(root),
    `## Rules\n\nThe mesh rejects a topology that breaks one of these rules. \`npx pulumi-border-gateway validate\` prints the name of the rule in its JSON and SARIF output. The server rules are listed on the pages of the resources.\n\n${table(
      ["rule", "meaning"],
      Object.entries(RULES).map(([rule, meaning]) => [code(rule), meaning]),
    )}`,
  );
}

function changeOf(kinds: readonly Facts[], kind: string, property: string): string {
  const input = kinds.find((facts) => facts.kind === kind)?.inputs[property];
  if (input === undefined) throw new Error(`${kind} has no input ${property}, which the reference page of the mesh lists`);
  return effectText(input);
}

/** One table for each object in the schema, also for those in lists, maps and alternatives. An object that occurs twice gets its table once. */
function keyTables(schema: Schema, path: string, seen: Set<object>): string[] {
  const { properties, additionalProperties, items, anyOf, required = [] } = schema as Structure;
  const inner = (part: Schema, at: string): string[] => keyTables(part, at, seen);
  if (properties === undefined)
    return [
      ...(anyOf ?? []).flatMap((one) => inner(one, path)),
      ...(items === undefined ? [] : inner(items, `${path}[]`)),
      ...(additionalProperties ? inner(additionalProperties, `${path}.<name>`) : []),
    ];
  if (seen.has(properties)) return [];
  seen.add(properties);
  const rows = Object.entries(properties).map(([key, value]) => [
    code(key),
    typeText(value),
    `${required.includes(key) ? "Required. " : ""}${(value as Structure).description ?? ""}`,
  ]);
  return [
    `### ${path === "" ? "Topology" : code(path)}\n\n${table(["key", "type", "description"], rows)}`,
    ...Object.entries(properties).flatMap(([key, value]) => inner(value, path === "" ? key : `${path}.${key}`)),
  ];
}

/** The parts of a JSON Schema that the readers of a topology produce. */
interface Structure {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: "ipv4" | "ipv6";
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly required?: readonly string[];
}

function typeText(schema: Schema): string {
  const {
    type,
    enum: values,
    const: literal,
    anyOf,
    items,
    additionalProperties,
    minimum,
    maximum,
    format,
    properties,
    minItems,
    maxItems,
  } = schema as Structure;
  if (literal !== undefined) return code(literal);
  if (values !== undefined) return values.map(code).join(", ");
  if (properties !== undefined) return `object with ${Object.keys(properties).map(code).join(" and ")}`;
  if (anyOf !== undefined) return anyOf.map(typeText).join(" or ");
  if (items !== undefined) return `${minItems === 2 && maxItems === 2 ? "pair" : "list"} of ${typeText(items)}`;
  if (additionalProperties) return "map by name";
  if (format !== undefined) return format === "ipv4" ? "IPv4 address" : "IPv6 address";
  const name = [type ?? "any"].flat().join(" or ");
  return minimum === undefined ? name : `${name}, ${minimum} to ${maximum}`;
}

/** The interfaces of the output `topology`, with the docstrings of their members. */
function outputTypes(root: string): string[] {
  const file = join(root, "sdk/mesh/makeMesh.ts");
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
  const interfaces = source.statements.filter(ts.isInterfaceDeclaration).filter(({ modifiers }) => modifiers !== undefined);
  return interfaces.map((declaration) => {
    const rows = declaration.members
      .filter(ts.isPropertySignature)
      .map((member) => [code(member.name.getText()), code(member.type?.getText() ?? ""), docOf(member)]);
    return `### ${code(declaration.name.text)}\n\n${docOf(declaration)}\n\n${table(["property", "type", "description"], rows)}`;
  });
}

function docOf(node: ts.Node): string {
  const [doc] = ts.getJSDocCommentsAndTags(node);
  return doc === undefined || !ts.isJSDoc(doc) ? "" : (ts.getTextOfJSDocComment(doc.comment) ?? "");
}
