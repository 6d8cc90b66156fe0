// SPDX-License-Identifier: Apache-2.0
// The yardstick: a dynamic resource that does nothing, hosted exactly as ours are.
import { randomUUID } from "node:crypto";
import { CustomResource, type CustomResourceOptions, type dynamic } from "@pulumi/pulumi";

export const provider: dynamic.ResourceProvider = {
  check: async (_old, inputs) => ({ inputs }),
  diff: async () => ({ changes: false }),
  create: async (inputs) => ({ id: randomUUID(), outs: inputs }),
  read: async (id = "", props) => ({ id, props }),
  update: async (_id, _old, inputs) => ({ outs: inputs }),
  delete: async () => undefined,
};

export class Noop extends CustomResource {
  constructor(name: string, args: object, opts?: CustomResourceOptions) {
    const text = `exports.handler=()=>require(${JSON.stringify(__filename)}).provider`;
    super("pulumi-nodejs:dynamic/bench:Noop", name, { ...args, __provider: text }, opts);
  }
}
