// SPDX-License-Identifier: Apache-2.0
// Two resources for one object: the second is declared in addition to the first or replaces it. The object is never in the state twice, and is not deleted while one of the resources remains.
import test, { type ExecutionContext } from "ava";
import type { Declared } from "../helpers/inProcess/declaredProgram";
import { assertNothingLostNorDoubled, did, drift, emulatedSegment, idsAt, remembered } from "../helpers/inProcess/emulatedSegment";

async function made(t: ExecutionContext) {
  const segment = await emulatedSegment(t);
  segment.declare(10_100);
  const up = await segment.stack.up();
  t.true(up.ok, up.diagnostics);
  const { stack, sites } = segment;
  const find = (name: string) => stack.resources.find((one) => one.name === name) as Declared;
  return { ...segment, find, held: () => sites.flatMap(idsAt), quiet: () => quiet(t, segment) };
}

async function quiet(t: ExecutionContext, { stack, sites }: Awaited<ReturnType<typeof emulatedSegment>>) {
  assertNothingLostNorDoubled(t, stack, sites);
  t.deepEqual(drift(await stack.refresh()), []);
  const again = await stack.up();
  t.true(again.ok, again.diagnostics);
  t.deepEqual(did(again), []);
}

for (const name of ["tokyo-host", "tokyo-join"]) {
  for (const place of ["before", "after"])
    test(`${name} is declared a second time, ${place} the first: refused, and the first stays`, async (t) => {
      const { stack, find, held, quiet } = await made(t);
      const [good, objects, state] = [stack.resources, held(), remembered(stack)];
      const twice = { ...find(name), name: "again" };
      stack.resources = good.flatMap((one) => (one.name !== name ? [one] : place === "before" ? [twice, one] : [one, twice]));
      const refused = await stack.up();
      t.false(refused.ok);
      t.regex(refused.diagnostics, /is already declared by \w+ "(again|tokyo-host|tokyo-join)" of this program/);
      t.deepEqual(remembered(stack), state);
      stack.resources = good;
      await quiet();
      t.deepEqual(held(), objects);
    });

  test(`${name} is renamed in the program, without an alias: the object stays, under the new name`, async (t) => {
    const { stack, find, held, quiet } = await made(t);
    const objects = held();
    const renamed = { ...find(name), name: "renamed" };
    stack.resources = stack.resources.map((one) => (one.name === name ? renamed : one));
    const up = await stack.up();
    t.true(up.ok, up.diagnostics);
    t.deepEqual(held(), objects);
    await quiet();
  });
}

test("an entry goes into a table, and out of it again: it is at the site all the time", async (t) => {
  const { stack, find, sites, held } = await made(t);
  const [objects, good] = [held(), stack.resources];
  const { site, gatewayDeviceId, ...entry } = find("tokyo-host").args;
  const table: Declared = { kind: "RemoteMacTable", name: "table", args: { site, gatewayDeviceId, entries: [entry] } };
  for (const resources of [good.map((one) => (one.name === "tokyo-host" ? table : one)), good]) {
    stack.resources = resources;
    const up = await stack.up();
    t.true(up.ok, up.diagnostics);
    t.deepEqual(held(), objects);
    t.deepEqual(drift(await stack.refresh()), []);
    t.deepEqual(did(await stack.up()), []);
  }
  assertNothingLostNorDoubled(t, stack, sites);
});

test("a second device of one router, with `adopt: true`: refused with the first one, which stays", async (t) => {
  const { stack, find, held, quiet } = await made(t);
  const [good, objects] = [stack.resources, held()];
  const { name: _, ...args } = find("tokyo-edge").args;
  stack.resources = [...good, { ...find("tokyo-edge"), name: "again", args: { ...args, adopt: true } }];
  const refused = await stack.up();
  t.false(refused.ok);
  t.regex(refused.diagnostics, /router .* is already declared by GatewayDevice "tokyo-edge" of this program/);
  stack.resources = good;
  await quiet();
  t.deepEqual(held(), objects);
});
