// SPDX-License-Identifier: Apache-2.0
import type { ResourceSpec } from "../fixtures/spec";
import type { Transcript } from "../transcript";

/** A life of a stack that both engines are taken through; where order matters, resources depend on each other. */
export type Scenario = (transcript: Transcript) => Promise<unknown>;

export type Scenarios = Readonly<Record<string, Scenario>>;

export const thing = (name: string, inputs: Record<string, unknown> = {}, options: ResourceSpec["options"] = {}): ResourceSpec => ({
  name,
  inputs,
  options,
});
/** Options of a resource that comes after another. */
export const after = (name: string) => ({ dependsOn: [name] });

/** A chain in which each link takes the id of the one before; what is `fixed` makes a new one of it. */
export const chain = (fixed: unknown, more: Record<string, unknown> = {}): ResourceSpec[] => [
  thing("device", { fixed, ...more }),
  thing("gateway", { fixed: { from: "device.id" }, ...more }),
  thing("connection", { fixed: { from: "gateway.id" }, ...more }),
];

export const deleteFirst = { order: "delete first" };
