// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { inRounds } from "./deletions";
import { newState, type ResourceState } from "./resourceState";
import { step } from "./steps";

const resource = (urn: string, fields: Partial<ResourceState> = {}) => newState({ urn, type: "t", custom: true, ...fields });

const rounds = (resources: readonly ResourceState[], going = resources) =>
  inRounds(
    going.map((old) => step("delete", { old })),
    resources,
  ).map((round) => round.map(({ urn }) => urn).sort());

test("dependents are deleted in an earlier round, and unrelated resources together", (t) => {
  const chain = [
    resource("a"),
    resource("b", { dependencies: ["a"] }),
    resource("c", { propertyDependencies: { x: ["b"] } }),
    resource("d"),
  ];
  t.deepEqual(rounds(chain), [["c"], ["b"], ["a", "d"]]);
});

test("children are deleted before parents, and a provider last", (t) => {
  const all = [
    resource("provider"),
    resource("parent", { provider: "provider::id" }),
    resource("child", { parent: "parent", provider: "provider::id" }),
  ];
  t.deepEqual(rounds(all), [["child"], ["parent"], ["provider"]]);
});

test("a dependency on a component is one on all its descendants", (t) => {
  const all = [
    resource("group", { custom: false }),
    resource("inside", { parent: "group" }),
    resource("user", { dependencies: ["group"] }),
  ];
  t.deepEqual(rounds(all), [["user"], ["inside"], ["group"]]);
});

test("a resource that stays delays no deletion", (t) => {
  const all = [resource("a"), resource("stays", { dependencies: ["a"] }), resource("c", { dependencies: ["stays"] })];
  t.deepEqual(
    rounds(
      all,
      all.filter(({ urn }) => urn !== "stays"),
    ),
    [["a", "c"]],
  );
});
