#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// The plugin `pulumi-resource-border-gateway`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageVersion } from "../client/version";
import { functions } from "./functions";
import { servePlugin } from "./serve";

void servePlugin({
  version: packageVersion(),
  functions,
  schema: () => readFileSync(join(__dirname, "../../../schema.json"), "utf8"),
});
