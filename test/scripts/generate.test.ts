// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { kinds } from "../../provider/kinds";
import { artifacts, stale } from "../../scripts/generate/artifacts";
import { generalRules, rules, rulesOf } from "../contract/rules/index";
import { ROOT } from "../helpers/compile";

test("what is generated follows from the tables as they are", (t) => {
  t.deepEqual(
    stale(ROOT).map(({ path }) => path),
    [],
    "stale; run: npm run generate",
  );
});

test("a class for every kind, the schemas and the tables of the docs are generated", (t) => {
  const paths = artifacts(ROOT).map(({ path }) => path);
  t.deepEqual(paths, [
    ...Object.keys(kinds).map((key) => `sdk/${key}.ts`),
    "schema.json",
    "topology.schema.json",
    "docs/mesh.svg",
    "docs/servers.md",
    ...Object.values(kinds).map(({ definition }) => `docs/reference/${definition.kind}.md`),
    ...["BorderGatewayMesh", "configuration", "cli", "README"].map((page) => `docs/reference/${page}.md`),
  ]);
});

test("the public surface exports every kind", async (t) => {
  const surface = Object.keys(await import("pulumi-border-gateway"));
  for (const { definition } of Object.values(kinds)) t.true(surface.includes(definition.kind), `sdk/index.ts lacks ${definition.kind}`);
});

test("every server rule is listed in docs/servers.md or on the page of a resource", (t) => {
  const listed = new Set([...generalRules, ...Object.values(kinds).flatMap(({ definition }) => rulesOf(definition.kind))]);
  t.deepEqual(
    rules.filter((rule) => !listed.has(rule)).map(({ name }) => name),
    [],
  );
  for (const { definition } of Object.values(kinds)) t.true(rulesOf(definition.kind).length > 0, definition.kind);
});

test("the page of each resource describes every input and output", (t) => {
  for (const { definition } of Object.values(kinds)) {
    const page = artifacts(ROOT).find(({ path }) => path === `docs/reference/${definition.kind}.md`)?.content ?? "";
    for (const name of [...Object.keys(definition.inputs), ...Object.keys(definition.outputs)])
      t.true(page.includes(`| \`${name}\` |`), `${definition.kind} ${name}`);
  }
});
