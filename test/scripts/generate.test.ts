// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { kinds } from "../../provider/kinds";
import { artifacts, stale } from "../../scripts/generate/artifacts";
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
    "README.md",
    "docs/servers.md",
  ]);
});

test("the public surface exports every kind", async (t) => {
  const surface = Object.keys(await import("pulumi-border-gateway"));
  for (const { definition } of Object.values(kinds)) t.true(surface.includes(definition.kind), `sdk/index.ts lacks ${definition.kind}`);
});
