// SPDX-License-Identifier: Apache-2.0
// What the provider process loads before it knows whether a site will be asked. The time itself is measured by scripts/startup.ts.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import test from "ava";

const entry = join(__dirname, "../../provider/index.js");
const report = `require(${JSON.stringify(entry)}); console.log(Object.keys(require.cache).join("\\n"))`;
const loaded = execFileSync(process.execPath, ["-e", report], { encoding: "utf8" }).split("\n");

for (const heavy of ["axios", "form-data", "yaml", "http-proxy-agent", "https-proxy-agent", "hono", "commander"]) {
  test(`the entry of the provider does not load ${heavy}`, (t) => {
    t.deepEqual(
      loaded.filter((file) => file.includes(`/node_modules/${heavy}/`)),
      [],
    );
  });
}

test("the trap: what is always loaded is seen", (t) => {
  t.true(loaded.some((file) => file.includes("/node_modules/zod/")));
});
