// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { Checkpoint, emptyDeployment, readDeployment, writeDeployment } from "./checkpoint";
import { newState, storeResource } from "./resourceState";
import { Secret } from "./values";

const resource = (urn: string, fields = {}) => newState({ urn, type: "t", custom: true, id: urn, ...fields });

const stateFile = (t: ExecutionContext, ...resources: ReturnType<typeof resource>[]): string => {
  const folder = mkdtempSync(join(tmpdir(), "checkpoint-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "state.json");
  const deployment = emptyDeployment();
  deployment.deployment.resources = resources.map(storeResource);
  writeDeployment(file, deployment);
  return file;
};

const urns = (file: string) => readDeployment(file).deployment.resources?.map(({ urn }) => urn);
const pending = (file: string) =>
  readDeployment(file).deployment.pending_operations?.map(({ type, resource }) => `${type} ${resource.urn}`);

test("an operation is in the file while it runs", async (t) => {
  const file = stateFile(t);
  const checkpoint = new Checkpoint(file, false);
  const state = resource("a");
  const settle = await checkpoint.begin(state, "creating");
  t.deepEqual([urns(file), pending(file)], [[], ["creating a"]]);
  settle();
  checkpoint.markNew(state);
  await checkpoint.save();
  t.deepEqual([urns(file), pending(file)], [["a"], undefined]);
});

test("only an interrupted create stays pending in later runs", async (t) => {
  const file = stateFile(t);
  const killed = new Checkpoint(file, false);
  await killed.begin(resource("a"), "creating");
  await killed.begin(resource("b"), "updating");
  const next = new Checkpoint(file, false);
  t.is(next.oldOperations.length, 2);
  await next.save();
  t.deepEqual(pending(file), ["creating a"]);
});

test("a save that comes while another writes is in the next write", async (t) => {
  const file = stateFile(t);
  const checkpoint = new Checkpoint(file, false);
  const saves = ["a", "b", "c"].map((urn) => {
    checkpoint.markNew(resource(urn));
    return checkpoint.save();
  });
  await saves[0];
  t.deepEqual(urns(file), ["a"]);
  await Promise.all(saves);
  t.deepEqual(urns(file), ["a", "b", "c"]);
});

test("a resource that changes in place is written anew when that is told", async (t) => {
  const file = stateFile(t, resource("a"));
  const checkpoint = new Checkpoint(file, false);
  await checkpoint.save();
  const [a] = checkpoint.base;
  if (a !== undefined) a.outputs = { value: new Secret(1) };
  checkpoint.changed(a);
  await checkpoint.save();
  const [written] = readDeployment(file).deployment.resources ?? [];
  t.like(written, { outputs: { value: { plaintext: "1" } } });
});

test("references follow a resource to its new name", async (t) => {
  const file = stateFile(t, resource("old"), resource("user", { dependencies: ["old"], provider: "p::id", parent: "old" }));
  const checkpoint = new Checkpoint(file, false);
  const [old] = checkpoint.base;
  if (old !== undefined) checkpoint.markGone(old);
  checkpoint.markNew(resource("new", { aliases: ["old"] }));
  await checkpoint.save();
  const [renamed, user] = readDeployment(file).deployment.resources ?? [];
  t.is(renamed?.urn, "new");
  t.like(user, { dependencies: ["new"], provider: "p::id", parent: "new" });
});

test("a preview writes nothing", async (t) => {
  const file = stateFile(t, resource("a"));
  const checkpoint = new Checkpoint(file, true);
  checkpoint.markNew(resource("b"));
  await checkpoint.save();
  t.deepEqual(urns(file), ["a"]);
});
