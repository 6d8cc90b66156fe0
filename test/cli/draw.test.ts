// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { run, runPiped } from "../helpers/cli";

const MESH = "border-gateway:mesh:BorderGatewayMesh";
const CHILD = "pulumi-nodejs:dynamic/border-gateway:";
const urn = (name: string, kind?: string) => `urn:pulumi:dev::project::${kind === undefined ? MESH : `${MESH}$${CHILD}${kind}`}::${name}`;
const folder = () => mkdtempSync(join(tmpdir(), "draw-"));

const sites = (...names: string[]) =>
  Object.fromEntries(names.map((name, index) => [name, { router: "edge", tunnelIp: `203.0.113.${index + 1}` }]));
const at = (...names: string[]) => Object.fromEntries(names.map((name) => [name, { network: "web" }]));
const topology = (...names: string[]) => ({ sites: sites(...names), segments: { web: { segmentationId: 100, sites: at(...names) } } });

const preview = (mesh = "mesh") => ({
  steps: [
    {
      op: "update",
      urn: urn(mesh),
      oldState: { type: MESH, inputs: { topology: topology("osaka", "sendai", "tokyo") } },
      newState: { type: MESH, inputs: { topology: topology("osaka", "tokyo", "kobe") } },
    },
    { op: "create", urn: urn(`${mesh}/kobe`, "GatewayDevice") },
    { op: "create", urn: urn(`${mesh}/web/kobe`, "L2Gateway") },
    { op: "create", urn: urn(`${mesh}/web/kobe`, "L2GatewayConnection") },
    { op: "update", urn: urn(`${mesh}/web/osaka`, "RemoteMacTable") },
    { op: "same", urn: urn(`${mesh}/web/tokyo`, "RemoteMacTable") },
    { op: "delete", urn: urn(`${mesh}/sendai`, "GatewayDevice") },
    { op: "delete", urn: urn(`${mesh}/web/sendai`, "L2Gateway") },
    { op: "create", urn: urn("other/web/tokyo", "L2Gateway") },
  ],
});

const written = (json: object): string => {
  const file = join(folder(), "preview.json");
  writeFileSync(file, JSON.stringify(json));
  return file;
};

test("a topology file becomes Mermaid on standard output", async (t) => {
  const { code, stdout } = await run("draw", "test/topologies/good.yaml");
  t.is(code, 0);
  t.is(
    stdout,
    `flowchart LR
  s0["<b>nagoya</b><br/>network_vlan<br/>web 100"]
  s1["<b>osaka</b><br/>device 2b1e0a34-7d0<br/>web 100"]
  s2["<b>sendai</b><br/>hw_vtep 203.0.113.3<br/>north wing 5000–5999"]
  s3{{"<b>tokyo</b><br/>router_vtep 203.0.113.1<br/>north wing 5000–5999, web 100"}}
  s2 ---|"north wing 5000–5999"| s3
  s0 ---|"web 100"| s1
  s0 ---|"web 100"| s3
  s1 ---|"web 100"| s3
`,
  );
});

test("the file extension of the output selects the format", async (t) => {
  const here = folder();
  for (const [name, start] of [
    ["mesh.svg", /^<svg xmlns/],
    ["mesh.dot", /^graph mesh \{/],
    ["mesh.md", /^flowchart LR/],
  ] as const) {
    t.is((await run("draw", "test/topologies/good.yaml", "-o", join(here, name))).code, 0);
    t.regex(readFileSync(join(here, name), "utf8"), start);
  }
});

test("a preview is drawn with its changes, and with what it removes", async (t) => {
  const { code, stdout } = await run("draw", "--preview", written(preview()));
  t.is(code, 0);
  t.is(
    stdout,
    `flowchart LR
  s0["<b>kobe</b><br/>router_vtep 203.0.113.3<br/>web 100"]:::create
  s1["<b>osaka</b><br/>router_vtep 203.0.113.1<br/>web 100"]:::update
  s2["<b>sendai</b><br/>router_vtep 203.0.113.2<br/>web 100"]:::delete
  s3["<b>tokyo</b><br/>router_vtep 203.0.113.2<br/>web 100"]
  s0 --- s1
  s0 --- s3
  s1 --- s2
  s1 --- s3
  s2 --- s3
  linkStyle 0,1 stroke:#1a7f37,stroke-width:3px
  linkStyle 2,4 stroke:#cf222e,stroke-width:3px
  classDef create fill:#dafbe1,stroke:#1a7f37,color:#1f2328
  classDef update fill:#fff8c5,stroke:#9a6700,color:#1f2328
  classDef delete fill:#ffebe9,stroke:#cf222e,color:#1f2328
`,
  );
});

test("a preview has the numbers that segments take from a range, also of one that goes", async (t) => {
  const range = { from: 100, to: 110 };
  const segment = { sites: at("osaka", "tokyo") };
  const [last, next] = [
    { sites: sites("osaka", "tokyo"), segmentationIds: range, segments: { gone: segment, own: segment, web: segment } },
    {
      sites: sites("osaka", "tokyo"),
      segmentationIds: range,
      segments: { "new": segment, later: segment, own: { ...segment, segmentationId: 200 }, web: segment },
    },
  ];
  const pool = (ids: object, taken: object) => ({ type: `${CHILD}SegmentationIdPool`, inputs: { mesh: "mesh", ids, taken } });
  const { stdout } = await run(
    "draw",
    "--preview",
    written({
      steps: [
        {
          op: "update",
          urn: urn("mesh"),
          oldState: { type: MESH, inputs: { topology: last } },
          newState: { type: MESH, inputs: { topology: next } },
        },
        {
          op: "update",
          urn: urn("mesh/segmentation ids", "SegmentationIdPool"),
          oldState: pool({ gone: 103, own: 104, web: 105 }, {}),
          newState: pool({ new: 106, later: "04da6b54-80e4-46f7-96ec-b56ff0331ba9", web: 105 }, { own: 200 }),
        },
        {
          op: "same",
          urn: urn("other/segmentation ids", "SegmentationIdPool"),
          newState: pool({ later: 999 }, {}),
        },
      ],
    }),
  );
  t.regex(stdout, /<br\/>gone 103, later 100–110, new 106, own 200, web 105"/);
});

const producers: readonly [title: string, producer: string][] = [
  ["a producer that has written before", 'cat "$1"'],
  ["a producer that starts late", '{ sleep 2; cat "$1"; }'],
  ["a producer that pauses in the middle", '{ head -c 300 "$1"; sleep 2; tail -c +301 "$1"; }'],
];
for (const [title, producer] of producers)
  test(`a preview from standard input: ${title}`, async (t) => {
    const { code, stdout, stderr } = await runPiped(producer, written(preview()), "draw", "--preview", "-");
    t.deepEqual([code, stderr], [0, ""]);
    t.regex(stdout, /^flowchart LR\n/);
    t.regex(stdout, /kobe/);
  });

test("a preview from standard input: 10 MB, with letters of several bytes", async (t) => {
  const note = "神戸".repeat(1_700_000);
  const [mesh, ...others] = preview().steps;
  const large = { steps: [{ ...mesh, note }, ...others] };
  const file = written(large);
  t.true(statSync(file).size > 10_000_000);
  const { code, stdout, stderr } = await runPiped('cat "$1"', file, "draw", "--preview", "-");
  t.deepEqual([code, stderr], [0, ""]);
  t.is(stdout, (await run("draw", "--preview", file)).stdout);
});

test("a preview that cannot be read is named, without the system call", async (t) => {
  const missing = join(folder(), "nosuch.json");
  const refused = await run("draw", "--preview", missing);
  t.deepEqual([refused.code, refused.stderr], [1, `cannot read ${missing}: no such file or directory\n`]);
  const empty = await runPiped("true", missing, "draw", "--preview", "-");
  t.deepEqual([empty.code, empty.stderr], [1, "the preview is empty. It has to be the output of `pulumi preview --json`\n"]);
});

test("of several meshes one has to be named", async (t) => {
  const both = written({ steps: [...preview("east").steps, ...preview("west").steps] });
  const refused = await run("draw", "--preview", both);
  t.deepEqual([refused.code, refused.stderr], [1, "the preview holds 2 meshes: east, west. Say which: --mesh NAME\n"]);
  t.is((await run("draw", "--preview", both, "--mesh", "west")).code, 0);
});

test("a file that is not a preview is rejected with one sentence", async (t) => {
  const refused = await run("draw", "--preview", written({ resources: [] }));
  t.deepEqual([refused.code, refused.stderr], [1, "this is JSON, but not what `pulumi preview --json` prints: it has no list of steps\n"]);
  t.is((await run("draw")).stderr, "nothing to draw: give a topology file, --preview FILE, or --live\n");
});
