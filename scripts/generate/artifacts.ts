// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pictureOf } from "../../sdk/mesh/drawing/picture";
import { svgOf } from "../../sdk/mesh/drawing/svg";
import { topologyJsonSchema } from "../../sdk/mesh/jsonSchema";
import { topologyOf } from "../../sdk/mesh/topologyFile";
import { validateTopology } from "../../sdk/mesh/validateTopology";
import { generalRules } from "../../test/contract/rules/index";
import { readFacts } from "./facts";
import { packageSchema } from "./packageSchema";
import { cliPage } from "./reference/cliPage";
import { configurationPage } from "./reference/configurationPage";
import { indexPage } from "./reference/indexPage";
import { meshPage } from "./reference/meshPage";
import { resourcePage } from "./reference/resourcePage";
import { resourceClass } from "./resourceClass";
import { rulesTable } from "./serverRules";

/** A generated file with its expected content. */
export interface Artifact {
  /** Path relative to the root of the repository. */
  readonly path: string;
  readonly content: string;
}

/** All files that are generated from the tables of `provider/kinds/` and of the topology, the programs of `examples/` and the rules of `test/contract/`. */
export function artifacts(root: string): Artifact[] {
  const kinds = readFacts(root);
  const about = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const classes = kinds.map((facts) => ({ path: `sdk/${facts.key}.ts`, content: resourceClass(facts) }));
  return [
    ...classes.map(({ path, content }) => ({ path, content: formatted(root, path, content) })),
    { path: "schema.json", content: `${JSON.stringify(packageSchema(kinds, about), null, 2)}\n` },
    { path: "topology.schema.json", content: `${JSON.stringify(topologyJsonSchema(), null, 2)}\n` },
    { path: "docs/mesh.svg", content: svgOf(pictureOf(validateTopology(topologyOf(join(root, "docs/mesh.yaml"))).mesh)) },
    { path: "docs/servers.md", content: between(root, "docs/servers.md", rulesTable(generalRules)) },
    ...kinds.map((facts) => ({ path: `docs/reference/${facts.kind}.md`, content: resourcePage(facts) })),
    { path: "docs/reference/BorderGatewayMesh.md", content: meshPage(root, kinds) },
    { path: "docs/reference/configuration.md", content: configurationPage() },
    { path: "docs/reference/cli.md", content: cliPage() },
    { path: "docs/reference/README.md", content: indexPage(kinds) },
  ];
}

/** The artifacts whose file in the repository is missing or outdated. */
export function stale(root: string): Artifact[] {
  return artifacts(root).filter(({ path, content }) => !existsSync(join(root, path)) || readFileSync(join(root, path), "utf8") !== content);
}

const START = "<!-- generated: npm run generate -->";
const END = "<!-- /generated -->";

function between(root: string, path: string, content: string): string {
  const document = readFileSync(join(root, path), "utf8");
  const [before, , after] = [document.split(START)[0], START, document.split(END)[1]];
  if (before === undefined || after === undefined)
    throw new Error(`${path} lacks the marks ${START} and ${END} that enclose the generated table`);
  return `${before}${START}\n${content}\n${END}${after}`;
}

function formatted(root: string, path: string, content: string): string {
  const biome = require.resolve("@biomejs/biome/bin/biome");
  return execFileSync(process.execPath, [biome, "format", `--stdin-file-path=${path}`], { cwd: root, input: content, encoding: "utf8" });
}
