// SPDX-License-Identifier: Apache-2.0
// The modules that the provider process loads before its first request. The time itself is measured by `npm run bench:startup`.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import test from "ava";

const entry = join(__dirname, "../../provider/index.js");

/** The files that a process has loaded once this text is run. */
function loadedBy(text: string): string[] {
  const report = `${text}; console.log(Object.keys(require.cache).join("\\n"))`;
  return execFileSync(process.execPath, ["-e", report], { encoding: "utf8" }).split("\n");
}

const loaded = loadedBy(`require(${JSON.stringify(entry)})`);

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

test("what opens a site that is reached without a proxy loads no proxy agent, and no reader of YAML", (t) => {
  const openSite = join(__dirname, "../../provider/client/openSite.js");
  const opened = loadedBy(`require(${JSON.stringify(openSite)})`);
  t.true(opened.some((file) => file.endsWith("/http/exchange.js")));
  for (const heavy of ["http-proxy-agent", "https-proxy-agent", "yaml"])
    t.false(
      // axios has copies of its own.
      opened.some((file) => file.includes(`/node_modules/${heavy}/`) && !file.includes("/node_modules/axios/")),
      heavy,
    );
});
