// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import test from "ava";
import { topologyJsonSchema } from "../../../sdk/mesh/jsonSchema";
import { validateFile } from "../../../sdk/mesh/topologyFile";

const ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
const validate = ajv.compile(topologyJsonSchema());

test("topology.schema.json is generated from the model", (t) => {
  const published = readFileSync("topology.schema.json", "utf8");
  t.is(published, `${JSON.stringify(topologyJsonSchema(), undefined, 2)}\n`, "stale: npm run generate");
});

/** The rules that look at one value by itself: what an editor can say while one types. */
const SHAPE = /^(shape|unknown-key|required)$|^link {2}the link has \d names?\./;
/** Findings of those rules that a schema cannot make: what is required here depends on what stands elsewhere. */
const BEYOND = /segmentationId: "segmentationId" is required/;

for (const file of readdirSync("test/topologies").filter((name) => /\.(yaml|json)$/.test(name)))
  test(`the schema and the validation agree on the shape of ${file}`, (t) => {
    const { findings, topology } = validateFile(join("test/topologies", file));
    if (findings.some(({ rule }) => rule === "syntax")) {
      t.is(topology, undefined);
      return;
    }
    const shapes = findings.filter(
      ({ rule, path, reason }) =>
        SHAPE.test(/^the link has \d name/.test(reason) ? `${rule}  ${reason}` : rule) && !BEYOND.test(`${path.at(-1)}: ${reason}`),
    );
    t.is(validate(topology), shapes.length === 0, JSON.stringify([validate.errors, shapes]));
  });
