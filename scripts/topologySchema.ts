// SPDX-License-Identifier: Apache-2.0
// Writes topology.schema.json. A test says when it is stale.
import { writeFileSync } from "node:fs";
import { topologyJsonSchema } from "../sdk/mesh/jsonSchema";

writeFileSync("topology.schema.json", `${JSON.stringify(topologyJsonSchema(), undefined, 2)}\n`);
