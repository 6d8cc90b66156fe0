// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { ROOT } from "../helpers/compile";
import { oddSurroundings } from "../real/keystone/oddClouds";

const page = readFileSync(join(ROOT, "docs/login.md"), "utf8").replace(/\s+/g, " ");

// The comparison with openstacksdk reads the same sentences, but runs only where the real servers can be installed.
test("docs/login.md has a sentence for each configuration that openstacksdk reads and the provider rejects", (t) => {
  const sentences = oddSurroundings.flatMap(({ stricter }) => stricter ?? []);
  t.deepEqual(
    sentences.filter((sentence) => !page.includes(sentence)),
    [],
  );
  t.true(sentences.length > 0);
});
