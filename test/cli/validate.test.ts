// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { RULES } from "../../sdk/mesh/finding";
import { run } from "../helpers/cli";

test("a good file: exit code 0, and the counts", async (t) => {
  const { code, stdout } = await run("validate", "test/topologies/good.yaml");
  t.deepEqual({ code, stdout }, { code: 0, stdout: "test/topologies/good.yaml: no errors, no warnings\n" });
});

test("a bad file: exit code 1, file, line and column first", async (t) => {
  const { code, stdout } = await run("validate", "test/topologies/oneSiteSegment.yaml", "test/topologies/good.yaml");
  t.is(code, 1);
  t.regex(stdout, /^test\/topologies\/oneSiteSegment\.yaml:10:5: segments\.lonely\.sites: a segment needs at least two sites/);
  t.regex(stdout, /good\.yaml: no errors, no warnings\n$/);
});

test("warnings fail with --strict only", async (t) => {
  const file = "test/topologies/warnings.yaml";
  t.is((await run("validate", file)).code, 0);
  t.is((await run("validate", "--strict", file)).code, 1);
});

test("JSON has file, place, rule, path and message of each finding", async (t) => {
  const { code, stdout } = await run("validate", "--format", "json", "test/topologies/networkTwice.yaml");
  t.is(code, 1);
  t.deepEqual(JSON.parse(stdout), {
    findings: [
      {
        file: "test/topologies/networkTwice.yaml",
        line: 7,
        column: 23,
        severity: "error",
        rule: "network-twice",
        path: "segments.web.sites.tokyo.network",
        message:
          'segments.web.sites.tokyo.network: "web" is also the network at segments.db.sites.tokyo, which would connect the two segments. Name another network.',
      },
    ],
  });
});

test("SARIF names rules that it defines, and places in the file", async (t) => {
  const { code, stdout } = await run("validate", "--format", "sarif", "test/topologies/islands.yaml", "/nowhere/a b.yaml");
  t.is(code, 1);
  const [sarif] = JSON.parse(stdout).runs;
  t.deepEqual(
    sarif.tool.driver.rules.map(({ id }: { id: string }) => id),
    Object.keys(RULES),
  );
  t.deepEqual(
    sarif.results.map(({ ruleId, level, locations }: { ruleId: string; level: string; locations: unknown[] }) => [
      ruleId,
      level,
      locations[0],
    ]),
    [
      [
        "unused-site",
        "warning",
        { physicalLocation: { artifactLocation: { uri: "test/topologies/islands.yaml" }, region: { startLine: 6, startColumn: 3 } } },
      ],
      [
        "island",
        "error",
        { physicalLocation: { artifactLocation: { uri: "test/topologies/islands.yaml" }, region: { startLine: 9, startColumn: 3 } } },
      ],
      ["syntax", "error", { physicalLocation: { artifactLocation: { uri: "file:///nowhere/a%20b.yaml" } } }],
    ],
  );
});
