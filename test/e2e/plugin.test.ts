// SPDX-License-Identifier: Apache-2.0
// The plugin on the real engine: a program in YAML, import, and a stack that changes its host.
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ExecutionContext } from "ava";
import { parse, stringify } from "yaml";
import { folderWith } from "../helpers/folders";
import { CliStack } from "../pulumi/cliStack";
import { onPulumi } from "../pulumi/onPulumi";
import type { StackDriver } from "../stack/stack";
import { declare, did, drift, type End, good, held, type Plain, segment, twoSites } from "./topology";

interface ProjectFile {
  readonly resources?: Record<string, unknown>;
}

/** Makes a stack find the plugin of this build. The program of the stack stays, unless the project file has resources of its own. */
function usePluginOf(t: ExecutionContext, stack: StackDriver): { stack: CliStack; write(project: object): void } {
  if (!(stack instanceof CliStack)) throw new Error("the plugin needs the real Pulumi");
  const main = resolve("dist/provider/pluginHost/main.js");
  const folder = folderWith(t, { "pulumi-resource-border-gateway": `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n` });
  chmodSync(join(folder, "pulumi-resource-border-gateway"), 0o755);
  const file = join(stack.folder, "Pulumi.yaml");
  const write = (project: object) =>
    writeFileSync(
      file,
      stringify({ ...parse(readFileSync(file, "utf8")), plugins: { providers: [{ name: "border-gateway", path: folder }] }, ...project }),
    );
  write({});
  return { stack, write };
}

/** The same resources as a program in YAML. */
const asYaml = (resources: readonly Plain[]): ProjectFile => ({
  resources: Object.fromEntries(resources.map(({ kind, name, args }) => [name, { type: `border-gateway:${kind}`, properties: args }])),
});

const siteIn = (outputs: object | undefined): string => String(new Map(Object.entries(outputs ?? {})).get("site"));
const forget = (ends: readonly End[]) => ends.forEach(({ site }) => void site.forget());
const writes = (ends: readonly End[]) => ends.flatMap(({ site }) => site.writes());

onPulumi("YAML: two sites are created, imported into an empty stack without a change, changed and destroyed", async (t) => {
  t.timeout(900_000);
  const { ends, stack: driver } = await twoSites(t);
  const { stack, write } = usePluginOf(t, driver);
  const resources = segment(ends, { segmentationId: 10_100 });
  write({ runtime: "yaml", main: undefined, ...asYaml(resources) });
  await good(t, stack.up());
  for (const { site } of ends) t.deepEqual(await held(site), [1, 1, 1]);
  forget(ends);
  t.deepEqual(did(await good(t, stack.up())), []);
  t.deepEqual(drift(await good(t, stack.refresh())), []);
  t.deepEqual(writes(ends), []);

  const kept = (await stack.exportState()).deployment.resources ?? [];
  const ours = kept.filter(({ type }) => type.startsWith("border-gateway:"));
  const imports = ours.map(({ type, urn, id, outputs }) => ({ type, name: urn.split("::")[3], id: `${siteIn(outputs)}/${id}` }));
  const list = join(stack.folder, "import.json");
  writeFileSync(list, JSON.stringify({ resources: imports }));
  const other = await stack.sibling("other");
  write({ resources: undefined });
  const program = join(stack.folder, "imported.yaml");
  await other.pulumi(["import", "--stack", "other", "--file", list, "--out", program, "--yes", "--skip-preview", "--protect=false"]);
  write(parse(readFileSync(program, "utf8")) as ProjectFile);
  t.deepEqual(did(await good(t, other.up())), []);
  t.deepEqual(writes(ends), [], "neither the import nor the update writes");

  write(asYaml(segment(ends, { segmentationId: 10_200 })));
  t.deepEqual(did(await good(t, stack.up())).filter((step) => step.startsWith("create-replacement ")).length, 6);
  for (const { site } of ends) t.deepEqual(await held(site), [1, 1, 1]);
  await good(t, stack.destroy());
  for (const { site } of ends) t.deepEqual(await held(site), [0, 0, 0]);
});

onPulumi(
  "`pulumi up` alone moves a Node.js stack from dynamic resources to the plugin and back, without a write at any site",
  async (t) => {
    t.timeout(900_000);
    const { ends, stack: driver } = await twoSites(t);
    const { stack } = usePluginOf(t, driver);
    await declare(stack, segment(ends, { segmentationId: 10_100 }));
    await good(t, stack.up());
    forget(ends);
    await stack.setConfig("border-gateway:usePlugin", "true");
    t.deepEqual(did(await good(t, stack.up())), []);
    const types = ((await stack.exportState()).deployment.resources ?? []).map(({ type }) => type);
    t.is(types.filter((type) => type.startsWith("border-gateway:index:")).length, 8);
    t.deepEqual(drift(await good(t, stack.refresh())), []);
    await stack.setConfig("border-gateway:usePlugin", "false");
    t.deepEqual(
      did(await good(t, stack.up())).map((step) => step.split(" ")[0]),
      Array(8).fill("update"),
    );
    t.deepEqual(did(await good(t, stack.up())), []);
    t.deepEqual(writes(ends), []);
    await good(t, stack.destroy());
    for (const { site } of ends) t.deepEqual(await held(site), [0, 0, 0]);
  },
);
