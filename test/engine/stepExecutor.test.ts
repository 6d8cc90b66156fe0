// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { newState } from "./resourceState";
import { StepExecutor } from "./stepExecutor";
import { type Step, step } from "./steps";

const named = (urn: string) => step("create", { next: newState({ urn, type: "t", custom: true }) });

/** Steps that end when they are told to. */
const controlled = (workers: number, signal = new AbortController().signal) => {
  const ends = new Map<string, (error?: Error) => void>();
  const began: string[] = [];
  const execute = ({ urn }: Step) => {
    began.push(urn);
    return new Promise<void>((resolve, reject) => ends.set(urn, (error) => (error === undefined ? resolve() : reject(error))));
  };
  return { executor: new StepExecutor(workers, execute, signal), began, end: (urn: string, error?: Error) => ends.get(urn)?.(error) };
};

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("a chain runs in order, and handing over waits for a free worker", async (t) => {
  const { executor, began, end } = controlled(1);
  await executor.submit([named("a"), named("b")]);
  let taken = false;
  const next = executor.submit([named("c")]).then(() => {
    taken = true;
  });
  await settled();
  t.deepEqual([began, taken], [["a"], false]);
  end("a");
  await settled();
  t.deepEqual([began, taken], [["a", "b"], false]);
  end("b");
  await next;
  t.deepEqual(began, ["a", "b", "c"]);
  end("c");
  await executor.drained();
  t.false(executor.failed);
});

test("after a failure steps that run go on to their end, and no other begins", async (t) => {
  const { executor, began, end } = controlled(2);
  await executor.submit([named("a"), named("later")]);
  await executor.submit([named("b"), named("never")]);
  end("b", new Error("failed"));
  await settled();
  t.true(executor.hasStopped);
  await executor.submit([named("too late")]);
  end("a");
  await executor.drained();
  t.deepEqual(began, ["a", "b"]);
  t.deepEqual(
    executor.failures.map(({ urn }) => urn),
    ["b"],
  );
});

test("the user's wish to stop is no failure, and wakes who waits for a worker", async (t) => {
  const controller = new AbortController();
  const { executor, began, end } = controlled(1, controller.signal);
  await executor.submit([named("a")]);
  const waiting = executor.submit([named("b")]);
  controller.abort();
  await waiting;
  end("a");
  await executor.drained();
  t.deepEqual([began, executor.failed], [["a"], false]);
});
