// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { Checkpoint, readDeployment, writeDeployment } from "./checkpoint";
import { newState, storeResource } from "./resourceState";
import { Secret } from "./values";

const resource = (urn: string) => newState({ urn, type: "t", custom: true, id: urn });

const stateFile = (t: ExecutionContext, ...resources: ReturnType<typeof resource>[]): string => {
  const folder = mkdtempSync(join(tmpdir(), "checkpoint-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "state.json");
  writeDeployment(file, { deployment: { resources: resources.map(storeResource) } });
  return file;
};

const urns = (file: string) => readDeployment(file).deployment.resources?.map(({ urn }) => urn);

test("a save during a write is part of the next write", async (t) => {
  const file = stateFile(t);
  const checkpoint = new Checkpoint(file, false);
  const saves = ["a", "b", "c"].map((urn) => {
    checkpoint.markNew(resource(urn));
    return checkpoint.save();
  });
  await Promise.all(saves);
  checkpoint.markNew(resource("d"));
  await checkpoint.save();
  t.deepEqual(urns(file), ["a", "b", "c", "d"]);
});

test("a resource that changes in place is written again when the checkpoint is notified", async (t) => {
  const file = stateFile(t, resource("a"));
  const checkpoint = new Checkpoint(file, false);
  await checkpoint.save();
  const [a] = checkpoint.base;
  if (a !== undefined) a.outputs = { value: new Secret(1) };
  checkpoint.changed(a);
  await checkpoint.save();
  t.deepEqual(new Checkpoint(file, false).base[0]?.outputs, { value: new Secret(1) });
});

test("a preview writes nothing", async (t) => {
  const file = stateFile(t, resource("a"));
  const checkpoint = new Checkpoint(file, true);
  checkpoint.markNew(resource("b"));
  await checkpoint.save();
  t.deepEqual(urns(file), ["a"]);
});
