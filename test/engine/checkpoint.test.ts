// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { Checkpoint, readDeployment, writeDeployment } from "./checkpoint";
import { newState } from "./resourceState";

const resource = (urn: string) => newState({ urn, type: "t", custom: true, id: urn });

const stateFile = (t: ExecutionContext): string => {
  const folder = mkdtempSync(join(tmpdir(), "checkpoint-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "state.json");
  writeDeployment(file, { deployment: {} });
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
